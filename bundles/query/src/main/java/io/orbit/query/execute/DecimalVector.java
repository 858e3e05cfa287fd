package io.orbit.query.execute;

import io.orbit.api.value.DataType;
import io.orbit.api.value.Decimal;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Finite decimals of one scale whose digits fit 64 bits: {@code values[row] · 10^−scale}. {@code
 * nulls} is null when there are none.
 */
public record DecimalVector(
    DataType type, int scale, long[] values, boolean @Nullable [] nulls, int size)
    implements Vector {
  private static final long[] POWERS = new long[19];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  /** Ten to a power that fits 64 bits: up to 18. */
  static long power(int exponent) {
    return POWERS[exponent];
  }

  /** The largest power that {@link #power} knows. */
  static final int MOST_DIGITS = 18;

  @Override
  public boolean isNull(int row) {
    return nulls != null && nulls[row];
  }

  @Override
  public long getLong(int row) {
    return decimal(row).longValue();
  }

  @Override
  public double getDouble(int row) {
    return decimal(row).doubleValue();
  }

  private Decimal decimal(int row) {
    return Decimal.of(BigDecimal.valueOf(values[row], scale));
  }

  @Override
  public @Nullable Object get(int row) {
    return isNull(row) ? null : decimal(row);
  }

  @Override
  public long bytes() {
    return 9L * size;
  }

  @Override
  public Vector gather(int[] selection, int count) {
    long[] picked = new long[count];
    for (int i = 0; i < count; i++) {
      picked[i] = values[selection[i]];
    }
    return new DecimalVector(type, scale, picked, Nulls.gather(nulls, selection, count), count);
  }

  /**
   * The digits of a decimal at a scale.
   *
   * @return null when it is none, needs more digits behind the point, or does not fit 64 bits
   */
  public static @Nullable Long unscaled(Object value, int scale) {
    if (!(value instanceof Decimal decimal) || !decimal.isFinite()) {
      return null;
    }
    BigDecimal number = decimal.number();
    if (number.scale() == scale && number.precision() <= MOST_DIGITS) {
      return number.unscaledValue().longValue();
    }
    if (number.precision() - number.scale() + scale > MOST_DIGITS) {
      return null;
    }
    BigDecimal stripped = number.scale() > scale ? number.stripTrailingZeros() : number;
    return stripped.scale() > scale
        ? null
        : (Long) stripped.setScale(scale).unscaledValue().longValue();
  }
}
