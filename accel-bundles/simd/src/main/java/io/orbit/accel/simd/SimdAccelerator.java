package io.orbit.accel.simd;

import io.orbit.api.accel.Accelerator;
import io.orbit.api.accel.Arithmetic;
import io.orbit.api.accel.Comparison;
import io.orbit.api.accel.PlainAccelerator;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * The loops with as many values an instruction as the processor's registers hold. What is left over
 * at the end of an array, and what has no instruction, plain Java does.
 */
final class SimdAccelerator implements Accelerator {
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
  private static final PlainAccelerator PLAIN = PlainAccelerator.INSTANCE;
  private static final long LOWER = 0xffff_ffffL;

  @Override
  public String name() {
    return "simd";
  }

  /** Bits of a register. */
  static int width() {
    return LONGS.vectorBitSize();
  }

  private static int bound(int from, int to) {
    return from + LONGS.loopBound(to - from);
  }

  private static VectorMask<Long> living(boolean @Nullable [] nulls, int row) {
    return nulls == null ? LONGS.maskAll(true) : VectorMask.fromArray(LONGS, nulls, row).not();
  }

  private static VectorMask<Double> livingDoubles(boolean @Nullable [] nulls, int row) {
    return nulls == null ? DOUBLES.maskAll(true) : VectorMask.fromArray(DOUBLES, nulls, row).not();
  }

  // ---- comparisons

  /**
   * An operator has to be a constant where it is used, or the compiler makes no instruction of it.
   */
  private static VectorMask<Long> compare(Comparison comparison, LongVector values, long constant) {
    return switch (comparison) {
      case EQUAL -> values.compare(VectorOperators.EQ, constant);
      case NOT_EQUAL -> values.compare(VectorOperators.NE, constant);
      case LESS -> values.compare(VectorOperators.LT, constant);
      case LESS_OR_EQUAL -> values.compare(VectorOperators.LE, constant);
      case GREATER -> values.compare(VectorOperators.GT, constant);
      case GREATER_OR_EQUAL -> values.compare(VectorOperators.GE, constant);
    };
  }

  private static VectorMask<Double> compare(
      Comparison comparison, DoubleVector values, double constant) {
    return switch (comparison) {
      case EQUAL -> values.compare(VectorOperators.EQ, constant);
      case NOT_EQUAL -> values.compare(VectorOperators.NE, constant);
      case LESS -> values.compare(VectorOperators.LT, constant);
      case LESS_OR_EQUAL -> values.compare(VectorOperators.LE, constant);
      case GREATER -> values.compare(VectorOperators.GT, constant);
      case GREATER_OR_EQUAL -> values.compare(VectorOperators.GE, constant);
    };
  }

  /** The rows of the bits that are set. */
  private static int take(long bits, int row, int[] selection, int start) {
    int next = start;
    for (long left = bits; left != 0; left &= left - 1) {
      selection[next++] = row + Long.numberOfTrailingZeros(left);
    }
    return next;
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
    int end = bound(from, to);
    int next = start;
    for (int row = from; row < end; row += LONGS.length()) {
      VectorMask<Long> chosen =
          compare(comparison, LongVector.fromArray(LONGS, values, row), constant);
      long bits = chosen.toLong();
      if (nulls != null) {
        bits &= living(nulls, row).toLong();
      }
      next = take(bits, row, selection, next);
    }
    return PLAIN.select(comparison, values, constant, nulls, end, to, selection, next);
  }

