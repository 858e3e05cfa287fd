package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Floating-point numbers as Redis reads (strtod) and writes them (fpconv_dtoa, shortest digits).
 */
final class Scores {
  private static final double WHOLE = 1L << 62;
  private static final int LONGEST = 1024;
  private static final int MOST_DIGITS = 18;

  private Scores() {}

  /** An argument that must be a number. */
  static double argument(ByteRange word) {
    return argument(word, "ERR value is not a valid float");
  }

  static double argument(ByteRange word, String error) {
    Double value = parse(word);
    boolean tooLarge = value != null && value.isInfinite() && !isInfinity(word.latin1());
    if (value == null || tooLarge) {
      throw new RedisError(error);
    }
    return value;
  }

  /** The number that the bytes are as a whole; null for NaN and what is none. */
  static @Nullable Double parse(ByteRange word) {
    String text = word.latin1();
    if (isInfinity(text)) {
      return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    if (text.isEmpty() || text.length() > LONGEST || !isNumber(text)) {
      return null;
    }
    try {
      boolean whole = isHexadecimal(text) && text.indexOf('p') < 0 && text.indexOf('P') < 0;
      Double value = Double.valueOf(whole ? text + "p0" : text);
      return value.isNaN() ? null : value;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /**
   * As C's strtod takes a string that SORT compares: nothing is zero, what follows a zero byte does
   * not count, and blanks may stand before the number.
   */
  static @Nullable Double parseLoosely(ByteRange word) {
    String text = word.latin1();
    int end = text.indexOf('\0');
    String whole = end < 0 ? text : text.substring(0, end);
    int begin = 0;
    while (begin < whole.length() && isBlank(whole.charAt(begin))) {
      begin++;
    }
    return whole.isEmpty()
        ? Double.valueOf(0)
        : parse(ByteRange.of(whole.substring(begin).getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static boolean isBlank(char letter) {
    return letter == ' ' || letter >= '\t' && letter <= '\r';
  }

  private static boolean isInfinity(String text) {
    String unsigned = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
    return unsigned.equalsIgnoreCase("inf") || unsigned.equalsIgnoreCase("infinity");
  }

  private static boolean isHexadecimal(String text) {
    return text.indexOf('x') >= 0 || text.indexOf('X') >= 0;
  }

  /** Without what Java allows and C does not: blanks, a type's letter at the end. */
  private static boolean isNumber(String text) {
    char last = text.charAt(text.length() - 1);
    boolean hexadecimal = isHexadecimal(text);
    boolean typed = last == 'd' || last == 'D' || last == 'f' || last == 'F';
    if (typed && !hexadecimal) {
      return false;
    }
    return text.chars().noneMatch(letter -> letter <= ' ' || letter > '~');
  }

  static String format(double value) {
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
