package io.orbit.query.execute;

import java.util.Arrays;

/** How many rows, or how many that are not null. */
final class CountAccumulator implements Accumulator {
  private long[] counts = new long[16];

  @Override
  public void add(Evaluation evaluation, Vector[] arguments, int[] groups, int rows, int size) {
    grow(size);
    if (arguments.length > 0) {
      Vector values = arguments[0];
      for (int row = 0; row < rows; row++) {
        if (groups[row] >= 0 && !values.isNull(row)) {
          counts[groups[row]]++;
        }
      }
      return;
    }
    for (int row = 0; row < rows; row++) {
      if (groups[row] >= 0) {
        counts[groups[row]]++;
      }
    }
  }

  private void grow(int size) {
    if (size > counts.length) {
      counts = Arrays.copyOf(counts, Math.max(size, counts.length * 2));
    }
  }

  @Override
  public Object result(Evaluation evaluation, int group) {
    return group < counts.length ? counts[group] : 0L;
  }

  @Override
  public void merge(Evaluation evaluation, Accumulator other, int[] groups, int size) {
    grow(size);
    CountAccumulator from = (CountAccumulator) other;
    for (int group = 0; group < groups.length && group < from.counts.length; group++) {
      counts[groups[group]] += from.counts[group];
    }
  }
}
