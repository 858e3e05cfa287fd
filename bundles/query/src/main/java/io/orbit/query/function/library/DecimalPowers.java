package io.orbit.query.function.library;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.Decimal;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/** Powers and logarithms of numeric with PostgreSQL's result scales (numeric.c). */
final class DecimalPowers {
  private static final double LOG10_E = 0.434294481903252;
  private static final int MAX_FACTORIAL = 32_177;
  private static final int GUARD_DIGITS = 12;

  private DecimalPowers() {}

  // ---- exponential

  static Decimal exponential(Decimal value) {
    if (!value.isFinite()) {
      return value.isNaN() || Decimals.sign(value) > 0 ? value : Decimal.ZERO;
    }
    BigDecimal x = value.number();
    double weight = Math.clamp(x.doubleValue() * LOG10_E, -16_383.0, 16_383.0);
    int scale = Decimals.clamp(Math.max(Decimals.MIN_SIGNIFICANT_DIGITS - (int) weight, x.scale()));
    return Decimals.of(exponential(x, scale));
  }

  private static BigDecimal exponential(BigDecimal x, int scale) {
    double estimate = x.doubleValue() * LOG10_E;
    if (estimate > 131_072) {
      throw Failures.overflow();
    }
    if (estimate < -scale - 2) {
      return BigDecimal.ZERO.setScale(scale);
    }
    int halvings =
        Math.max(0, (int) Math.ceil(Math.log(Math.abs(x.doubleValue()) * 8 + 1) / Math.log(2)));
    int digits = scale + Math.max(0, (int) estimate) + GUARD_DIGITS + halvings;
    MathContext context = new MathContext(digits, RoundingMode.HALF_EVEN);
    BigDecimal reduced = x.divide(BigDecimal.TWO.pow(halvings), context);
    BigDecimal term = BigDecimal.ONE;
    BigDecimal sum = BigDecimal.ONE;
    BigDecimal tiny = BigDecimal.ONE.movePointLeft(digits);
    for (int n = 1; term.abs().compareTo(tiny) > 0; n++) {
      term = term.multiply(reduced, context).divide(BigDecimal.valueOf(n), context);
      sum = sum.add(term, context);
    }
    for (int i = 0; i < halvings; i++) {
      sum = sum.multiply(sum, context);
    }
    return sum.setScale(scale, RoundingMode.HALF_UP);
  }

  // ---- logarithm

  private static void requireLoggable(Decimal value) {
    if (Decimals.sign(value) == 0) {
      throw new OrbitException(
          ErrorCode.INVALID_ARGUMENT_FOR_LOGARITHM, "cannot take logarithm of zero");
    }
    if (Decimals.sign(value) < 0) {
      throw new OrbitException(
          ErrorCode.INVALID_ARGUMENT_FOR_LOGARITHM, "cannot take logarithm of a negative number");
    }
  }

  static Decimal naturalLogarithm(Decimal value) {
    if (value.isNaN()) {
      return value;
    }
    requireLoggable(value);
    if (!value.isFinite()) {
      return value;
    }
    BigDecimal x = value.number();
    int scale =
        Decimals.clamp(Math.max(Decimals.MIN_SIGNIFICANT_DIGITS - logarithmWeight(x), x.scale()));
    return Decimals.of(logarithm(x, scale).setScale(scale, RoundingMode.HALF_UP));
  }

  static Decimal logarithm(Decimal base, Decimal value) {
    if (base.isNaN() || value.isNaN()) {
      return Decimal.NAN;
    }
    requireLoggable(base);
    requireLoggable(value);
    if (!base.isFinite() || !value.isFinite()) {
      return !base.isFinite() && !value.isFinite()
          ? Decimal.NAN
          : base.isFinite() ? value : Decimal.ZERO;
    }
    BigDecimal b = base.number();
    BigDecimal x = value.number();
    if (b.compareTo(BigDecimal.ONE) == 0) {
      throw Failures.divisionByZero();
    }
    int weight = logarithmWeight(x) - logarithmWeight(b);
    int scale =
        Decimals.clamp(
            Math.max(Math.max(Decimals.MIN_SIGNIFICANT_DIGITS - weight, b.scale()), x.scale()));
    int precise =
        scale + Math.abs(logarithmWeight(b)) + Math.abs(logarithmWeight(x)) + GUARD_DIGITS;
    return Decimals.of(
        logarithm(x, precise).divide(logarithm(b, precise), scale, RoundingMode.HALF_UP));
  }

