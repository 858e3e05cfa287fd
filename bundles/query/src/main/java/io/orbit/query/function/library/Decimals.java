package io.orbit.query.function.library;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.Decimal;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Arithmetic of numeric with PostgreSQL's result scales (numeric.c: select_div_scale and its kin
 * count in groups of four decimal digits).
 */
public final class Decimals {
  static final int MIN_SIGNIFICANT_DIGITS = 16;
  static final int MAX_DISPLAY_SCALE = 1000;
  private static final int MAX_SCALE = 16_383;
  private static final int MAX_INTEGER_DIGITS = 131_072;
  private static final int GROUP = 4;

  private Decimals() {}

  /** A result, refused when it has more digits than numeric can have. */
  static Decimal of(BigDecimal number) {
    BigDecimal plain = number.scale() < 0 ? number.setScale(0) : number;
    if (plain.signum() != 0 && plain.precision() - plain.scale() > MAX_INTEGER_DIGITS) {
      throw Failures.overflow();
    }
    return Decimal.of(
        plain.scale() > MAX_SCALE ? plain.setScale(MAX_SCALE, RoundingMode.HALF_UP) : plain);
  }

  private static Decimal infinity(int sign) {
    return sign > 0 ? Decimal.POSITIVE_INFINITY : Decimal.NEGATIVE_INFINITY;
  }

  /** -1, 0 or 1; infinities have their sign. */
  static int sign(Decimal value) {
    return value.isFinite() ? value.number().signum() : value.compareTo(Decimal.ZERO);
  }

  public static Decimal add(Decimal a, Decimal b) {
    if (a.isFinite() && b.isFinite()) {
      return of(a.number().add(b.number()));
    }
    if (a.isNaN() || b.isNaN() || (!a.isFinite() && !b.isFinite() && sign(a) != sign(b))) {
      return Decimal.NAN;
    }
    return a.isFinite() ? b : a;
  }

  static Decimal subtract(Decimal a, Decimal b) {
    return add(a, negate(b));
  }

  static Decimal negate(Decimal value) {
    if (value.isFinite()) {
      return Decimal.of(value.number().negate());
    }
    return value.isNaN() ? value : infinity(-sign(value));
  }

  static Decimal multiply(Decimal a, Decimal b) {
    if (a.isFinite() && b.isFinite()) {
      return of(a.number().multiply(b.number()));
    }
    int sign = sign(a) * sign(b);
    return a.isNaN() || b.isNaN() || sign == 0 ? Decimal.NAN : infinity(sign);
  }

  public static Decimal divide(Decimal a, Decimal b) {
    if (a.isNaN() || b.isNaN()) {
      return Decimal.NAN;
    }
    if (sign(b) == 0) {
      throw Failures.divisionByZero();
    }
    if (!a.isFinite()) {
      return b.isFinite() ? infinity(sign(a) * sign(b)) : Decimal.NAN;
    }
    if (!b.isFinite()) {
      return Decimal.ZERO;
    }
    int scale = divisionScale(a.number(), b.number());
    return of(a.number().divide(b.number(), scale, RoundingMode.HALF_UP));
  }

  /** Weight of the first group of four digits, 0 for zero. */
  static int weight(BigDecimal number) {
    return number.signum() == 0 ? 0 : Math.floorDiv(number.precision() - number.scale() - 1, GROUP);
  }

  private static int firstGroup(BigDecimal number) {
    return number.signum() == 0
        ? 0
        : number
            .abs()
            .movePointLeft(GROUP * weight(number))
            .setScale(0, RoundingMode.DOWN)
            .intValueExact();
  }

  private static int divisionScale(BigDecimal a, BigDecimal b) {
    int quotientWeight = weight(a) - weight(b);
    if (firstGroup(a) <= firstGroup(b)) {
      quotientWeight--;
    }
    int scale = MIN_SIGNIFICANT_DIGITS - quotientWeight * GROUP;
    return clamp(Math.max(Math.max(scale, a.scale()), b.scale()));
  }

  static int clamp(int scale) {
    return Math.min(Math.max(scale, 0), MAX_DISPLAY_SCALE);
  }

  static Decimal remainder(Decimal a, Decimal b) {
    if (a.isNaN() || b.isNaN()) {
      return Decimal.NAN;
    }
    if (sign(b) == 0) {
      throw Failures.divisionByZero();
    }
    if (!a.isFinite()) {
      return Decimal.NAN;
    }
    if (!b.isFinite()) {
      return a;
    }
    int scale = Math.max(a.number().scale(), b.number().scale());
    return of(a.number().remainder(b.number()).setScale(scale, RoundingMode.DOWN));
  }

