package io.orbit.api.keyspace;

import java.math.BigDecimal;

/**
 * Floating-point numbers as Redis writes them (fpconv_dtoa: the shortest digits that are exact).
 */
public final class FloatText {
  private static final double WHOLE = 1L << 62;
  private static final int MOST_DIGITS = 18;

  private FloatText() {}

  public static String format(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    if (Math.abs(value) < WHOLE && value == (long) value) {
      return Long.toString((long) value);
    }
    BigDecimal shortest = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
    String digits = shortest.unscaledValue().toString();
    return (value < 0 ? "-" : "") + place(digits, -shortest.scale(), value < 0);
  }

  /** digits × 10^power, in plain form where that is short. */
  private static String place(String digits, int power, boolean negative) {
    int count = digits.length();
    int exponent = power + count - 1;
    if (power >= 0 && Math.abs(exponent) < count + 7) {
      return digits + "0".repeat(power);
    }
    if (power < 0 && (power > -7 || Math.abs(exponent) < 4)) {
      int point = count + power;
      return point <= 0
          ? "0." + "0".repeat(-point) + digits
          : digits.substring(0, point) + "." + digits.substring(point);
    }
    String shown = digits.substring(0, Math.min(count, MOST_DIGITS - (negative ? 1 : 0)));
    return shown.charAt(0)
        + (shown.length() > 1 ? "." + shown.substring(1) : "")
        + "e"
        + (exponent < 0 ? "-" : "+")
        + Math.abs(exponent);
  }
}
