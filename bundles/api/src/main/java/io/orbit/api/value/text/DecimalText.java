package io.orbit.api.value.text;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Decimal;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Locale;

/** Decimals: digits with point and exponent, NaN, infinity; rounding to a declared scale. */
final class DecimalText {
  /** PostgreSQL's limits: digits before and after the decimal point. */
  private static final int MAX_INTEGER_DIGITS = 131_072;

  private static final int MAX_SCALE = 16_383;
  private static final long FAR = 1_000_000_000L;

  private DecimalText() {}

  static Decimal parse(String text, DataType type) {
    return round(parse(text), type);
  }

  private static Decimal parse(String text) {
    String trimmed = FloatText.trim(text);
    if (trimmed.isEmpty()) {
      throw TextErrors.invalidSyntax("numeric", text);
    }
    char last = trimmed.charAt(trimmed.length() - 1);
    if (last > '9') {
      return special(trimmed, text);
    }
    if (!isNumber(trimmed)) {
      throw TextErrors.invalidSyntax("numeric", text);
    }
    BigDecimal number = bounded(trimmed, text);
    return Decimal.of(number.scale() < 0 ? number.setScale(0) : number);
  }

  private static BigDecimal bounded(String trimmed, String text) {
    int exponentAt = Math.max(trimmed.indexOf('e'), trimmed.indexOf('E'));
    long exponent = 0;
    String mantissa = trimmed;
    if (exponentAt >= 0) {
      mantissa = trimmed.substring(0, exponentAt);
      exponent = exponent(trimmed.substring(exponentAt + 1));
    }
    BigDecimal number = new BigDecimal(mantissa);
    long scale = number.scale() - exponent;
    long integerDigits = number.precision() - scale;
    if (scale > MAX_SCALE || (number.signum() != 0 && integerDigits > MAX_INTEGER_DIGITS)) {
      throw overflow();
    }
    if (number.signum() == 0) {
      return BigDecimal.valueOf(0, (int) Math.max(scale, 0));
    }
    return number.scaleByPowerOfTen((int) exponent);
  }

  /** The exponent, cut to a range that is beyond every limit anyway. */
  private static long exponent(String digits) {
    BigInteger exponent = new BigInteger(digits);
    return exponent.max(BigInteger.valueOf(-FAR)).min(BigInteger.valueOf(FAR)).longValue();
  }

  static OrbitException overflow() {
    return new OrbitException(
        ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "value overflows numeric format");
  }

  private static Decimal special(String trimmed, String text) {
    return switch (trimmed.toLowerCase(Locale.ROOT)) {
      case "nan" -> Decimal.NAN;
      case "infinity", "inf", "+infinity", "+inf" -> Decimal.POSITIVE_INFINITY;
      case "-infinity", "-inf" -> Decimal.NEGATIVE_INFINITY;
      default -> throw TextErrors.invalidSyntax("numeric", text);
    };
  }

  /** Sign, digits with at most one point and at least one digit, exponent. */
  static boolean isNumber(String text) {
    int end = text.length();
    int at = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0;
    int digits = 0;
    boolean point = false;
    for (; at < end; at++) {
      char c = text.charAt(at);
      if (c >= '0' && c <= '9') {
        digits++;
      } else if (c == '.' && !point) {
        point = true;
      } else {
        break;
      }
    }
    if (digits == 0) {
      return false;
    }
    if (at == end) {
      return true;
    }
    if (text.charAt(at) != 'e' && text.charAt(at) != 'E') {
      return false;
    }
    at++;
    if (at < end && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
      at++;
    }
    int firstExponentDigit = at;
    while (at < end && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at == end && at > firstExponentDigit;
  }

  /** Rounds half away from zero to the declared scale and checks the declared precision. */
  static Decimal round(Decimal value, DataType type) {
    if (type.length() < 0 || value.isNaN()) {
      return value;
    }
    if (!value.isFinite()) {
      throw fieldOverflow(type, "cannot hold an infinite value.");
    }
    BigDecimal number = value.number();
    int scale = type.scale();
    if (number.scale() == scale && number.precision() <= type.length()) {
      return value;
    }
    BigDecimal rounded = number.setScale(scale, RoundingMode.HALF_UP);
    int allowed = type.length() - scale;
    if (rounded.signum() != 0 && rounded.precision() - rounded.scale() > allowed) {
      throw fieldOverflow(
          type,
          "must round to an absolute value less than "
              + (allowed == 0 ? "1" : "10^" + allowed)
              + ".");
    }
    return Decimal.of(scale < 0 ? rounded.setScale(0) : rounded);
  }

  private static OrbitException fieldOverflow(DataType type, String what) {
    return new OrbitException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "numeric field overflow")
        .withDetail(
            "A field with precision " + type.length() + ", scale " + type.scale() + " " + what);
  }
}
