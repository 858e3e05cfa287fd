package io.orbit.protocol.redis.timeseries;

import java.math.BigDecimal;

/**
 * Values as RESP2 shows them: the fewest digits that are exact, plain from 1 up to 17 digits, else
 * with an exponent ({@code 5E-1}), as the Dragonbox library of RedisTimeSeries writes them.
 */
final class NumberText {
  private static final double PLAIN = 1e16;

  private NumberText() {}

  static String format(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "Infinity" : "-Infinity";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    double size = Math.abs(value);
    if (size < PLAIN && value == (long) value) {
      return Long.toString((long) value);
    }
    BigDecimal shortest = new BigDecimal(Double.toString(size)).stripTrailingZeros();
    String sign = value < 0 ? "-" : "";
    if (size >= 1 && size < PLAIN) {
      return sign + shortest.toPlainString();
    }
    String digits = shortest.unscaledValue().toString();
    int exponent = digits.length() - 1 - shortest.scale();
    String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    return sign + digits.charAt(0) + fraction + "E" + exponent;
  }
}
