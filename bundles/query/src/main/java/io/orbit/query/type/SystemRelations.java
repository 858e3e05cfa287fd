package io.orbit.query.type;

import io.orbit.api.catalog.Column;
import io.orbit.api.value.DataType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** PostgreSQL's own schemas and the relations in them, with their OIDs. Read once from a list. */
public final class SystemRelations {
  public static final long PG_CATALOG = 11;
  public static final long INFORMATION_SCHEMA = 13_000;

  private static final Map<String, SystemRelation> BY_NAME = new LinkedHashMap<>();
  private static final Map<Long, SystemRelation> BY_OID = new HashMap<>();

  static {
    for (String line : resource("relations.txt").split("\n")) {
      if (!line.startsWith("#")) {
        SystemRelation relation = relation(line);
        BY_NAME.put(relation.schema() + "." + relation.name(), relation);
        BY_OID.put(relation.oid(), relation);
      }
    }
  }

  private SystemRelations() {}

  private static String resource(String name) {
    try (InputStream in = SystemRelations.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SystemRelation relation(String line) {
    String[] parts = line.split(" ");
    int dot = parts[0].indexOf('.');
    List<Column> columns = new ArrayList<>();
    for (int i = 3; i < parts.length; i++) {
      columns.add(column(i - 2, parts[i]));
    }
    return new SystemRelation(
        parts[0].substring(0, dot),
        parts[0].substring(dot + 1),
        Long.parseLong(parts[1]),
        parts[2].charAt(0),
        List.copyOf(columns));
  }

  private static Column column(int id, String written) {
    boolean notNull = written.endsWith("!");
    int colon = written.indexOf(':');
    String type = written.substring(colon + 1, written.length() - (notNull ? 1 : 0));
    return new Column(
        id,
        written.substring(0, colon),
        type(type),
        notNull,
        "",
        "",
        Column.Identity.NONE,
        0,
        "",
        true,
        0,
        "",
        "");
  }

  private static DataType type(String name) {
    if (name.endsWith("[]")) {
      return DataType.array(type(name.substring(0, name.length() - 2)));
    }
    DataType type = TypeNames.named(name);
    if (type == null) {
      throw new IllegalStateException("no type " + name);
    }
    return type;
  }

  /** All of them, by schema and name. */
  public static List<SystemRelation> all() {
    return List.copyOf(BY_NAME.values());
  }

  public static Optional<SystemRelation> find(String schema, String name) {
    return Optional.ofNullable(BY_NAME.get(schema + "." + name));
  }

  public static Optional<SystemRelation> find(long oid) {
    return Optional.ofNullable(BY_OID.get(oid));
  }

  /** The OID of a system relation, 0 for another name. */
  public static long oid(String schema, String name) {
    SystemRelation relation = BY_NAME.get(schema + "." + name);
    return relation == null ? 0 : relation.oid();
  }

  /** The name of a system relation, qualified unless it is in pg_catalog. */
  public static Optional<String> name(long oid) {
    return Optional.ofNullable(BY_OID.get(oid))
        .map(r -> r.schema().equals("pg_catalog") ? r.name() : r.schema() + "." + r.name());
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