  /** Decimal weight of ln x, as estimate_ln_dweight finds it. */
  static int logarithmWeight(BigDecimal x) {
    if (x.compareTo(new BigDecimal("0.9")) >= 0 && x.compareTo(new BigDecimal("1.1")) <= 0) {
      BigDecimal distance = x.subtract(BigDecimal.ONE);
      return distance.signum() == 0 ? 0 : distance.precision() - distance.scale() - 1;
    }
    int exponent = x.precision() - x.scale() - 1;
    double mantissa = x.movePointLeft(exponent).doubleValue();
    double estimate = Math.log(mantissa) + exponent * 2.302585092994046;
    return (int) Math.log10(Math.abs(estimate));
  }

  /** ln x with an error below 10^-scale: roots until near 1, then the series of artanh. */
  private static BigDecimal logarithm(BigDecimal x, int scale) {
    int size = Math.abs(x.precision() - x.scale());
    int digits = scale + String.valueOf(size).length() + GUARD_DIGITS + 20;
    MathContext context = new MathContext(digits, RoundingMode.HALF_EVEN);
    BigDecimal reduced = x;
    int roots = 0;
    while (reduced.subtract(BigDecimal.ONE).abs().compareTo(new BigDecimal("0.01")) > 0) {
      reduced = reduced.sqrt(context);
      roots++;
    }
    BigDecimal ratio =
        reduced.subtract(BigDecimal.ONE).divide(reduced.add(BigDecimal.ONE), context);
    BigDecimal square = ratio.multiply(ratio, context);
    BigDecimal power = ratio;
    BigDecimal sum = ratio;
    BigDecimal tiny = BigDecimal.ONE.movePointLeft(digits);
    for (int n = 3; power.abs().compareTo(tiny) > 0; n += 2) {
      power = power.multiply(square, context);
      sum = sum.add(power.divide(BigDecimal.valueOf(n), context), context);
    }
    return sum.multiply(BigDecimal.TWO.pow(roots + 1), context);
  }

  // ---- power

  static Decimal power(Decimal base, Decimal exponent) {
    if (!base.isFinite() || !exponent.isFinite()) {
      return specialPower(base, exponent);
    }
    BigDecimal x = base.number();
    BigDecimal y = exponent.number();
    if (x.signum() == 0 && y.signum() < 0) {
      throw new OrbitException(
          ErrorCode.INVALID_ARGUMENT_FOR_POWER_FUNCTION,
          "zero raised to a negative power is undefined");
    }
    boolean integral = y.stripTrailingZeros().scale() <= 0;
    if (x.signum() < 0 && !integral) {
      throw new OrbitException(
          ErrorCode.INVALID_ARGUMENT_FOR_POWER_FUNCTION,
          "a negative number raised to a non-integer power yields a complex result");
    }
    if (integral && y.toBigInteger().bitLength() < 32) {
      return integerPower(x, y.intValueExact());
    }
    if (x.signum() == 0) {
      return Decimals.of(BigDecimal.ZERO.setScale(Decimals.MIN_SIGNIFICANT_DIGITS));
    }
    BigDecimal size = x.abs();
    double weight =
        logarithm(size, 8 + Math.max(0, -logarithmWeight(size))).multiply(y).doubleValue()
            * LOG10_E;
    if (weight > 131_072) {
      throw Failures.overflow();
    }
    int scale =
        Decimals.clamp(
            Math.max(
                Math.max(Decimals.MIN_SIGNIFICANT_DIGITS - (int) weight, x.scale()), y.scale()));
    int precise = scale + (int) Math.max(0, weight) + y.precision() + GUARD_DIGITS;
    BigDecimal result = exponential(logarithm(size, precise).multiply(y), scale);
    boolean negative = x.signum() < 0 && y.toBigInteger().testBit(0);
    return Decimals.of(negative ? result.negate() : result);
  }

