package io.orbit.language.sql;

import io.orbit.api.query.ParsedStatement;
import io.orbit.api.query.tree.ProcedureStatement.Code;
import io.orbit.api.query.tree.Statement;
import io.orbit.api.query.tree.Utility;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The tokens of a procedural body. SQL in it has no marks of its own: it reaches to the next word
 * or sign that ends it outside of parentheses and CASE.
 */
final class ProcedureTokens {
  private final Parser parser;
  private final Tokens tokens;
  private final String text;

  ProcedureTokens(String text) {
    this.text = text;
    parser = new Parser(text);
    tokens = parser.tokens();
  }

  Tokens tokens() {
    return tokens;
  }

  Parser parser() {
    return parser;
  }

  // ---- words

  /** The word here in lower case, quoted ones as they are; empty where no word stands. */
  String word() {
    return word(tokens.peek());
  }

  String word(int distance) {
    return word(tokens.peek(distance));
  }

  private static String word(Token token) {
    return token.is(TokenKind.IDENTIFIER) || token.is(TokenKind.KEYWORD) ? token.text() : "";
  }

  boolean at(String word) {
    return word().equals(word);
  }

  boolean accept(String word) {
    if (at(word)) {
      tokens.next();
      return true;
    }
    return false;
  }

  void expect(String word) {
    if (!accept(word)) {
      throw tokens.syntaxError();
    }
  }

  void semicolon() {
    tokens.expect(TokenKind.SEMICOLON);
  }

  /** Any word as a name. */
  String name() {
    if (word().isEmpty()) {
      throw tokens.syntaxError();
    }
    return tokens.next().text();
  }

  /** Line of the body, from 1. */
  int line() {
    int line = 1;
    int end = tokens.peek().start();
    for (int i = 0; i < end; i++) {
      if (text.charAt(i) == '\n') {
        line++;
      }
    }
    return line;
  }

  // ---- SQL

  private static boolean opens(Token token) {
    return token.is(TokenKind.LEFT_PARENTHESIS) || token.is(TokenKind.LEFT_BRACKET);
  }

  private static boolean closes(Token token) {
    return token.is(TokenKind.RIGHT_PARENTHESIS) || token.is(TokenKind.RIGHT_BRACKET);
  }

  /** Moves to the next of these outside of parentheses and CASE; a semicolon always ends it. */
  private void skip(Set<TokenKind> kinds, Set<String> words) {
    int depth = 0;
    int cases = 0;
    while (true) {
      Token token = tokens.peek();
      if (token.is(TokenKind.END)) {
        throw tokens.syntaxError();
      }
      if (depth == 0 && cases == 0) {
        boolean ends = kinds.contains(token.kind()) || token.is(TokenKind.SEMICOLON);
        if (ends || closes(token) || words.contains(word(token))) {
          return;
        }
      }
      if (opens(token)) {
        depth++;
      } else if (closes(token)) {
        depth--;
      } else if (token.is(Keyword.CASE)) {
        cases++;
      } else if (token.is(Keyword.END) && cases > 0) {
        cases--;
      }
      tokens.next();
    }
  }

  /** An expression up to one of these words, or a semicolon. */
  Code expression(String... words) {
    return expression(Set.of(), words);
  }

  Code expression(Set<TokenKind> kinds, String... words) {
    int start = tokens.position();
    skip(kinds, Set.of(words));
    if (tokens.peek().start() == start) {
      throw tokens.syntaxError();
    }
    return code("SELECT ", start);
  }

  /** A list of expressions up to a semicolon, a closing parenthesis or one of these words. */
  List<Code> expressions(String... words) {
    List<Code> list = new ArrayList<>();
    do {
      list.add(expression(Set.of(TokenKind.COMMA), words));
    } while (tokens.accept(TokenKind.COMMA));
    return List.copyOf(list);
  }

  /** A statement up to one of these words, or a semicolon. */
  Code statement(String... words) {
    int start = tokens.position();
    skip(Set.of(), Set.of(words));
    return code("", start);
  }

  private Code code(String prefix, int start) {
    return parse(prefix + text.substring(start, tokens.previousEnd()));
  }

  /** One statement on its own. */
  Code parse(String sql) {
    List<ParsedStatement> statements = new Parser(sql).statements().all();
    Statement statement = statements.getFirst().statement();
    if (statements.size() > 1 || statement instanceof Utility.Empty) {
      throw tokens.syntaxError();
    }
    return new Code(sql, statement);
  }

  /** Source between two offsets. */
  String text(int start, int end) {
    return text.substring(start, end);
  }
}
