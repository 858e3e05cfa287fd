package io.orbit.api.value;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An exact decimal number, or NaN, or ±infinity (PostgreSQL numeric). The display scale is the
 * BigDecimal's own. Two values are equal when they are numerically equal, whatever their scale;
 * order is −∞, numbers, +∞, NaN, as PostgreSQL's.
 */
public final class Decimal extends Number implements Comparable<Decimal> {
  private static final long serialVersionUID = 1L;

  public static final Decimal ZERO = new Decimal(BigDecimal.ZERO, 0);
  public static final Decimal NEGATIVE_INFINITY = new Decimal(null, -1);
  public static final Decimal POSITIVE_INFINITY = new Decimal(null, 1);
  public static final Decimal NAN = new Decimal(null, 2);

  private final @Nullable BigDecimal number;

  /** 0 a number, -1 and 1 the infinities, 2 NaN: also the order among the special values. */
  private final int special;

  private Decimal(@Nullable BigDecimal number, int special) {
    this.number = number;
    this.special = special;
  }

  public static Decimal of(BigDecimal number) {
    return new Decimal(number, 0);
  }

  public static Decimal of(long number) {
    return new Decimal(BigDecimal.valueOf(number), 0);
  }

  public boolean isFinite() {
    return special == 0;
  }

  public boolean isNaN() {
    return special == 2;
  }

  /** The number; fails for NaN and the infinities (ask {@link #isFinite()} first). */
  public BigDecimal number() {
    if (number == null) {
      throw new ArithmeticException(toString());
    }
    return number;
  }

  @Override
  public int compareTo(Decimal other) {
    if (number != null && other.number != null) {
      return number.compareTo(other.number);
    }
    return Integer.compare(special, other.special);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Decimal that && compareTo(that) == 0;
  }

  @Override
  public int hashCode() {
    return number == null ? special : number.stripTrailingZeros().hashCode();
  }

  @Override
  public int intValue() {
    return (int) longValue();
  }

  @Override
  public long longValue() {
    return number == null ? 0 : number.longValue();
  }

  @Override
  public float floatValue() {
    return (float) doubleValue();
  }

  @Override
  public double doubleValue() {
    if (number != null) {
      return number.doubleValue();
    }
    return special == 2
        ? Double.NaN
        : special > 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
  }

  /** Plain notation, all digits of the scale; {@code NaN}, {@code Infinity}, {@code -Infinity}. */
  @Override
  public String toString() {
    if (number != null) {
      return number.toPlainString();
    }
    return special == 2 ? "NaN" : special > 0 ? "Infinity" : "-Infinity";
  }
}
