package io.orbit.protocol.redis.scripting.lua;

import java.util.HashMap;
import java.util.Map;

/** A kind of token, with its text as messages show it. */
enum Token {
  AND("and"),
  BREAK("break"),
  DO("do"),
  ELSE("else"),
  ELSEIF("elseif"),
  END("end"),
  FALSE("false"),
  FOR("for"),
  FUNCTION("function"),
  IF("if"),
  IN("in"),
  LOCAL("local"),
  NIL("nil"),
  NOT("not"),
  OR("or"),
  REPEAT("repeat"),
  RETURN("return"),
  THEN("then"),
  TRUE("true"),
  UNTIL("until"),
  WHILE("while"),
  CONCAT(".."),
  VARARGS("..."),
  EQUAL("=="),
  GREATER_OR_EQUAL(">="),
  LESS_OR_EQUAL("<="),
  UNEQUAL("~="),
  NUMBER("<number>"),
  NAME("<name>"),
  STRING("<string>"),
  END_OF_TEXT("<eof>"),
  PLUS("+"),
  MINUS("-"),
  STAR("*"),
  SLASH("/"),
  PERCENT("%"),
  CARET("^"),
  HASH("#"),
  LESS("<"),
  GREATER(">"),
  ASSIGN("="),
  OPEN("("),
  CLOSE(")"),
  OPEN_BRACE("{"),
  CLOSE_BRACE("}"),
  OPEN_BRACKET("["),
  CLOSE_BRACKET("]"),
  SEMICOLON(";"),
  COLON(":"),
  COMMA(","),
  DOT("."),
  /** A character that begins nothing. */
  OTHER("");

  private static final Map<String, Token> WORDS = new HashMap<>();

  static {
    for (Token token : values()) {
      if (token.ordinal() <= WHILE.ordinal()) {
        WORDS.put(token.text, token);
      }
    }
  }

  final String text;

  Token(String text) {
    this.text = text;
  }

  static Token ofWord(String word) {
    return WORDS.getOrDefault(word, NAME);
  }
}
