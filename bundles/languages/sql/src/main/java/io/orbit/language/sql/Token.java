package io.orbit.language.sql;

import org.jspecify.annotations.Nullable;

/**
 * One token.
 *
 * @param keyword what key word it is, null unless {@code kind} is KEYWORD
 * @param value an identifier's folded name, a string's content, a number's digits, an operator's
 *     symbol, an Integer for INTEGER and PARAMETER, an OrbitException for INVALID
 * @param start offset of its first character
 * @param end offset after its last character
 */
record Token(TokenKind kind, @Nullable Keyword keyword, Object value, int start, int end) {

  /** The value of a token whose kind has text. */
  String text() {
    return (String) value;
  }

  /** The value of INTEGER and PARAMETER. */
  int number() {
    return (Integer) value;
  }

  boolean is(Keyword word) {
    return keyword == word;
  }

  boolean is(TokenKind other) {
    return kind == other;
  }
}