  private static Decimal integerPower(BigDecimal base, int exponent) {
    double weight = base.signum() == 0 ? 0 : exponent * decimalLogarithm(base);
    if (weight > 131_072) {
      throw Failures.overflow();
    }
    int scale = Decimals.clamp(Math.max(Decimals.MIN_SIGNIFICANT_DIGITS, base.scale()));
    if (weight < -scale - 1) {
      return Decimals.of(BigDecimal.ZERO.setScale(scale));
    }
    if (base.signum() == 0) {
      BigDecimal result = exponent == 0 ? BigDecimal.ONE : BigDecimal.ZERO;
      return Decimals.of(result.setScale(scale));
    }
    int digits = scale + (int) Math.max(0, weight) + GUARD_DIGITS + 10;
    MathContext context = new MathContext(digits, RoundingMode.HALF_EVEN);
    BigDecimal result = BigDecimal.ONE;
    BigDecimal square = base;
    for (long rest = Math.abs((long) exponent); rest > 0; rest >>= 1) {
      if ((rest & 1) != 0) {
        result = result.multiply(square, context);
      }
      square = square.multiply(square, context);
    }
    if (exponent < 0) {
      result = BigDecimal.ONE.divide(result, context);
    }
    return Decimals.of(result.setScale(scale, RoundingMode.HALF_UP));
  }

  private static double decimalLogarithm(BigDecimal value) {
    int exponent = value.precision() - value.scale() - 1;
    return Math.log10(value.abs().movePointLeft(exponent).doubleValue()) + exponent;
  }

  /** As the C99 rules for pow() say. */
  private static Decimal specialPower(Decimal base, Decimal exponent) {
    Decimal one = Decimal.of(1);
    if (base.isNaN()) {
      return Decimals.sign(exponent) == 0 && exponent.isFinite() ? one : base;
    }
    if (exponent.isNaN()) {
      return base.equals(one) ? one : exponent;
    }
    if (base.equals(one) || (exponent.isFinite() && Decimals.sign(exponent) == 0)) {
      return one;
    }
    if (Decimals.sign(base) == 0 && Decimals.sign(exponent) < 0) {
      throw new OrbitException(
          ErrorCode.INVALID_ARGUMENT_FOR_POWER_FUNCTION,
          "zero raised to a negative power is undefined");
    }
    double result = Math.pow(base.doubleValue(), exponent.doubleValue());
    if (Double.isInfinite(result)) {
      return result > 0 ? Decimal.POSITIVE_INFINITY : Decimal.NEGATIVE_INFINITY;
    }
    return result == 1 || base.equals(Decimal.of(-1)) ? one : Decimal.ZERO;
  }

  // ---- integers

  static Decimal gcd(Decimal a, Decimal b) {
    if (!a.isFinite() || !b.isFinite()) {
      return Decimal.NAN;
    }
    int scale = Math.max(a.number().scale(), b.number().scale());
    BigInteger divisor = unscaled(a, scale).gcd(unscaled(b, scale));
    return Decimal.of(new BigDecimal(divisor, scale));
  }

  static Decimal lcm(Decimal a, Decimal b) {
    if (!a.isFinite() || !b.isFinite()) {
      return Decimal.NAN;
    }
    int scale = Math.max(a.number().scale(), b.number().scale());
    BigInteger one = unscaled(a, scale);
    BigInteger other = unscaled(b, scale);
    if (one.signum() == 0 || other.signum() == 0) {
      return Decimal.of(BigDecimal.ZERO.setScale(scale));
    }
    return Decimals.of(new BigDecimal(one.divide(one.gcd(other)).multiply(other).abs(), scale));
  }

  private static BigInteger unscaled(Decimal value, int scale) {
    return value.number().setScale(scale).unscaledValue();
  }

  static Decimal factorial(long number) {
    if (number < 0) {
      throw new OrbitException(
          ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "factorial of a negative number is undefined");
    }
    if (number > MAX_FACTORIAL) {
      throw Failures.overflow();
    }
    BigInteger product = BigInteger.ONE;
    for (long i = 2; i <= number; i++) {
      product = product.multiply(BigInteger.valueOf(i));
    }
    return Decimal.of(new BigDecimal(product));
  }
}
