package io.orbit.api.accel;

import org.jspecify.annotations.Nullable;

/**
 * Loops over primitive arrays. Every implementation answers exactly what {@link PlainAccelerator}
 * answers, to the bit: which one works must show in nothing but time. Stateless, any number of
 * threads; called once for some hundred to some ten thousand values, and dropped at any moment.
 *
 * <p>Arrays hold one value a row; rows {@code from <= row < to} count. {@code nulls} tells which
 * rows are null and is itself null where none is; what the array holds in a null row is arbitrary.
 * Floating-point numbers are compared as SQL does: zeros are equal, NaN equals NaN and is greater
 * than all else. Sums of floating-point numbers are not here: the order of additions shows in the
 * result.
 */
public interface Accelerator {
  /** A short name for EXPLAIN, metrics and logs. */
  String name();

  /**
   * Finds the rows, not null, whose value compares so with a constant.
   *
   * @param selection filled with them, ascending, from {@code start} on; large enough for all rows
   * @return where the next one would go
   */
  int select(
      Comparison comparison,
      long[] values,
      long constant,
      boolean @Nullable [] nulls,
      int from,
      int to,
      int[] selection,
      int start);

  /** The same for floating-point numbers. */
  int select(
      Comparison comparison,
      double[] values,
      double constant,
      boolean @Nullable [] nulls,
      int from,
      int to,
      int[] selection,
      int start);

  /**
   * Computes {@code result[row] = left[row] op right[row]}. What it leaves in null rows, and in all
   * rows where it answers false, is arbitrary.
   *
   * @return false where the result of a row that is not null does not fit 64 bits
   */
  boolean compute(
      Arithmetic operation,
      long[] left,
      long[] right,
      boolean @Nullable [] nulls,
      int from,
      int to,
      long[] result);

  /**
   * The same for floating-point numbers.
   *
   * @return false where, in a row that is not null, finite operands give an infinite result, or a
   *     product of others than zero is zero
   */
  boolean compute(
      Arithmetic operation,
      double[] left,
      double[] right,
      boolean @Nullable [] nulls,
      int from,
      int to,
      double[] result);

  /**
   * Adds the values that are not null to a sum that cannot overflow: {@code sum[1] * 2^32 +
   * sum[0]}, where each value adds its upper half, with sign, to {@code sum[1]} and its lower,
   * without, to {@code sum[0]}. Good for 2^31 values.
   */
  void sum(long[] values, boolean @Nullable [] nulls, int from, int to, long[] sum);

  /** How many rows are not null. */
  int count(boolean @Nullable [] nulls, int from, int to);

  /** The first row with the smallest value, or the greatest; −1 where all are null. */
  int extreme(boolean greatest, long[] values, boolean @Nullable [] nulls, int from, int to);

  /** The same for floating-point numbers. */
  int extreme(boolean greatest, double[] values, boolean @Nullable [] nulls, int from, int to);

  /**
   * Mixes each value into the hash of its row: {@code hashes[row] = mix(hashes[row] ^ value)} with
   * {@link PlainAccelerator#mix}; null mixes {@link PlainAccelerator#NULL_HASH}.
   */
  void hash(long[] values, boolean @Nullable [] nulls, int from, int to, long[] hashes);
}
