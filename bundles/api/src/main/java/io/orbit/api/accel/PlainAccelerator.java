package io.orbit.api.accel;

import org.jspecify.annotations.Nullable;

/** The loops in plain Java: always there, and what every other implementation must equal. */
public final class PlainAccelerator implements Accelerator {
  public static final PlainAccelerator INSTANCE = new PlainAccelerator();

  /** What null contributes to a hash. */
  public static final long NULL_HASH = 0x9e3779b97f4a7c15L;

  private PlainAccelerator() {}

  @Override
  public String name() {
    return "plain";
  }

  /** Spreads all bits of a value over all bits of its hash (MurmurHash3's finalizer). */
  public static long mix(long value) {
    long mixed = value;
    mixed = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }

  /** The sign of a comparison as SQL orders floating-point numbers. */
  public static int compare(double left, double right) {
    return left == right ? 0 : Double.compare(left, right);
  }

  /** Whether a floating-point result tells of an overflow or underflow of its operands. */
  public static boolean isOutOfRange(
      Arithmetic operation, double left, double right, double result) {
    return (Double.isInfinite(result) && !Double.isInfinite(left) && !Double.isInfinite(right))
        || (operation == Arithmetic.MULTIPLY && result == 0 && left != 0 && right != 0);
  }

  @Override
  public int select(
      Comparison comparison,
      long[] values,
      long constant,
      boolean @Nullable [] nulls,
      int from,
      int to,
      int[] selection,
      int start) {
    int next =
        switch (comparison) {
          case EQUAL -> between(values, constant, constant, from, to, selection, start);
          case NOT_EQUAL -> unequal(values, constant, from, to, selection, start);
          case LESS_OR_EQUAL ->
              between(values, Long.MIN_VALUE, constant, from, to, selection, start);
          case GREATER_OR_EQUAL ->
              between(values, constant, Long.MAX_VALUE, from, to, selection, start);
          case LESS ->
              constant == Long.MIN_VALUE
                  ? start
                  : between(values, Long.MIN_VALUE, constant - 1, from, to, selection, start);
          case GREATER ->
              constant == Long.MAX_VALUE
                  ? start
                  : between(values, constant + 1, Long.MAX_VALUE, from, to, selection, start);
        };
    return nulls == null ? next : withoutNulls(nulls, selection, start, next);
  }

  /** Without branches: each row is written, and counts where it is chosen. */
  private static int between(
      long[] values, long least, long greatest, int from, int to, int[] selection, int start) {
    int next = start;
    for (int row = from; row < to; row++) {
      long value = values[row];
      if (value >= least & value <= greatest) {
        selection[next++] = row;
      }
    }
    return next;
  }

  private static int unequal(
      long[] values, long constant, int from, int to, int[] selection, int start) {
    int next = start;
    for (int row = from; row < to; row++) {
      if (values[row] != constant) {
        selection[next++] = row;
      }
    }
    return next;
  }

  private static int withoutNulls(boolean[] nulls, int[] selection, int start, int end) {
    int next = start;
    for (int i = start; i < end; i++) {
      if (!nulls[selection[i]]) {
        selection[next++] = selection[i];
      }
    }
    return next;
  }

  @Override
  public int select(
      Comparison comparison,
      double[] values,
      double constant,
      boolean @Nullable [] nulls,
      int from,
      int to,
      int[] selection,
      int start) {
    int next = start;
    for (int row = from; row < to; row++) {
      if ((nulls == null || !nulls[row]) && comparison.holds(compare(values[row], constant))) {
        selection[next++] = row;
      }
    }
    return next;
  }

  @Override
  public boolean compute(
      Arithmetic operation,
      long[] left,
      long[] right,
      boolean @Nullable [] nulls,
      int from,
      int to,
      long[] result) {
    long overflow = 0;
    for (int row = from; row < to; row++) {
      if (nulls != null && nulls[row]) {
        continue;
      }
      long a = left[row];
      long b = right[row];
      switch (operation) {
        case ADD -> {
          long sum = a + b;
          overflow |= (a ^ sum) & (b ^ sum);
          result[row] = sum;
        }
        case SUBTRACT -> {
          long difference = a - b;
          overflow |= (a ^ b) & (a ^ difference);
          result[row] = difference;
        }
        case MULTIPLY -> {
          long product = a * b;
          if (Math.multiplyHigh(a, b) != product >> 63) {
            return false;
          }
          result[row] = product;
        }
      }
    }
    return overflow >= 0;
  }

  @Override
  public boolean compute(
      Arithmetic operation,
      double[] left,
      double[] right,
      boolean @Nullable [] nulls,
      int from,
      int to,
      double[] result) {
    for (int row = from; row < to; row++) {
      if (nulls != null && nulls[row]) {
        continue;
      }
      double a = left[row];
      double b = right[row];
      double value =
          switch (operation) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
          };
      if (isOutOfRange(operation, a, b, value)) {
        return false;
      }
      result[row] = value;
    }
    return true;
  }

  @Override
  public void sum(long[] values, boolean @Nullable [] nulls, int from, int to, long[] sum) {
    long low = 0;
    long high = 0;
    for (int row = from; row < to; row++) {
      if (nulls == null || !nulls[row]) {
        low += values[row] & 0xffff_ffffL;
        high += values[row] >> 32;
      }
    }
    sum[0] += low;
    sum[1] += high;
  }

  @Override
  public int count(boolean @Nullable [] nulls, int from, int to) {
    int count = to - from;
    if (nulls != null) {
      for (int row = from; row < to; row++) {
        if (nulls[row]) {
          count--;
        }
      }
    }
    return count;
  }

  @Override
  public int extreme(
      boolean greatest, long[] values, boolean @Nullable [] nulls, int from, int to) {
    int best = -1;
    for (int row = from; row < to; row++) {
      if ((nulls == null || !nulls[row])
          && (best < 0 || (greatest ? values[row] > values[best] : values[row] < values[best]))) {
        best = row;
      }
    }
    return best;
  }

  @Override
  public int extreme(
      boolean greatest, double[] values, boolean @Nullable [] nulls, int from, int to) {
    int best = -1;
    for (int row = from; row < to; row++) {
      if (nulls != null && nulls[row]) {
        continue;
      }
      int sign = best < 0 ? 0 : compare(values[row], values[best]);
      if (best < 0 || (greatest ? sign > 0 : sign < 0)) {
        best = row;
      }
    }
    return best;
  }

  @Override
  public void hash(long[] values, boolean @Nullable [] nulls, int from, int to, long[] hashes) {
    for (int row = from; row < to; row++) {
      long value = nulls != null && nulls[row] ? NULL_HASH : values[row];
      hashes[row] = mix(hashes[row] ^ value);
    }
  }
}
