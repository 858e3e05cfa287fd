package io.orbit.protocol.redis.scripting.lua;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Numbers to text and back, as C's printf and strtod do it. */
public final class Numbers {
  private static final double WHOLE = 1e15;
  private static final int DIGITS = 14;

  private Numbers() {}

  /** As C casts it on x86: what is too large or no number is the least one. */
  public static long toLong(double value) {
    return value >= -0x1p63 && value < 0x1p63 ? (long) value : Long.MIN_VALUE;
  }

  /** A value as a number, strings read as such; null when it is none. */
  public static @Nullable Double toNumber(Object value) {
    if (value instanceof Double number) {
      return number;
    }
    return value instanceof LuaString text ? parse(text.toString()) : null;
  }

  /** Reads a whole text as a number: decimal, hexadecimal, blanks around it; null for none. */
  public static @Nullable Double parse(String text) {
    String word = strip(text);
    if (word.isEmpty()) {
      return null;
    }
    char first = word.charAt(0);
    boolean negative = first == '-';
    String digits = negative || first == '+' ? word.substring(1) : word;
    if (digits.length() > 2 && digits.charAt(0) == '0' && (digits.charAt(1) | 0x20) == 'x') {
      return hexadecimal(digits.substring(2), negative);
    }
    if (digits.isEmpty() || !isDecimal(digits)) {
      return special(digits, negative);
    }
    double value = Double.parseDouble(digits);
    return negative ? -value : value;
  }

  private static String strip(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  static boolean isSpace(int letter) {
    return letter == ' ' || (letter >= '\t' && letter <= '\r');
  }

  private static @Nullable Double special(String word, boolean negative) {
    if (word.equalsIgnoreCase("inf") || word.equalsIgnoreCase("infinity")) {
      return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    return word.equalsIgnoreCase("nan") ? Double.valueOf(Double.NaN) : null;
  }

  private static @Nullable Double hexadecimal(String digits, boolean negative) {
    double value = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = Character.digit(digits.charAt(i), 16);
      if (digit < 0) {
        return null;
      }
      value = value * 16 + digit;
    }
    return negative ? -value : value;
  }

  private static boolean isDecimal(String word) {
    int at = 0;
    int digits = 0;
    while (at < word.length() && isDigit(word.charAt(at))) {
      at++;
      digits++;
    }
    if (at < word.length() && word.charAt(at) == '.') {
      at++;
      while (at < word.length() && isDigit(word.charAt(at))) {
        at++;
        digits++;
      }
    }
    if (digits == 0) {
      return false;
    }
    if (at < word.length() && (word.charAt(at) | 0x20) == 'e') {
      at++;
      if (at < word.length() && (word.charAt(at) == '+' || word.charAt(at) == '-')) {
        at++;
      }
      int begun = at;
      while (at < word.length() && isDigit(word.charAt(at))) {
        at++;
      }
      if (at == begun) {
        return false;
      }
    }
    return at == word.length();
  }

  private static boolean isDigit(char letter) {
    return letter >= '0' && letter <= '9';
  }

  /** As {@code %.14g}. */
  public static String format(double value) {
    if (value == (long) value && Math.abs(value) < WHOLE && (value != 0 || 1 / value > 0)) {
      String text = Long.toString((long) value);
      if (text.length() <= DIGITS) {
        return text;
      }
    }
    return general(value, DIGITS, false);
  }

  /**
   * As {@code %.Ng}.
   *
   * @param keepZeros the flag {@code #}
   */
  public static String general(double value, int digits, boolean keepZeros) {
    String special = special(value);
    if (special != null) {
      return special;
    }
    int precision = Math.max(digits, 1);
    String sign = value < 0 || (value == 0 && 1 / value < 0) ? "-" : "";
    if (value == 0) {
      return sign + (keepZeros ? "0." + "0".repeat(precision - 1) : "0");
    }
    BigDecimal rounded =
        new BigDecimal(Math.abs(value)).round(new MathContext(precision, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent < -4 || exponent >= precision) {
      return sign + scientific(rounded, precision - 1, keepZeros);
    }
    String plain =
        rounded.setScale(precision - 1 - exponent, RoundingMode.HALF_EVEN).toPlainString();
    return sign + (keepZeros ? plain : withoutZeros(plain));
  }

  /** {@code inf} and {@code -nan}; null for finite numbers. */
  static @Nullable String special(double value) {
    if (Double.isNaN(value)) {
      return "-nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    return null;
  }

  /** As {@code %.Ne} of a positive number. */
  static String scientific(BigDecimal value, int decimals, boolean keepZeros) {
    BigDecimal rounded = value.round(new MathContext(decimals + 1, RoundingMode.HALF_EVEN));
    int exponent = rounded.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
    StringBuilder digits = new StringBuilder(rounded.unscaledValue().toString());
    while (digits.length() < decimals + 1) {
      digits.append('0');
    }
    digits.setLength(decimals + 1);
    String mantissa = digits.charAt(0) + (decimals > 0 ? "." + digits.substring(1) : "");
    int size = Math.abs(exponent);
    return (keepZeros ? mantissa : withoutZeros(mantissa))
        + (exponent < 0 ? "e-" : "e+")
        + (size < 10 ? "0" : "")
        + size;
  }

  private static String withoutZeros(String digits) {
    if (digits.indexOf('.') < 0) {
      return digits;
    }
    int end = digits.length();
    while (digits.charAt(end - 1) == '0') {
      end--;
    }
    return digits.substring(0, digits.charAt(end - 1) == '.' ? end - 1 : end);
  }
}