  /** The integer part of the quotient. */
  static Decimal quotient(Decimal a, Decimal b) {
    Decimal special = !a.isFinite() || !b.isFinite() ? divide(a, b) : null;
    if (special != null) {
      return special;
    }
    if (sign(b) == 0) {
      throw Failures.divisionByZero();
    }
    return of(a.number().divideToIntegralValue(b.number()).setScale(0, RoundingMode.DOWN));
  }

  static Decimal squareRoot(Decimal value) {
    if (value.isNaN() || value.equals(Decimal.POSITIVE_INFINITY)) {
      return value;
    }
    if (sign(value) < 0) {
      throw new OrbitException(
          ErrorCode.INVALID_ARGUMENT_FOR_POWER_FUNCTION,
          "cannot take square root of a negative number");
    }
    BigDecimal number = value.number();
    int weight = weight(number);
    int rootWeight = (weight + 1) * GROUP / 2 - 1;
    int scale = clamp(Math.max(MIN_SIGNIFICANT_DIGITS - rootWeight, number.scale()));
    if (number.signum() == 0) {
      return of(BigDecimal.ZERO.setScale(scale));
    }
    int precision = Math.max(1, scale + Math.max(0, (weight + 1) * GROUP / 2) + 8);
    BigDecimal root = number.sqrt(new MathContext(precision, RoundingMode.DOWN));
    return of(root.setScale(scale, RoundingMode.HALF_UP));
  }

  static Decimal round(Decimal value, int scale) {
    return rescale(value, scale, RoundingMode.HALF_UP);
  }

  static Decimal rescale(Decimal value, int scale, RoundingMode mode) {
    if (!value.isFinite()) {
      return value;
    }
    int limited = Math.max(Math.min(scale, 2000), -2000);
    BigDecimal rounded = value.number().setScale(limited, mode);
    return of(limited < 0 ? rounded.setScale(0) : rounded);
  }

  /** Rounded to the nearest integer, halves away from zero; refused outside the range. */
  public static long toLong(Decimal value, long minimum, long maximum, String type) {
    if (!value.isFinite()) {
      throw new OrbitException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "cannot convert " + (value.isNaN() ? "NaN" : "infinity") + " to " + type);
    }
    BigDecimal number = value.number();
    if (number.signum() != 0 && number.precision() - number.scale() > 20) {
      throw Failures.outOfRange(type);
    }
    BigInteger rounded = number.setScale(0, RoundingMode.HALF_UP).toBigInteger();
    if (rounded.bitLength() > 63
        || rounded.longValue() < minimum
        || rounded.longValue() > maximum) {
      throw Failures.outOfRange(type);
    }
    return rounded.longValue();
  }

  /** The shortest decimal with 15 significant digits, as PostgreSQL converts float8. */
  public static Decimal ofDouble(double value, int digits) {
    if (Double.isNaN(value)) {
      return Decimal.NAN;
    }
    if (Double.isInfinite(value)) {
      return infinity(value > 0 ? 1 : -1);
    }
    if (value == 0) {
      return Decimal.ZERO;
    }
    BigDecimal rounded =
        new BigDecimal(value)
            .round(new MathContext(digits, RoundingMode.HALF_EVEN))
            .stripTrailingZeros();
    return of(rounded);
  }

  /** As double precision; refused when it is too large. */
  public static double toDouble(Decimal value) {
    double number = value.doubleValue();
    if (value.isFinite() && Double.isInfinite(number)) {
      throw tooLarge(value.toString(), "double precision");
    }
    return number;
  }

  /** As real; refused when it is too large. */
  public static float toFloat(Decimal value) {
    float number = value.isFinite() ? value.number().floatValue() : (float) value.doubleValue();
    if (value.isFinite() && Float.isInfinite(number)) {
      throw tooLarge(value.toString(), "real");
    }
    return number;
  }

  public static float toFloat(double value) {
    float number = (float) value;
    if (Float.isInfinite(number) && !Double.isInfinite(value)) {
      throw Floats.overflow();
    }
    if (number == 0 && value != 0) {
      throw Floats.underflow();
    }
    return number;
  }

  private static OrbitException tooLarge(String text, String type) {
    return new OrbitException(
        ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, '"' + text + "\" is out of range for type " + type);
  }
}
