package io.orbit.language.sql;

/** What a token is, as PostgreSQL's scanner divides text. */
enum TokenKind {
  END(""),
  IDENTIFIER(""),
  KEYWORD(""),
  STRING(""),
  /** {@code U&'…'}; becomes STRING once it is known whether UESCAPE follows. */
  UNICODE_STRING(""),
  /** {@code U&"…"}; becomes IDENTIFIER likewise. */
  UNICODE_IDENTIFIER(""),
  BIT_STRING(""),
  HEX_STRING(""),
  /** An integer of 32 bits. */
  INTEGER(""),
  /** Any other number. */
  NUMBER(""),
  PARAMETER(""),
  /** An operator that has no kind of its own. */
  OPERATOR(""),
  COMMA(","),
  SEMICOLON(";"),
  LEFT_PARENTHESIS("("),
  RIGHT_PARENTHESIS(")"),
  LEFT_BRACKET("["),
  RIGHT_BRACKET("]"),
  DOT("."),
  DOT_DOT(".."),
  COLON(":"),
  TYPECAST("::"),
  COLON_EQUALS(":="),
  EQUALS_GREATER("=>"),
  PLUS("+"),
  MINUS("-"),
  STAR("*"),
  SLASH("/"),
  PERCENT("%"),
  CARET("^"),
  LESS("<"),
  GREATER(">"),
  EQUALS("="),
  LESS_EQUALS("<="),
  GREATER_EQUALS(">="),
  NOT_EQUALS("<>"),
  /** A character that no token begins with. */
  OTHER(""),
  /** What cannot be split into tokens; carries the error, raised when the parser gets there. */
  INVALID("");

  /** How it is written, empty where that varies. */
  final String symbol;

  TokenKind(String symbol) {
    this.symbol = symbol;
  }
}
