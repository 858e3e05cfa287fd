package io.orbit.protocol.redis.scripting.lua;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Text to tokens. Shows the current one; {@link #next} moves on. */
final class Lexer {
  private static final int END = -1;
  private static final int SHOWN = 80;

  private final byte[] text;
  private final String source;
  private int at;
  private int line = 1;
  private int lastLine = 1;
  private int begin;
  private Token token = Token.END_OF_TEXT;
  private LuaString string = LuaString.EMPTY;
  private double number;
  private @Nullable Token ahead;
  private LuaString aheadString = LuaString.EMPTY;

  Lexer(byte[] text, String source) {
    this.text = text;
    this.source = source;
    if (text.length > 0 && text[0] == '#') {
      while (peek() != '\n' && peek() != END) {
        at++;
      }
    }
    next();
  }

  Token token() {
    return token;
  }

  /** The name or string that the current token is. */
  LuaString string() {
    return string;
  }

  double number() {
    return number;
  }

  int line() {
    return line;
  }

  /** Of the token before. */
  int lastLine() {
    return lastLine;
  }

  void next() {
    lastLine = line;
    Token seen = ahead;
    if (seen != null) {
      token = seen;
      string = aheadString;
      ahead = null;
      return;
    }
    token = read();
  }

  /** The token after the current name. */
  Token lookAhead() {
    LuaString current = string;
    ahead = read();
    aheadString = string;
    string = current;
    return ahead;
  }

  LuaError error(String message, boolean near) {
    String shown = near ? " near '" + shownToken() + "'" : "";
    String place = Prototype.shown(source) + ":" + line + ": ";
    return new LuaError(LuaString.of(place + message + shown), source, line);
  }

  /** An error at the text that is being read. */
  private LuaError malformed(String message) {
    return malformed(message, new String(text, begin, at - begin, StandardCharsets.ISO_8859_1));
  }

  private static String latin1(ByteArrayOutputStream content) {
    return content.toString(StandardCharsets.ISO_8859_1);
  }

  private LuaError malformed(String message, String read) {
    String place = Prototype.shown(source) + ":" + line + ": ";
    return new LuaError(LuaString.of(place + message + " near '" + cut(read) + "'"), source, line);
  }

  private static String cut(String read) {
    return read.length() > SHOWN ? read.substring(0, SHOWN) : read;
  }

  private String shownToken() {
    return switch (token) {
      case NAME, STRING, NUMBER, OTHER ->
          new String(text, begin, at - begin, StandardCharsets.ISO_8859_1);
      default -> token.text;
    };
  }

  private int peek() {
    return at < text.length ? text[at] & 0xFF : END;
  }

  private int peek(int distance) {
    return at + distance < text.length ? text[at + distance] & 0xFF : END;
  }

  private boolean take(int letter) {
    if (peek() == letter) {
      at++;
      return true;
    }
    return false;
  }

  private Token read() {
    while (true) {
      begin = at;
      int letter = peek();
      switch (letter) {
        case END -> {
          return Token.END_OF_TEXT;
        }
        case '\n', '\r' -> newLine();
        case ' ', '\t', '\f', 0x0B -> at++;
        case '-' -> {
          if (peek(1) != '-') {
            at++;
            return Token.MINUS;
          }
          skipComment();
        }
        case '[' -> {
          int level = longBracket();
          if (level >= 0) {
            string = longText(level, "string");
            return Token.STRING;
          }
          if (level == -2) {
            throw malformed("invalid long string delimiter");
          }
          at++;
          return Token.OPEN_BRACKET;
        }
        case '"', '\'' -> {
          return quoted(letter);
        }
        default -> {
          return isDigit(letter) || (letter == '.' && isDigit(peek(1)))
              ? numeral()
              : isNameStart(letter) ? word() : symbol(letter);
        }
      }
    }
  }

  private void newLine() {
    int first = text[at++];
    int second = peek();
    if ((second == '\n' || second == '\r') && second != first) {
      at++;
    }
    line++;
  }

  private void skipComment() {
    at += 2;
    if (peek() == '[') {
      int level = longBracket();
      if (level >= 0) {
        LuaString ignored = longText(level, "comment");
        return;
      }
    }
    while (peek() != '\n' && peek() != '\r' && peek() != END) {
      at++;
    }
  }

  /** Number of = between two [; -1 for none, -2 when the second is missing. */
  private int longBracket() {
    int level = 0;
    while (peek(1 + level) == '=') {
      level++;
    }
    if (peek(1 + level) == '[') {
      return level;
    }
    return level == 0 ? -1 : -2;
  }

  private LuaString longText(int level, String what) {
    at += level + 2;
    if (peek() == '\n' || peek() == '\r') {
      newLine();
    }
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    while (true) {
      int letter = peek();
      if (letter == END) {
        token = Token.END_OF_TEXT;
        throw error("unfinished long " + what, true);
      }
      if (letter == ']' && closes(level)) {
        at += level + 2;
        return LuaString.of(content.toByteArray());
      }
      if (letter == '\n' || letter == '\r') {
        newLine();
        content.write('\n');
      } else {
        content.write(letter);
        at++;
      }
    }
  }

  private boolean closes(int level) {
    for (int i = 1; i <= level; i++) {
      if (peek(i) != '=') {
        return false;
      }
    }
    return peek(level + 1) == ']';
  }

  private Token quoted(int quote) {
    at++;
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    while (true) {
      int letter = peek();
      if (letter == quote) {
        at++;
        string = LuaString.of(content.toByteArray());
        return Token.STRING;
      }
      switch (letter) {
        case END -> {
          token = Token.END_OF_TEXT;
          throw error("unfinished string", true);
        }
        case '\n', '\r' -> throw malformed("unfinished string", (char) quote + latin1(content));
        case '\\' -> escape(content, quote);
        default -> {
          content.write(letter);
          at++;
        }
      }
    }
  }

  private void escape(ByteArrayOutputStream content, int quote) {
    at++;
    int letter = peek();
    switch (letter) {
      case END -> {
        return;
      }
      case '\n', '\r' -> {
        newLine();
        content.write('\n');
        return;
      }
      case 'a' -> content.write(7);
      case 'b' -> content.write('\b');
      case 'f' -> content.write('\f');
      case 'n' -> content.write('\n');
      case 'r' -> content.write('\r');
      case 't' -> content.write('\t');
      case 'v' -> content.write(0x0B);
      default -> {
        if (isDigit(letter)) {
          content.write(decimalEscape((char) quote + latin1(content)));
          return;
        }
        content.write(letter);
      }
    }
    at++;
  }

  private int decimalEscape(String read) {
    int value = 0;
    for (int i = 0; i < 3 && isDigit(peek()); i++) {
      value = value * 10 + text[at++] - '0';
    }
    if (value > 255) {
      throw malformed("escape sequence too large", read);
    }
    return value;
  }

  private Token numeral() {
    while (isDigit(peek()) || peek() == '.') {
      at++;
    }
    if ((peek() | 0x20) == 'e' && peek() != END) {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
    }
    while (isNameStart(peek()) || isDigit(peek())) {
      at++;
    }
    Double value = Numbers.parse(new String(text, begin, at - begin, StandardCharsets.ISO_8859_1));
    if (value == null) {
      throw malformed("malformed number");
    }
    number = value;
    return Token.NUMBER;
  }

  private Token word() {
    while (isNameStart(peek()) || isDigit(peek())) {
      at++;
    }
    String word = new String(text, begin, at - begin, StandardCharsets.ISO_8859_1);
    Token kind = Token.ofWord(word);
    if (kind == Token.NAME) {
      string = LuaString.of(word);
    }
    return kind;
  }

  private Token symbol(int letter) {
    at++;
    return switch (letter) {
      case '+' -> Token.PLUS;
      case '*' -> Token.STAR;
      case '/' -> Token.SLASH;
      case '%' -> Token.PERCENT;
      case '^' -> Token.CARET;
      case '#' -> Token.HASH;
      case '(' -> Token.OPEN;
      case ')' -> Token.CLOSE;
      case '{' -> Token.OPEN_BRACE;
      case '}' -> Token.CLOSE_BRACE;
      case ']' -> Token.CLOSE_BRACKET;
      case ';' -> Token.SEMICOLON;
      case ':' -> Token.COLON;
      case ',' -> Token.COMMA;
      case '=' -> take('=') ? Token.EQUAL : Token.ASSIGN;
      case '<' -> take('=') ? Token.LESS_OR_EQUAL : Token.LESS;
      case '>' -> take('=') ? Token.GREATER_OR_EQUAL : Token.GREATER;
      case '~' -> take('=') ? Token.UNEQUAL : Token.OTHER;
      case '.' -> {
        if (!take('.')) {
          yield Token.DOT;
        }
        yield take('.') ? Token.VARARGS : Token.CONCAT;
      }
      default -> Token.OTHER;
    };
  }

  private static boolean isDigit(int letter) {
    return letter >= '0' && letter <= '9';
  }

  private static boolean isNameStart(int letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_';
  }
}
