package io.orbit.api.value.text;

import io.orbit.api.error.OrbitException;
import java.nio.charset.StandardCharsets;

/** Integers: optional white space and sign, decimal digits. */
final class IntegerText {
  private static final long[] POWERS = new long[19];

  static {
    long power = 1;
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = power;
      power *= 10;
    }
  }

  private IntegerText() {}

  static long parse(String text, long minimum, long maximum, String typeName) {
    int end = text.length();
    int at = 0;
    while (at < end && isSpace(text.charAt(at))) {
      at++;
    }
    boolean negative = false;
    if (at < end && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
      negative = text.charAt(at++) == '-';
    }
    int firstDigit = at;
    long value = 0;
    boolean overflow = false;
    for (; at < end; at++) {
      int digit = text.charAt(at) - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      overflow |= value < (Long.MIN_VALUE + digit) / 10;
      value = value * 10 - digit;
    }
    boolean empty = at == firstDigit;
    while (at < end && isSpace(text.charAt(at))) {
      at++;
    }
    if (empty || at < end) {
      throw TextErrors.invalidSyntax(typeName, text);
    }
    if (overflow || (!negative && value == Long.MIN_VALUE)) {
      throw TextErrors.outOfRange(typeName, text);
    }
    return checked(negative ? value : -value, minimum, maximum, typeName, text);
  }

  static long parse(
      byte[] text, int offset, int length, long minimum, long maximum, String typeName) {
    int end = offset + length;
    int at = offset;
    boolean negative = length > 0 && text[at] == '-';
    if (negative) {
      at++;
    }
    if (end - at < 1 || end - at > 18) {
      return parse(string(text, offset, length), minimum, maximum, typeName);
    }
    long value = 0;
    for (; at < end; at++) {
      int digit = text[at] - '0';
      if (digit < 0 || digit > 9) {
        return parse(string(text, offset, length), minimum, maximum, typeName);
      }
      value = value * 10 + digit;
    }
    value = negative ? -value : value;
    if (value < minimum || value > maximum) {
      throw TextErrors.outOfRange(typeName, string(text, offset, length));
    }
    return value;
  }

  private static long checked(
      long value, long minimum, long maximum, String typeName, String text) {
    if (value < minimum || value > maximum) {
      throw TextErrors.outOfRange(typeName, text);
    }
    return value;
  }

  /** Unsigned 32 bits; PostgreSQL's strtoul lets negative numbers wrap. */
  static long parseOid(String text) {
    try {
      long value = parse(text, Integer.MIN_VALUE, 0xFFFF_FFFFL, "oid");
      return value & 0xFFFF_FFFFL;
    } catch (OrbitException e) {
      throw text.isBlank() ? TextErrors.invalidSyntax("oid", text) : e;
    }
  }

  static int write(long value, byte[] out, int offset) {
    if (value == Long.MIN_VALUE) {
      byte[] digits = Long.toString(value).getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(digits, 0, out, offset, digits.length);
      return digits.length;
    }
    int at = offset;
    long rest = value;
    if (rest < 0) {
      out[at++] = '-';
      rest = -rest;
    }
    int digits = 1;
    while (digits < 19 && rest >= POWERS[digits]) {
      digits++;
    }
    for (int i = at + digits - 1; i >= at; i--) {
      long quotient = rest / 10;
      out[i] = (byte) ('0' + (rest - quotient * 10));
      rest = quotient;
    }
    return at + digits - offset;
  }

  /** What C's isspace holds for. */
  static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static String string(byte[] text, int offset, int length) {
    return new String(text, offset, length, StandardCharsets.UTF_8);
  }
}
