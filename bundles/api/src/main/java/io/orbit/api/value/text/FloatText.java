package io.orbit.api.value.text;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Floating point: C's strtod on input, the shortest text that reads back on output. */
final class FloatText {
  private FloatText() {}

  static double parseDouble(String text) {
    double value = parse(text, "double precision");
    if (Double.isInfinite(value) && !isInfinityText(text)) {
      throw outOfRange("double precision", text);
    }
    if (value == 0 && hasNonZeroDigit(text)) {
      throw outOfRange("double precision", text);
    }
    return value;
  }

  static float parseFloat(String text) {
    double exact = parse(text, "real");
    String trimmed = trim(text);
    float value =
        Double.isNaN(exact) || isInfinityText(text)
            ? (float) exact
            : Float.parseFloat(java(trimmed));
    if ((Float.isInfinite(value) && !isInfinityText(text))
        || (value == 0 && hasNonZeroDigit(text))) {
      throw outOfRange("real", text);
    }
    return value;
  }

  private static OrbitException outOfRange(String typeName, String text) {
    return new OrbitException(
        ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE,
        "\"" + trim(text) + "\" is out of range for type " + typeName);
  }

  private static double parse(String text, String typeName) {
    String trimmed = trim(text);
    switch (trimmed.toLowerCase(Locale.ROOT)) {
      case "nan", "+nan", "-nan" -> {
        return Double.NaN;
      }
      case "infinity", "inf", "+infinity", "+inf" -> {
        return Double.POSITIVE_INFINITY;
      }
      case "-infinity", "-inf" -> {
        return Double.NEGATIVE_INFINITY;
      }
      case "" -> throw TextErrors.invalidSyntax(typeName, text);
      default -> {}
    }
    if (!isHexadecimal(trimmed) && !DecimalText.isNumber(trimmed)) {
      throw TextErrors.invalidSyntax(typeName, text);
    }
    try {
      return Double.parseDouble(java(trimmed));
    } catch (NumberFormatException e) {
      throw TextErrors.invalidSyntax(typeName, text);
    }
  }

  private static boolean isHexadecimal(String trimmed) {
    return trimmed.length() > 2 && trimmed.toLowerCase(Locale.ROOT).contains("0x");
  }

  /** C allows a hexadecimal number without exponent, Java does not. */
  private static String java(String trimmed) {
    return isHexadecimal(trimmed) && trimmed.indexOf('p') < 0 && trimmed.indexOf('P') < 0
        ? trimmed + "p0"
        : trimmed;
  }

  private static boolean isInfinityText(String text) {
    return text.indexOf('f') >= 0 || text.indexOf('F') >= 0
        ? trim(text).toLowerCase(Locale.ROOT).contains("inf")
        : false;
  }

  private static boolean hasNonZeroDigit(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 'e' || c == 'E') {
        return false;
      }
      if (c >= '1' && c <= '9') {
        return true;
      }
    }
    return false;
  }

  static String format(double value, int extraDigits) {
    if (!Double.isFinite(value)) {
      return special(value);
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    BigDecimal number = new BigDecimal(Double.toString(value));
    if (extraDigits <= 0) {
      MathContext digits = new MathContext(Math.max(1, 15 + extraDigits), RoundingMode.HALF_EVEN);
      return layout(new BigDecimal(value).round(digits), digits.getPrecision());
    }
    BigDecimal shortest = oneDigit(number, value);
    return layout(
        Math.abs(value) < 0x1p53
            ? shortest
            : insideBounds(shortest, new BigDecimal(value), new BigDecimal(Math.ulp(value))),
        15);
  }

  static String format(float value, int extraDigits) {
    if (!Float.isFinite(value)) {
      return special(value);
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    if (extraDigits <= 0) {
      MathContext digits = new MathContext(Math.max(1, 6 + extraDigits), RoundingMode.HALF_EVEN);
      return layout(new BigDecimal(value).round(digits), digits.getPrecision());
    }
    BigDecimal number = new BigDecimal(Float.toString(value)).stripTrailingZeros();
    if (number.precision() == 2) {
      BigDecimal shorter = number.round(new MathContext(1, RoundingMode.HALF_EVEN));
      number = shorter.floatValue() == value ? shorter : number;
    }
    return layout(
        Math.abs(value) < 0x1p24f
            ? number
            : insideBounds(number, new BigDecimal(value), new BigDecimal(Math.ulp(value))),
        6);
  }

  /**
   * Java's shortest text may lie exactly between two numbers (1e23) and be read back only because
   * ties go to the even one; PostgreSQL (Ryu) does not rely on that and shows more digits.
   */
  private static BigDecimal insideBounds(BigDecimal shortest, BigDecimal exact, BigDecimal unit) {
    BigDecimal half = unit.divide(BigDecimal.TWO);
    BigDecimal candidate = shortest;
    for (int digits = shortest.precision() + 1;
        candidate.subtract(exact).abs().compareTo(half) >= 0;
        digits++) {
      candidate = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
    }
    return candidate;
  }

  /** Java shows at least two digits (4.9E-324) even where one reads back as the same number. */
  private static BigDecimal oneDigit(BigDecimal number, double value) {
    BigDecimal stripped = number.stripTrailingZeros();
    if (stripped.precision() != 2) {
      return stripped;
    }
    BigDecimal shorter = stripped.round(new MathContext(1, RoundingMode.HALF_EVEN));
    return shorter.doubleValue() == value ? shorter : stripped;
  }

  /** Scientific when the decimal exponent is below -4 or at least {@code digits}. */
  private static String layout(BigDecimal number, int digits) {
    BigDecimal stripped = number.stripTrailingZeros();
    int exponent = stripped.precision() - stripped.scale() - 1;
    if (exponent >= -4 && exponent < digits) {
      return stripped.toPlainString();
    }
    String unscaled = stripped.unscaledValue().abs().toString();
    StringBuilder out = new StringBuilder(24);
    if (stripped.signum() < 0) {
      out.append('-');
    }
    out.append(unscaled.charAt(0));
    if (unscaled.length() > 1) {
      out.append('.').append(unscaled, 1, unscaled.length());
    }
    out.append('e').append(exponent < 0 ? '-' : '+');
    int magnitude = Math.abs(exponent);
    if (magnitude < 10) {
      out.append('0');
    }
    return out.append(magnitude).toString();
  }

  private static String special(double value) {
    return Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
  }

  static String trim(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && IntegerText.isSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && IntegerText.isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }
}
