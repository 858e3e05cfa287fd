package io.orbit.language.sql;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a text and a position among them: what every part of the parser reads from. Also
 * counts nesting, remembers the highest parameter, and what of the statement Orbit does not carry
 * out.
 */
final class Tokens {
  /**
   * How deep a text may nest, in units of about one kilobyte of stack (measured in C1's code, which
   * needs most): two thirds of a thread's usual megabyte. Whoever walks the tree needs no more.
   */
  static final int DEEPEST = 640;

  private final String text;
  private final List<Token> tokens;
  private int index;
  private Token current;
  private int depth;
  private int highestParameter;
  private @Nullable String unsupported;

  Tokens(String text) {
    this.text = text;
    this.tokens = tokenize(text);
    this.current = tokens.get(0);
  }

  private static List<Token> tokenize(String text) {
    List<Token> tokens = new ArrayList<>(16 + text.length() / 6);
    Lexer lexer = new Lexer(text);
    try {
      do {
        lexer.next();
        Token token = lexer.token();
        boolean unicode =
            token.is(TokenKind.UNICODE_STRING) || token.is(TokenKind.UNICODE_IDENTIFIER);
        if (unicode) {
          token = resolved(lexer, token, text);
        }
        tokens.add(token);
      } while (lexer.kind() != TokenKind.END);
    } catch (OrbitException invalid) {
      int at = Math.max(invalid.position(), 0);
      tokens.add(new Token(TokenKind.INVALID, null, invalid, at, text.length()));
    }
    return tokens;
  }

  /** Makes a plain string or identifier of {@code U&…} and the UESCAPE that may follow it. */
  private static Token resolved(Lexer lexer, Token token, String text) {
    boolean name = token.is(TokenKind.UNICODE_IDENTIFIER);
    int content = token.start() + 3;
    Lexer ahead = lexer.copy();
    ahead.next();
    char escape = '\\';
    int end = token.end();
    if (ahead.keyword() == Keyword.UESCAPE) {
      ahead.next();
      Token written = ahead.token();
      if (written.kind() != TokenKind.STRING) {
        throw Errors.near(
            "UESCAPE must be followed by a simple string literal",
            text,
            written.start(),
            written.end());
      }
      if (!UnicodeEscapes.isEscapeCharacter(written.text())) {
        throw Errors.near("invalid Unicode escape character", text, written.start(), written.end());
      }
      escape = written.text().charAt(0);
      lexer.moveAfter(ahead);
      end = ahead.end();
    }
    String value = UnicodeEscapes.resolve(token.text(), escape, content);
    return name
        ? new Token(TokenKind.IDENTIFIER, null, Lexer.truncated(value), token.start(), end)
        : new Token(TokenKind.STRING, null, value, token.start(), end);
  }

  // Looking

  /** The current token; raises what is wrong with it when it is none. */
  Token peek() {
    if (current.kind() == TokenKind.INVALID) {
      throw (OrbitException) current.value();
    }
    return current;
  }

  /** A token further on; past the end, the last one. */
  Token peek(int distance) {
    return tokens.get(Math.min(index + distance, tokens.size() - 1));
  }

  boolean at(Keyword word) {
    return peek().keyword() == word;
  }

  boolean at(TokenKind kind) {
    return peek().kind() == kind;
  }

  boolean at(Keyword first, Keyword second) {
    return peek().keyword() == first && peek(1).keyword() == second;
  }

  boolean atAny(Keyword... words) {
    Keyword here = peek().keyword();
    if (here != null) {
      for (Keyword word : words) {
        if (word == here) {
          return true;
        }
      }
    }
    return false;
  }

  int position() {
    return peek().start();
  }

  /** Where the token before the current one ends. */
  int previousEnd() {
    return index == 0 ? 0 : tokens.get(index - 1).end();
  }

  int index() {
    return index;
  }

  void moveTo(int to) {
    index = to;
    current = tokens.get(to);
  }

  // Taking

  Token next() {
    Token taken = peek();
    if (taken.kind() != TokenKind.END) {
      moveTo(index + 1);
    }
    return taken;
  }

  boolean accept(Keyword word) {
    if (at(word)) {
      next();
      return true;
    }
    return false;
  }

  boolean accept(TokenKind kind) {
    if (at(kind)) {
      next();
      return true;
    }
    return false;
  }

  /** Takes both or none. */
  boolean accept(Keyword first, Keyword second) {
    if (at(first, second)) {
      next();
      next();
      return true;
    }
    return false;
  }

  Token expect(Keyword word) {
    if (!at(word)) {
      throw syntaxError();
    }
    return next();
  }

  void expect(Keyword first, Keyword second) {
    expect(first);
    expect(second);
  }

  Token expect(TokenKind kind) {
    if (!at(kind)) {
      throw syntaxError();
    }
    return next();
  }

  /** An {@code IF EXISTS}, taken whole once its IF is followed by EXISTS. */
  boolean acceptIfExists() {
    return accept(Keyword.IF, Keyword.EXISTS);
  }

  boolean acceptIfNotExists() {
    if (at(Keyword.IF, Keyword.NOT)) {
      next();
      next();
      expect(Keyword.EXISTS);
      return true;
    }
    return false;
  }

  /** A string constant's content. */
  String string() {
    return expect(TokenKind.STRING).text();
  }

  // Errors

  OrbitException syntaxError() {
    return syntaxError(peek());
  }

  OrbitException syntaxError(Token at) {
    return error("syntax error", at);
  }

  OrbitException error(String message, Token at) {
    return Errors.near(message, text, at.start(), at.end());
  }

  // What the whole text shares

  String text() {
    return text;
  }

  String text(int start, int end) {
    return text.substring(start, end);
  }

  /** One level deeper, which costs so many kilobytes; {@link #leave} comes back. */
  void enter(int kilobytes) {
    depth += kilobytes;
    if (depth > DEEPEST) {
      throw new OrbitException(ErrorCode.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded")
          .withHint("The statement nests some hundreds of levels deep; rewrite it flatter.")
          .at(position());
    }
  }

  void leave(int kilobytes) {
    depth -= kilobytes;
  }

  void parameter(int number) {
    highestParameter = Math.max(highestParameter, number);
  }

  /** Notes something well-formed that Orbit does not carry out; the first one counts. */
  void unsupported(String what) {
    if (unsupported == null) {
      unsupported = what;
    }
  }

  @Nullable String unsupported() {
    return unsupported;
  }

  int highestParameter() {
    return highestParameter;
  }

  /** Forgets what belongs to one statement. */
  void beginStatement() {
    highestParameter = 0;
    unsupported = null;
    depth = 0;
  }
}
