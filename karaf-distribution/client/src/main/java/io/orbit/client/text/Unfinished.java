package io.orbit.client.text;

/**
 * What the end of a text is inside of.
 *
 * @see SqlSplitter
 */
public enum Unfinished {
  /** Nothing has begun. */
  NOTHING('='),
  STATEMENT('-'),
  PARENTHESES('('),
  STRING('\''),
  IDENTIFIER('"'),
  DOLLAR_QUOTE('$'),
  COMMENT('*');

  private final char sign;

  Unfinished(char sign) {
    this.sign = sign;
  }

  /** The character by which a prompt says so, PostgreSQL's. */
  public char sign() {
    return sign;
  }
}
