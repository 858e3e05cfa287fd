package io.orbit.query.statistics;

import java.util.Map;
import java.util.Optional;

/**
 * What is known of one table.
 *
 * @param collection its id
 * @param rows how many it had when it was looked at
 * @param gatheredMillis when that was, in milliseconds since 1970
 * @param byItself whether nobody had asked for it
 * @param columns by column id
 */
public record TableStatistics(
    long collection,
    long rows,
    long gatheredMillis,
    boolean byItself,
    Map<Integer, ColumnStatistics> columns) {

  public Optional<ColumnStatistics> column(int id) {
    return Optional.ofNullable(columns.get(id));
  }
}
