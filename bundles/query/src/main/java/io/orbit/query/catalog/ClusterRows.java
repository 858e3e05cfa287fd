package io.orbit.query.catalog;

import io.orbit.api.catalog.Database;
import io.orbit.api.value.Interval;
import io.orbit.query.type.SystemRelations;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;

/** What all databases share: pg_database, pg_tablespace, pg_language, pg_collation, time zones. */
final class ClusterRows {
  private ClusterRows() {}

  static void databases(SystemView view, SystemRows rows) {
    for (Database database : view.catalog().databases()) {
      rows.row()
          .put("oid", database.id())
          .put("datname", database.name())
          .put("datdba", database.owner())
          .put("encoding", SystemIds.UTF8)
          .put("datlocprovider", 'c')
          .put("datallowconn", true)
          .put("datconnlimit", -1)
          .put("dattablespace", SystemIds.DEFAULT_TABLESPACE)
          .put("datcollate", "C")
          .put("datctype", "C")
          .put("datacl", AccessList.of(view, database));
    }
  }

  static void tablespaces(SystemView view, SystemRows rows) {
    rows.row()
        .put("oid", SystemIds.DEFAULT_TABLESPACE)
        .put("spcname", "pg_default")
        .put("spcowner", SystemIds.BOOTSTRAP_ROLE);
    rows.row()
        .put("oid", 1664)
        .put("spcname", "pg_global")
        .put("spcowner", SystemIds.BOOTSTRAP_ROLE);
  }

  static void languages(SystemView view, SystemRows rows) {
    language(rows, SystemIds.INTERNAL_LANGUAGE, "internal", false);
    language(rows, RoutineRows.SQL_LANGUAGE, "sql", true);
    language(rows, RoutineRows.PROCEDURAL_LANGUAGE, "plpgsql", true);
  }

  private static void language(SystemRows rows, long oid, String name, boolean trusted) {
    rows.row()
        .put("oid", oid)
        .put("lanname", name)
        .put("lanowner", SystemIds.BOOTSTRAP_ROLE)
        .put("lanispl", oid == RoutineRows.PROCEDURAL_LANGUAGE)
        .put("lanpltrusted", trusted);
  }

  static void collations(SystemView view, SystemRows rows) {
    collation(rows, SystemIds.DEFAULT_COLLATION, "default", 'd', null);
    collation(rows, SystemIds.C_COLLATION, "C", 'c', "C");
    collation(rows, 951, "POSIX", 'c', "POSIX");
  }

  private static void collation(
      SystemRows rows,
      long oid,
      String name,
      char provider,
      @org.jspecify.annotations.Nullable String locale) {
    rows.row()
        .put("oid", oid)
        .put("collname", name)
        .put("collnamespace", SystemRelations.PG_CATALOG)
        .put("collowner", SystemIds.BOOTSTRAP_ROLE)
        .put("collprovider", provider)
        .put("collisdeterministic", true)
        .put("collencoding", -1)
        .put("collcollate", locale)
        .put("collctype", locale);
  }

  static void timeZones(SystemView view, SystemRows rows) {
    Instant now = Instant.now();
    List<String> names = ZoneId.getAvailableZoneIds().stream().sorted().toList();
    for (String name : names) {
      ZoneId zone = ZoneId.of(name);
      var offset = zone.getRules().getOffset(now);
      boolean summer = zone.getRules().isDaylightSavings(now);
      String abbreviation =
          java.time.format.DateTimeFormatter.ofPattern("zzz", Locale.ROOT).format(now.atZone(zone));
      rows.row()
          .put("name", name)
          .put(
              "abbrev",
              abbreviation.isEmpty()
                  ? zone.getDisplayName(TextStyle.SHORT, Locale.ROOT)
                  : abbreviation)
          .put(
              "utc_offset",
              new Interval(0, 0, Duration.ofSeconds(offset.getTotalSeconds()).toNanos() / 1000))
          .put("is_dst", summer);
    }
  }
}
