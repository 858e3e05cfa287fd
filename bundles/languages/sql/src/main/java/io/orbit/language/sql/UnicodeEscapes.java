package io.orbit.language.sql;

import io.orbit.api.error.OrbitException;

/** Resolves the escapes of {@code U&'…'} and {@code U&"…"}. */
final class UnicodeEscapes {
  private UnicodeEscapes() {}

  static OrbitException invalidPair(String text, int at) {
    int end = at + 1;
    if (text.startsWith("\\u", at) || text.startsWith("\\U", at)) {
      end = at + (text.charAt(at + 1) == 'u' ? 6 : 10);
    }
    return Errors.near("invalid Unicode surrogate pair", text, at, end);
  }

  /** True for what UESCAPE may name. */
  static boolean isEscapeCharacter(String written) {
    if (written.length() != 1) {
      return false;
    }
    char c = written.charAt(0);
    return !QuotedText.isHex(c) && c != '+' && c != '\'' && c != '"' && !Lexer.isSpace(c);
  }

  /**
   * The content with its escapes resolved.
   *
   * @param position offset of the content's first character in the text, for errors
   */
  static String resolve(String content, char escape, int position) {
    if (content.indexOf(escape) < 0) {
      return content;
    }
    StringBuilder resolved = new StringBuilder();
    int high = 0;
    int at = 0;
    while (at < content.length()) {
      char c = content.charAt(at);
      if (c != escape || charAt(content, at + 1) == escape) {
        refuseLone(high, position + at);
        resolved.append(c);
        at += c == escape ? 2 : 1;
        continue;
      }
      boolean six = charAt(content, at + 1) == '+';
      int digits = six ? at + 2 : at + 1;
      int after = digits + (six ? 6 : 4);
      int value = value(content, digits, after, position + at);
      if (high != 0) {
        if (value < 0xDC00 || value > 0xDFFF) {
          throw Errors.syntax("invalid Unicode surrogate pair", position + at);
        }
        resolved.append((char) high).append((char) value);
        high = 0;
      } else if (value >= 0xD800 && value < 0xDC00) {
        high = value;
      } else if (value >= 0xDC00 && value <= 0xDFFF) {
        throw Errors.syntax("invalid Unicode surrogate pair", position + at);
      } else if (value == 0 || value > Character.MAX_CODE_POINT) {
        throw Errors.syntax("invalid Unicode escape value", position + at);
      } else {
        resolved.appendCodePoint(value);
      }
      at = after;
    }
    refuseLone(high, position + at);
    return resolved.toString();
  }

  private static void refuseLone(int high, int at) {
    if (high != 0) {
      throw Errors.syntax("invalid Unicode surrogate pair", at);
    }
  }

  private static int value(String content, int from, int to, int position) {
    for (int i = from; i < to; i++) {
      if (!QuotedText.isHex(charAt(content, i))) {
        throw Errors.syntax("invalid Unicode escape", position)
            .withHint("Unicode escapes must be \\XXXX or \\+XXXXXX.");
      }
    }
    return Integer.parseInt(content, from, to, 16);
  }

  private static char charAt(String content, int at) {
    return at < content.length() ? content.charAt(at) : 0;
  }
}
