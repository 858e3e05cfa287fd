package io.orbit.query.execute;

import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sums of longs by group that cannot overflow: each value adds its upper and its lower half to a
 * sum of its own, good for 2^31 values a group.
 */
final class WideSums {
  private static final long LOWER = 0xffff_ffffL;

  private long[] low = new long[16];
  private long[] high = new long[16];
  private long[] counts = new long[16];
  private final long[] one = new long[2];

  void grow(int size) {
    if (size > low.length) {
      int wider = Math.max(size, low.length * 2);
      low = Arrays.copyOf(low, wider);
      high = Arrays.copyOf(high, wider);
      counts = Arrays.copyOf(counts, wider);
    }
  }

  /**
   * Adds values to their groups.
   *
   * @param size how many groups there are
   */
  void add(
      Evaluation evaluation,
      long[] values,
      boolean @Nullable [] nulls,
      int[] groups,
      int rows,
      int size) {
    grow(size);
    if (size == 1 && isWhole(groups, rows)) {
      one[0] = 0;
      one[1] = 0;
      evaluation.accelerator().sum(values, nulls, 0, rows, one);
      low[0] += one[0];
      high[0] += one[1];
      counts[0] += evaluation.accelerator().count(nulls, 0, rows);
    } else if (nulls == null) {
      for (int row = 0; row < rows; row++) {
        int group = groups[row];
        if (group >= 0) {
          long value = values[row];
          low[group] += value & LOWER;
          high[group] += value >> 32;
          counts[group]++;
        }
      }
    } else {
      for (int row = 0; row < rows; row++) {
        int group = groups[row];
        if (group >= 0 && !nulls[row]) {
          low[group] += values[row] & LOWER;
          high[group] += values[row] >> 32;
          counts[group]++;
        }
      }
    }
  }

  private static boolean isWhole(int[] groups, int rows) {
    for (int row = 0; row < rows; row++) {
      if (groups[row] < 0) {
        return false;
      }
    }
    return true;
  }

  void merge(WideSums other, int[] groups, int size) {
    grow(size);
    for (int group = 0; group < groups.length && group < other.low.length; group++) {
      low[groups[group]] += other.low[group];
      high[groups[group]] += other.high[group];
      counts[groups[group]] += other.counts[group];
    }
  }

  /** How many values a group has. */
  long count(int group) {
    return group < counts.length ? counts[group] : 0;
  }

  BigInteger total(int group) {
    return BigInteger.valueOf(high[group]).shiftLeft(32).add(BigInteger.valueOf(low[group]));
  }
}
