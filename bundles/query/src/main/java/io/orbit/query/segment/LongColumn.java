package io.orbit.query.segment;

import io.orbit.api.accel.Comparison;
import io.orbit.api.value.DataType;
import io.orbit.query.execute.DecimalVector;
import io.orbit.query.execute.LongVector;
import io.orbit.query.execute.Vector;
import org.jspecify.annotations.Nullable;

/**
 * Longs, or the digits of decimals: their distances from the smallest one in as many bytes as those
 * need (frame of reference), or where long runs are equal, the runs.
 */
final class LongColumn implements Column {
  private static final int NO_SCALE = -1;

  /** Runs pay off where they are this long on average. */
  private static final int RUN = 16;

  private final DataType type;
  private final int scale;
  private final Packed values;
  private final boolean @Nullable [] nulls;
  private final long[] least;
  private final long[] greatest;

  private LongColumn(
      DataType type, int scale, Packed values, boolean @Nullable [] nulls, long[][] zones) {
    this.type = type;
    this.scale = scale;
    this.values = values;
    this.nulls = nulls;
    least = zones[0];
    greatest = zones[1];
  }

  static LongColumn of(LongVector vector) {
    return of(vector.type(), NO_SCALE, vector.values(), vector.nulls(), vector.size());
  }

  static LongColumn of(DecimalVector vector) {
    return of(vector.type(), vector.scale(), vector.values(), vector.nulls(), vector.size());
  }

  private static LongColumn of(
      DataType type, int scale, long[] values, boolean @Nullable [] nulls, int rows) {
    boolean[] flags = nulls == null ? null : java.util.Arrays.copyOf(nulls, rows);
    return new LongColumn(type, scale, packed(values, rows), flags, zones(values, flags, rows));
  }

  private static Packed packed(long[] values, int rows) {
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    int runs = 0;
    for (int row = 0; row < rows; row++) {
      min = Math.min(min, values[row]);
      max = Math.max(max, values[row]);
      if (row == 0 || values[row] != values[row - 1]) {
        runs++;
      }
    }
    return runs * RUN <= rows
        ? Packed.Runs.of(values, rows, runs)
        : Packed.narrowest(values, rows, min, max);
  }

  /** The smallest and greatest value of each block; of a block of nulls none between them. */
  private static long[][] zones(long[] values, boolean @Nullable [] nulls, int rows) {
    int blocks = (rows + BLOCK - 1) / BLOCK;
    long[] least = new long[blocks];
    long[] greatest = new long[blocks];
    java.util.Arrays.fill(least, Long.MAX_VALUE);
    java.util.Arrays.fill(greatest, Long.MIN_VALUE);
    for (int row = 0; row < rows; row++) {
      if (nulls == null || !nulls[row]) {
        least[row / BLOCK] = Math.min(least[row / BLOCK], values[row]);
        greatest[row / BLOCK] = Math.max(greatest[row / BLOCK], values[row]);
      }
    }
    return new long[][] {least, greatest};
  }

  @Override
  public Vector load(int from, int @Nullable [] selection, int count) {
    long[] loaded = new long[count];
    if (selection == null) {
      values.read(from, count, loaded);
    } else {
      values.read(from, selection, count, loaded);
    }
    boolean[] flags = null;
    if (nulls != null) {
      flags = new boolean[count];
      for (int i = 0; i < count; i++) {
        flags[i] = nulls[from + (selection == null ? i : selection[i])];
      }
    }
    return scale == NO_SCALE
        ? new LongVector(type, loaded, flags, count)
        : new DecimalVector(type, scale, loaded, flags, count);
  }

  @Override
  public boolean mayHold(int block, Comparison comparison, Object constant) {
    Long digits =
        scale == NO_SCALE ? LongVector.unbox(constant) : DecimalVector.unscaled(constant, scale);
    if (digits == null) {
      return true;
    }
    long min = least[block];
    long max = greatest[block];
    return min <= max
        && switch (comparison) {
          case EQUAL -> min <= digits && digits <= max;
          case NOT_EQUAL -> min != digits || max != digits;
          case LESS -> min < digits;
          case LESS_OR_EQUAL -> min <= digits;
          case GREATER -> max > digits;
          case GREATER_OR_EQUAL -> max >= digits;
        };
  }

  @Override
  public long bytes() {
    return values.bytes() + (nulls == null ? 0 : nulls.length) + 16L * least.length;
  }

  @Override
  public String encoding() {
    return values.name();
  }
}
