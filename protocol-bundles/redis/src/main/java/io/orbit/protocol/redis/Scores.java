package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.FloatText;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Floating-point numbers as Redis reads (strtod) and writes them (fpconv_dtoa, shortest digits).
 */
final class Scores {
  private static final int LONGEST = 1024;

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
    return FloatText.format(value);
  }
}
