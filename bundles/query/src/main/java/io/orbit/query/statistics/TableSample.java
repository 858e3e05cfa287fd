package io.orbit.query.statistics;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.records.KeyRange;
import io.orbit.api.records.RowCursor;
import io.orbit.api.records.RowReader;
import io.orbit.api.records.RowView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Some rows of a table, each as likely as any other. All rows are passed, but only those that are
 * chosen are decoded (Li's algorithm L: how many to pass over is drawn).
 */
final class TableSample {
  /** As many as PostgreSQL takes: with 100 ranges they put each within a tenth or so. */
  static final int ROWS = 30_000;

  private final RandomGenerator random;
  private final Runnable eachThousand;

  /**
   * @param eachThousand called every thousand rows; it may throw to end it all
   */
  TableSample(RandomGenerator random, Runnable eachThousand) {
    this.random = random;
    this.eachThousand = eachThousand;
  }

  TableStatistics gather(RowReader reader, Collection table, boolean byItself) {
    List<ColumnSample> columns = new ArrayList<>();
    for (Column column : table.columns()) {
      columns.add(new ColumnSample(column.type()));
    }
    long rows = 0;
    double weight = 1;
    long next = 0;
    try (RowCursor cursor = reader.scan(KeyRange.ALL, false)) {
      while (cursor.next()) {
        if (rows < ROWS) {
          take(cursor.row(), columns, (int) rows);
        } else if (rows == next) {
          take(cursor.row(), columns, random.nextInt(ROWS));
        }
        rows++;
        if (rows >= ROWS && next < rows) {
          weight *= Math.exp(Math.log(random.nextDouble()) / ROWS);
          next = rows + (long) (Math.log(random.nextDouble()) / Math.log(1 - weight));
        }
        if (rows % 1000 == 0) {
          eachThousand.run();
        }
      }
    }
    Map<Integer, ColumnStatistics> summaries = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      summaries.put(table.columns().get(i).id(), columns.get(i).summary(rows));
    }
    return new TableStatistics(
        table.id(), rows, System.currentTimeMillis(), byItself, Map.copyOf(summaries));
  }

  private static void take(RowView row, List<ColumnSample> columns, int place) {
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).set(place, row.get(i));
    }
  }
}
