package io.orbit.query.execute;

import io.orbit.api.value.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The smallest or greatest of what lies in 64 bits. */
final class ExtremeAccumulator implements Accumulator {
  private final boolean greatest;
  private final DataType type;
  private long[] best = new long[16];
  private boolean[] known = new boolean[16];

  ExtremeAccumulator(boolean greatest, DataType type) {
    this.greatest = greatest;
    this.type = type;
  }

  @Override
  public void add(Evaluation evaluation, Vector[] arguments, int[] groups, int rows, int size) {
    grow(size);
    LongVector values = (LongVector) arguments[0];
    if (size == 1 && rows > 0 && groups[0] == 0 && isWhole(groups, rows)) {
      int row =
          evaluation
              .accelerator()
              .extreme(greatest, values.values(), values.nulls(), 0, values.size());
      if (row >= 0) {
        take(0, values.values()[row]);
      }
      return;
    }
    for (int row = 0; row < rows; row++) {
      if (groups[row] >= 0 && !values.isNull(row)) {
        take(groups[row], values.values()[row]);
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

  private void take(int group, long value) {
    if (!known[group] || (greatest ? value > best[group] : value < best[group])) {
      known[group] = true;
      best[group] = value;
    }
  }

  private void grow(int size) {
    if (size > best.length) {
      int wider = Math.max(size, best.length * 2);
      best = Arrays.copyOf(best, wider);
      known = Arrays.copyOf(known, wider);
    }
  }

  @Override
  public @Nullable Object result(Evaluation evaluation, int group) {
    return group < known.length && known[group] ? LongVector.box(type, best[group]) : null;
  }

  @Override
  public void merge(Evaluation evaluation, Accumulator other, int[] groups, int size) {
    grow(size);
    ExtremeAccumulator from = (ExtremeAccumulator) other;
    for (int group = 0; group < groups.length && group < from.known.length; group++) {
      if (from.known[group]) {
        take(groups[group], from.best[group]);
      }
    }
  }
}
