package io.orbit.query.catalog;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.value.Array;
import io.orbit.api.value.DataType;
import io.orbit.api.value.text.ValueText;
import io.orbit.query.execute.SessionText;
import io.orbit.query.statistics.ColumnStatistics;
import io.orbit.query.statistics.Statistics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What ANALYZE has found: pg_stats, and its part of pg_stat_all_tables. */
final class StatisticsRows {
  private StatisticsRows() {}

  /** Columns of the current row that tell when a table was looked at, and what changed since. */
  static void ofTable(SystemView view, Collection table, SystemRows rows) {
    Statistics statistics = view.sources().statistics();
    rows.put("n_mod_since_analyze", statistics.changesSince(table));
    rows.put("analyze_count", statistics.runs(table, false));
    rows.put("autoanalyze_count", statistics.runs(table, true));
    rows.put("last_analyze", micros(statistics.lastRun(table, false)));
    rows.put("last_autoanalyze", micros(statistics.lastRun(table, true)));
  }

  private static @Nullable Long micros(long millis) {
    return millis == 0 ? null : Long.valueOf(millis * 1000);
  }

  static void columns(SystemView view, SystemRows rows) {
    for (Collection table : view.collections(Collection.Kind.TABLE)) {
      if (!view.session().may(table, Privilege.SELECT) || view.session().isRestricted(table)) {
        continue;
      }
      view.sources()
          .statistics()
          .of(table)
          .ifPresent(
              known -> {
                for (Column column : table.columns()) {
                  known
                      .column(column.id())
                      .filter(found -> found.type().equals(column.type()))
                      .ifPresent(found -> column(view, table, column, found, known.rows(), rows));
                }
              });
    }
  }

  private static void column(
      SystemView view,
      Collection table,
      Column column,
      ColumnStatistics found,
      double tableRows,
      SystemRows rows) {
    rows.row()
        .put("schemaname", view.schemaName(table.schema()))
        .put("tablename", table.name())
        .put("attname", column.name())
        .put("inherited", false)
        .put("null_frac", found.nullFraction())
        .put("avg_width", found.width())
        .put("n_distinct", distinct(found.distinct(), tableRows))
        .put("most_common_vals", array(view, found.commonValues(), column.type()))
        .put("most_common_freqs", found.commonShares().isEmpty() ? null : found.commonShares())
        .put("histogram_bounds", array(view, found.bounds(), column.type()))
        .put(
            "correlation",
            found.commonValues().isEmpty() && found.bounds().isEmpty()
                ? null
                : found.correlation());
  }

  /**
   * As PostgreSQL writes it: a number that grows with the table is a negative share of its rows.
   */
  private static double distinct(double distinct, double rows) {
    return distinct > 0.1 * rows && rows > 0 ? -Math.min(1, distinct / rows) : distinct;
  }

  private static @Nullable String array(SystemView view, List<Object> values, DataType type) {
    return values.isEmpty()
        ? null
        : ValueText.format(
            Array.of(values), DataType.array(type), SessionText.of(view.session(), 0));
  }
}
