package io.orbit.query.type;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** OIDs of PostgreSQL's own schemas and of the catalogs that clients name (pg_class.h and kin). */
public final class SystemRelations {
  public static final long PG_CATALOG = 11;
  public static final long INFORMATION_SCHEMA = 13_000;

  private static final Map<String, Long> OIDS =
      Map.ofEntries(
          Map.entry("pg_tablespace", 1213L),
          Map.entry("pg_type", 1247L),
          Map.entry("pg_attribute", 1249L),
          Map.entry("pg_proc", 1255L),
          Map.entry("pg_class", 1259L),
          Map.entry("pg_authid", 1260L),
          Map.entry("pg_auth_members", 1261L),
          Map.entry("pg_database", 1262L),
          Map.entry("pg_foreign_server", 1417L),
          Map.entry("pg_am", 2601L),
          Map.entry("pg_attrdef", 2604L),
          Map.entry("pg_cast", 2605L),
          Map.entry("pg_constraint", 2606L),
          Map.entry("pg_conversion", 2607L),
          Map.entry("pg_depend", 2608L),
          Map.entry("pg_description", 2609L),
          Map.entry("pg_index", 2610L),
          Map.entry("pg_inherits", 2611L),
          Map.entry("pg_language", 2612L),
          Map.entry("pg_namespace", 2615L),
          Map.entry("pg_opclass", 2616L),
          Map.entry("pg_operator", 2617L),
          Map.entry("pg_rewrite", 2618L),
          Map.entry("pg_statistic", 2619L),
          Map.entry("pg_trigger", 2620L),
          Map.entry("pg_shdepend", 1214L),
          Map.entry("pg_shdescription", 2396L),
          Map.entry("pg_sequence", 2224L),
          Map.entry("pg_collation", 3456L),
          Map.entry("pg_policy", 3256L),
          Map.entry("pg_enum", 3501L),
          Map.entry("pg_range", 3541L),
          Map.entry("pg_extension", 3079L),
          Map.entry("pg_largeobject", 2613L),
          Map.entry("pg_publication", 6104L));

  private static final Map<Long, String> NAMES = new HashMap<>();

  static {
    OIDS.forEach((name, oid) -> NAMES.put(oid, name));
  }

  private SystemRelations() {}

  /** The OID of a system catalog, 0 for another name. */
  public static long oid(String schema, String name) {
    return schema.equals("pg_catalog") ? OIDS.getOrDefault(name, 0L) : 0;
  }

  public static Optional<String> name(long oid) {
    return Optional.ofNullable(NAMES.get(oid));
  }

  /** The OID of pg_catalog and information_schema, 0 for another name. */
  public static long schemaOid(String name) {
    return switch (name) {
      case "pg_catalog" -> PG_CATALOG;
      case "information_schema" -> INFORMATION_SCHEMA;
      default -> 0;
    };
  }

  public static Optional<String> schemaName(long oid) {
    if (oid == PG_CATALOG) {
      return Optional.of("pg_catalog");
    }
    return oid == INFORMATION_SCHEMA ? Optional.of("information_schema") : Optional.empty();
  }
}
