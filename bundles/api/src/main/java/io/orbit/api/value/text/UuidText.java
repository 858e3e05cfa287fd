package io.orbit.api.value.text;

import java.util.UUID;

/** UUIDs: 32 hexadecimal digits, a hyphen after any group of four, optional braces. */
final class UuidText {
  private UuidText() {}

  static UUID parse(String text) {
    boolean braces = text.startsWith("{");
    int at = braces ? 1 : 0;
    long high = 0;
    long low = 0;
    for (int digit = 0; digit < 32; digit++) {
      int value = at < text.length() ? hexDigit(text.charAt(at++)) : -1;
      if (value < 0) {
        throw TextErrors.invalidSyntax("uuid", text);
      }
      if (digit < 16) {
        high = high << 4 | value;
      } else {
        low = low << 4 | value;
      }
      boolean groupEnds = digit % 4 == 3 && digit < 31;
      if (groupEnds && at < text.length() && text.charAt(at) == '-') {
        at++;
      }
    }
    if (braces && (at >= text.length() || text.charAt(at++) != '}')) {
      throw TextErrors.invalidSyntax("uuid", text);
    }
    if (at != text.length()) {
      throw TextErrors.invalidSyntax("uuid", text);
    }
    return new UUID(high, low);
  }

  private static int hexDigit(char c) {
    return c < 128 ? Character.digit(c, 16) : -1;
  }
}