  /** Comparisons by instruction are false with NaN, which for SQL is the greatest number. */
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
    if (Double.isNaN(constant)) {
      return PLAIN.select(comparison, values, constant, nulls, from, to, selection, start);
    }
    boolean nanCounts =
        comparison == Comparison.GREATER
            || comparison == Comparison.GREATER_OR_EQUAL
            || comparison == Comparison.NOT_EQUAL;
    int end = bound(from, to);
    int next = start;
    for (int row = from; row < end; row += DOUBLES.length()) {
      DoubleVector some = DoubleVector.fromArray(DOUBLES, values, row);
      long bits = compare(comparison, some, constant).toLong();
      if (nanCounts) {
        bits |= some.test(VectorOperators.IS_NAN).toLong();
      }
      if (nulls != null) {
        bits &= livingDoubles(nulls, row).toLong();
      }
      next = take(bits, row, selection, next);
    }
    return PLAIN.select(comparison, values, constant, nulls, end, to, selection, next);
  }

  // ---- arithmetic

  @Override
  public boolean compute(
      Arithmetic operation,
      long[] left,
      long[] right,
      boolean @Nullable [] nulls,
      int from,
      int to,
      long[] result) {
    int end = bound(from, to);
    boolean fits =
        switch (operation) {
          case ADD -> add(left, right, nulls, from, end, result);
          case SUBTRACT -> subtract(left, right, nulls, from, end, result);
          case MULTIPLY -> multiply(left, right, nulls, from, end, result);
        };
    return fits && PLAIN.compute(operation, left, right, nulls, end, to, result);
  }

  private static boolean add(
      long[] left, long[] right, boolean @Nullable [] nulls, int from, int end, long[] result) {
    LongVector overflow = LongVector.zero(LONGS);
    for (int row = from; row < end; row += LONGS.length()) {
      LongVector a = LongVector.fromArray(LONGS, left, row);
      LongVector b = LongVector.fromArray(LONGS, right, row);
      LongVector sum = a.add(b);
      sum.intoArray(result, row);
      LongVector signs =
          a.lanewise(VectorOperators.XOR, sum).and(b.lanewise(VectorOperators.XOR, sum));
      overflow = overflow.lanewise(VectorOperators.OR, signs, living(nulls, row));
    }
    return !overflow.compare(VectorOperators.LT, 0).anyTrue();
  }

  private static boolean subtract(
      long[] left, long[] right, boolean @Nullable [] nulls, int from, int end, long[] result) {
    LongVector overflow = LongVector.zero(LONGS);
    for (int row = from; row < end; row += LONGS.length()) {
      LongVector a = LongVector.fromArray(LONGS, left, row);
      LongVector b = LongVector.fromArray(LONGS, right, row);
      LongVector difference = a.sub(b);
      difference.intoArray(result, row);
      LongVector signs =
          a.lanewise(VectorOperators.XOR, b).and(a.lanewise(VectorOperators.XOR, difference));
      overflow = overflow.lanewise(VectorOperators.OR, signs, living(nulls, row));
    }
    return !overflow.compare(VectorOperators.LT, 0).anyTrue();
  }

  /** Where all factors fit 32 bits no product can overflow; else each is looked at by itself. */
  private static boolean multiply(
      long[] left, long[] right, boolean @Nullable [] nulls, int from, int end, long[] result) {
    for (int row = from; row < end; row += LONGS.length()) {
      LongVector a = LongVector.fromArray(LONGS, left, row);
      LongVector b = LongVector.fromArray(LONGS, right, row);
      VectorMask<Long> wide = isWide(a).or(isWide(b)).and(living(nulls, row));
      if (wide.anyTrue()) {
        int next = row + LONGS.length();
        if (!PLAIN.compute(Arithmetic.MULTIPLY, left, right, nulls, row, next, result)) {
          return false;
        }
      } else {
        a.mul(b).intoArray(result, row);
      }
    }
    return true;
  }

  private static VectorMask<Long> isWide(LongVector values) {
    return values
        .lanewise(VectorOperators.ASHR, 31)
        .compare(VectorOperators.NE, values.lanewise(VectorOperators.ASHR, 63));
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
    int end = bound(from, to);
    for (int row = from; row < end; row += DOUBLES.length()) {
      DoubleVector a = DoubleVector.fromArray(DOUBLES, left, row);
      DoubleVector b = DoubleVector.fromArray(DOUBLES, right, row);
      DoubleVector value =
          switch (operation) {
            case ADD -> a.add(b);
            case SUBTRACT -> a.sub(b);
            case MULTIPLY -> a.mul(b);
          };
      VectorMask<Double> odd = value.test(VectorOperators.IS_INFINITE);
      if (operation == Arithmetic.MULTIPLY) {
        odd = odd.or(value.compare(VectorOperators.EQ, 0));
      }
      if (odd.and(livingDoubles(nulls, row)).anyTrue()) {
        int next = row + DOUBLES.length();
        if (!PLAIN.compute(operation, left, right, nulls, row, next, result)) {
          return false;
        }
      } else {
        value.intoArray(result, row);
      }
    }
    return PLAIN.compute(operation, left, right, nulls, end, to, result);
  }

  // ---- aggregates

  @Override
  public void sum(long[] values, boolean @Nullable [] nulls, int from, int to, long[] sum) {
    int end = bound(from, to);
    LongVector low = LongVector.zero(LONGS);
    LongVector high = LongVector.zero(LONGS);
    for (int row = from; row < end; row += LONGS.length()) {
      LongVector some = LongVector.fromArray(LONGS, values, row);
      if (nulls != null) {
        some = some.blend(0, living(nulls, row).not());
      }
      low = low.add(some.and(LOWER));
      high = high.add(some.lanewise(VectorOperators.ASHR, 32));
    }
    sum[0] += low.reduceLanes(VectorOperators.ADD);
    sum[1] += high.reduceLanes(VectorOperators.ADD);
    PLAIN.sum(values, nulls, end, to, sum);
  }

  @Override
  public int count(boolean @Nullable [] nulls, int from, int to) {
    return PLAIN.count(nulls, from, to);
  }

  @Override
  public int extreme(
      boolean greatest, long[] values, boolean @Nullable [] nulls, int from, int to) {
    int end = bound(from, to);
    long neutral = greatest ? Long.MIN_VALUE : Long.MAX_VALUE;
    LongVector best = LongVector.broadcast(LONGS, neutral);
    for (int row = from; row < end; row += LONGS.length()) {
      LongVector some = LongVector.fromArray(LONGS, values, row);
      if (nulls != null) {
        some = some.blend(neutral, living(nulls, row).not());
      }
      best = greatest ? best.max(some) : best.min(some);
    }
    long found =
        greatest ? best.reduceLanes(VectorOperators.MAX) : best.reduceLanes(VectorOperators.MIN);
    int rest = PLAIN.extreme(greatest, values, nulls, end, to);
    if (rest >= 0 && (greatest ? values[rest] > found : values[rest] < found)) {
      return rest;
    }
    for (int row = from; row < to; row++) {
      if (values[row] == found && (nulls == null || !nulls[row])) {
        return row;
      }
    }
    return -1;
  }

  /** Which of equal zeros comes first, and where NaN stands, has no instruction. */
  @Override
  public int extreme(
      boolean greatest, double[] values, boolean @Nullable [] nulls, int from, int to) {
    return PLAIN.extreme(greatest, values, nulls, from, to);
  }

  @Override
  public void hash(long[] values, boolean @Nullable [] nulls, int from, int to, long[] hashes) {
    int end = bound(from, to);
    for (int row = from; row < end; row += LONGS.length()) {
      LongVector some = LongVector.fromArray(LONGS, values, row);
      if (nulls != null) {
        some = some.blend(PlainAccelerator.NULL_HASH, living(nulls, row).not());
      }
      LongVector mixed =
          some.lanewise(VectorOperators.XOR, LongVector.fromArray(LONGS, hashes, row));
      mixed =
          mixed
              .lanewise(VectorOperators.XOR, mixed.lanewise(VectorOperators.LSHR, 33))
              .mul(0xff51afd7ed558ccdL);
      mixed =
          mixed
              .lanewise(VectorOperators.XOR, mixed.lanewise(VectorOperators.LSHR, 33))
              .mul(0xc4ceb9fe1a85ec53L);
      mixed
          .lanewise(VectorOperators.XOR, mixed.lanewise(VectorOperators.LSHR, 33))
          .intoArray(hashes, row);
    }
    PLAIN.hash(values, nulls, end, to, hashes);
  }
}
