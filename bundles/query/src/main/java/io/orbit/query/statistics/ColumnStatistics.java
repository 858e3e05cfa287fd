package io.orbit.query.statistics;

import io.orbit.api.value.DataType;
import io.orbit.api.value.ValueOrder;
import java.util.List;

/**
 * What a sample says of one column; the shape is that of PostgreSQL's {@code pg_statistic}.
 *
 * @param type the column's type
 * @param nullFraction share of rows in which it is NULL
 * @param width average bytes of a value that is not NULL
 * @param distinct how many different values the whole table has, at least 1 where there are any
 * @param commonValues the most common values, the most common first
 * @param commonShares the share of all rows that has each of them
 * @param bounds of ranges that hold about the same number of the other values, in order; empty
 *     where there are none
 * @param correlation between the order of the rows and that of the values, −1 to 1
 */
public record ColumnStatistics(
    DataType type,
    double nullFraction,
    int width,
    double distinct,
    List<Object> commonValues,
    List<Double> commonShares,
    List<Object> bounds,
    double correlation) {

  /** The share of all rows that the most common values have together. */
  public double commonShare() {
    double sum = 0;
    for (double share : commonShares) {
      sum += share;
    }
    return sum;
  }

  /** The share of all rows with neither NULL nor a common value. */
  public double otherShare() {
    return Math.max(0, 1 - nullFraction - commonShare());
  }

  /** The share of rows with a value that is not known while planning. */
  public double averageShare() {
    return (1 - nullFraction) / Math.max(1, distinct);
  }

  /** The share of rows that have the value. */
  public double equalTo(Object value) {
    for (int i = 0; i < commonValues.size(); i++) {
      if (ValueOrder.compare(commonValues.get(i), value, type) == 0) {
        return commonShares.get(i);
      }
    }
    double others = distinct - commonValues.size();
    if (others < 1) {
      return commonValues.isEmpty() ? averageShare() : otherShare();
    }
    double share = otherShare() / others;
    return commonShares.isEmpty() ? share : Math.min(share, commonShares.getLast());
  }

  /** The share of rows whose value is less than that one. */
  public double below(Object value) {
    double share = 0;
    for (int i = 0; i < commonValues.size(); i++) {
      if (ValueOrder.compare(commonValues.get(i), value, type) < 0) {
        share += commonShares.get(i);
      }
    }
    return share + otherShare() * Histogram.below(bounds, value, type);
  }
}
