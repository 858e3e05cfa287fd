package io.orbit.query.execute;

import io.orbit.api.value.DataType;
import org.jspecify.annotations.Nullable;

/** Booleans (0, 1), integers, OIDs, dates and times. {@code nulls} is null when there are none. */
public record LongVector(DataType type, long[] values, boolean @Nullable [] nulls, int size)
    implements Vector {
  @Override
  public boolean isNull(int row) {
    return nulls != null && nulls[row];
  }

  @Override
  public long getLong(int row) {
    return values[row];
  }

  @Override
  public double getDouble(int row) {
    return values[row];
  }

  @Override
  public @Nullable Object get(int row) {
    return isNull(row) ? null : box(type, values[row]);
  }

  /** The object that stands for such a value outside vectors. */
  static Object box(DataType type, long value) {
    return switch (type.kind()) {
      case BOOLEAN -> value != 0;
      case INT16 -> (short) value;
      case INT32, DATE -> (int) value;
      default -> value;
    };
  }

  /** The long inside an object of one of the LONG kinds. */
  public static long unbox(Object value) {
    return value instanceof Boolean truth ? (truth ? 1 : 0) : ((Number) value).longValue();
  }

  @Override
  public long bytes() {
    return 8L * size;
  }

  @Override
  public Vector gather(int[] selection, int count) {
    long[] picked = new long[count];
    for (int i = 0; i < count; i++) {
      picked[i] = values[selection[i]];
    }
    return new LongVector(type, picked, Nulls.gather(nulls, selection, count), count);
  }
}
