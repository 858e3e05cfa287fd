package io.orbit.language.sql;

import io.orbit.api.error.OrbitException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Splits SQL text into tokens in one pass, by the rules of PostgreSQL's scan.l with
 * standard_conforming_strings on. A cursor: {@link #next()} moves to the next token, whose parts
 * the other methods answer. Not for use by two threads.
 */
final class Lexer {
  /** PostgreSQL's NAMEDATALEN less its terminating zero. */
  private static final int LONGEST_NAME = 63;

  private static final byte SPACE = 1;
  private static final byte NAME_START = 2;
  private static final byte DIGIT = 4;
  private static final byte OPERATOR = 8;
  private static final byte[] CLASSES = classes();

  private final String text;
  private final int length;
  private final QuotedText quoted;

  private TokenKind kind = TokenKind.END;
  private @Nullable Keyword keyword;
  private Object value = "";
  private int start;
  private int end;

  Lexer(String text) {
    this.text = text;
    this.length = text.length();
    this.quoted = new QuotedText(text);
  }

  /** A lexer at the same place. */
  Lexer copy() {
    Lexer copy = new Lexer(text);
    copy.end = end;
    return copy;
  }

  /** Goes on behind the token another lexer of the same text stands at. */
  void moveAfter(Lexer other) {
    end = other.end;
  }

  TokenKind kind() {
    return kind;
  }

  @Nullable Keyword keyword() {
    return keyword;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  /** See {@link Token#value()}. */
  Object value() {
    return kind == TokenKind.IDENTIFIER && value.equals("") ? foldedName() : value;
  }

  Token token() {
    return new Token(kind, keyword, value(), start, end);
  }

  /**
   * Moves to the next token; at the end it stays there.
   *
   * @throws OrbitException SYNTAX_ERROR where no token can be made
   */
  void next() {
    start = skipBlanks(end);
    keyword = null;
    value = "";
    if (start >= length) {
      end = start;
      kind = TokenKind.END;
      return;
    }
    char c = text.charAt(start);
    byte group = classOf(c);
    if ((group & NAME_START) != 0) {
      name(c);
    } else if ((group & DIGIT) != 0 || c == '.' && isDigit(start + 1)) {
      number();
    } else if ((group & OPERATOR) != 0) {
      operator();
    } else {
      punctuation(c);
    }
  }

  // Blanks and comments

  private int skipBlanks(int from) {
    int at = from;
    while (at < length) {
      char c = text.charAt(at);
      if ((classOf(c) & SPACE) != 0) {
        at++;
      } else if (c == '-' && charAt(at + 1) == '-') {
        at = endOfLine(text, at);
      } else if (c == '/' && charAt(at + 1) == '*') {
        at = endOfComment(at);
      } else {
        break;
      }
    }
    return at;
  }

  static int endOfLine(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
      at++;
    }
    return at;
  }

  private int endOfComment(int from) {
    int depth = 1;
    int at = from + 2;
    while (at < length) {
      char c = text.charAt(at);
      if (c == '*' && charAt(at + 1) == '/') {
        at += 2;
        if (--depth == 0) {
          return at;
        }
      } else if (c == '/' && charAt(at + 1) == '*') {
        depth++;
        at += 2;
      } else {
        at++;
      }
    }
    throw Errors.near("unterminated /* comment", text, from, length);
  }

  // Names and key words

  private void name(char first) {
    if (charAt(start + 1) == '\'' && prefixedString(first)) {
      return;
    }
    if ((first | 0x20) == 'u' && charAt(start + 1) == '&') {
      char quote = charAt(start + 2);
      if (quote == '\'') {
        string(TokenKind.UNICODE_STRING, quoted.standard(start, start + 2));
        return;
      }
      if (quote == '"') {
        string(TokenKind.UNICODE_IDENTIFIER, quoted.identifier(start, start + 2));
        return;
      }
    }
    end = endOfName(start + 1);
    keyword = Keyword.find(text, start, end);
    kind = keyword == null ? TokenKind.IDENTIFIER : TokenKind.KEYWORD;
    if (keyword != null) {
      value = keyword.word;
    }
  }

  private boolean prefixedString(char first) {
    switch (first) {
      case 'e', 'E' -> string(TokenKind.STRING, quoted.escaped(start, start + 1));
      case 'b', 'B' -> string(TokenKind.BIT_STRING, quoted.bits(start, start + 1, "bit"));
      case 'x', 'X' -> string(TokenKind.HEX_STRING, quoted.bits(start, start + 1, "hexadecimal"));
      case 'n', 'N' -> {
        kind = TokenKind.KEYWORD;
        keyword = Keyword.NCHAR;
        value = Keyword.NCHAR.word;
        end = start + 1;
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private int endOfName(int from) {
    int at = from;
    while (at < length && isNamePart(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private String foldedName() {
    int at = start;
    while (at < end && (text.charAt(at) < 'A' || text.charAt(at) > 'Z')) {
      at++;
    }
    if (at == end) {
      return truncated(text.substring(start, end));
    }
    char[] folded = new char[end - start];
    for (int i = 0; i < folded.length; i++) {
      char c = text.charAt(start + i);
      folded[i] = c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c;
    }
    return truncated(new String(folded));
  }

  /** A name cut to what PostgreSQL keeps of it: 63 bytes of UTF-8, whole characters. */
  static String truncated(String name) {
    if (name.length() * 3 <= LONGEST_NAME) {
      return name;
    }
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= LONGEST_NAME) {
      return name;
    }
    int keep = LONGEST_NAME;
    while ((bytes[keep] & 0xC0) == 0x80) {
      keep--;
    }
    return new String(bytes, 0, keep, StandardCharsets.UTF_8);
  }

  // Numbers

  private void number() {
    char second = (char) (charAt(start + 1) | 0x20);
    if (text.charAt(start) == '0' && (second == 'x' || second == 'o' || second == 'b')) {
      if (prefixedInteger(second)) {
        return;
      }
    }
    int at = digits(start);
    boolean integer = true;
    if (charAt(at) == '.' && charAt(at + 1) != '.') {
      integer = false;
      at = isDigit(at + 1) ? digits(at + 1) : at + 1;
    }
    if ((charAt(at) | 0x20) == 'e') {
      int exponent = at + 1;
      boolean signed = charAt(exponent) == '+' || charAt(exponent) == '-';
      if (signed) {
        exponent++;
      }
      if (isDigit(exponent)) {
        integer = false;
        at = digits(exponent);
      } else if (signed) {
        throw Errors.near("trailing junk after numeric literal", text, start, exponent);
      }
    }
    refuseJunk(at);
    end = at;
    String digits = withoutUnderscores(start, end);
    if (integer) {
      integer(digits, 10);
    } else {
      kind = TokenKind.NUMBER;
      value = digits;
    }
  }

  /** True when it was one; false when it is a plain 0 with junk behind, which reports itself. */
  private boolean prefixedInteger(char letter) {
    int radix = letter == 'x' ? 16 : letter == 'o' ? 8 : 2;
    int at = start + 2;
    int digits = 0;
    while (true) {
      int digit = charAt(at) == '_' ? at + 1 : at;
      if (digit >= length
          || text.charAt(digit) > 'f'
          || Character.digit(charAt(digit), radix) < 0) {
        break;
      }
      digits++;
      at = digit + 1;
    }
    if (digits == 0) {
      int stop = charAt(at) == '_' ? at + 1 : at;
      if (endOfName(start + 1) <= stop) {
        String base = radix == 16 ? "hexadecimal" : radix == 8 ? "octal" : "binary";
        throw Errors.near("invalid " + base + " integer", text, start, stop);
      }
      return false;
    }
    refuseJunk(at);
    end = at;
    integer(withoutUnderscores(start + 2, end), radix);
    return true;
  }

  private void refuseJunk(int at) {
    if (at < length && (classOf(text.charAt(at)) & NAME_START) != 0) {
      throw Errors.near("trailing junk after numeric literal", text, start, endOfName(at));
    }
  }

  private int digits(int from) {
    int at = from;
    while (isDigit(at) || charAt(at) == '_' && at > from && isDigit(at + 1)) {
      at++;
    }
    return at;
  }

  private String withoutUnderscores(int from, int to) {
    String digits = text.substring(from, to);
    return digits.indexOf('_') < 0 ? digits : digits.replace("_", "");
  }

  private void integer(String digits, int radix) {
    if (digits.length() <= 10 || radix != 10) {
      try {
        value = Integer.valueOf(digits, radix);
        kind = TokenKind.INTEGER;
        return;
      } catch (NumberFormatException tooLarge) {
        // PostgreSQL, too, makes a number of what does not fit an int.
      }
    }
    kind = TokenKind.NUMBER;
    value = radix == 10 ? digits : new java.math.BigInteger(digits, radix).toString();
  }

  // Operators and punctuation

  private void operator() {
    int at = start;
    while (at < length && (classOf(text.charAt(at)) & OPERATOR) != 0) {
      char c = text.charAt(at);
      char following = charAt(at + 1);
      if (at > start && (c == '/' && following == '*' || c == '-' && following == '-')) {
        break;
      }
      at++;
    }
    end = start + operatorLength(at - start);
    TokenKind single = end == start + 1 ? singleOperator(text.charAt(start)) : null;
    if (single != null) {
      kind = single;
      value = single.symbol;
      return;
    }
    String symbol = text.substring(start, end);
    TokenKind pair = end == start + 2 ? pairedOperator(symbol) : null;
    if (pair == null && symbol.length() > LONGEST_NAME) {
      throw Errors.near("operator too long", text, start, end);
    }
    kind = pair == null ? TokenKind.OPERATOR : pair;
    value = pair == null ? symbol : pair.symbol;
  }

  /** For the standard's sake {@code a*-b} is two operators, yet {@code @-} is one. */
  private int operatorLength(int written) {
    int kept = written;
    boolean special = false;
    for (int i = 0; i < written - 1; i++) {
      special |= "~!@#^&|`?%".indexOf(text.charAt(start + i)) >= 0;
    }
    while (!special && kept > 1 && isSign(text.charAt(start + kept - 1))) {
      kept--;
    }
    return kept;
  }

  private static boolean isSign(char c) {
    return c == '+' || c == '-';
  }

  private static @Nullable TokenKind singleOperator(char symbol) {
    return switch (symbol) {
      case '+' -> TokenKind.PLUS;
      case '-' -> TokenKind.MINUS;
      case '*' -> TokenKind.STAR;
      case '/' -> TokenKind.SLASH;
      case '%' -> TokenKind.PERCENT;
      case '^' -> TokenKind.CARET;
      case '<' -> TokenKind.LESS;
      case '>' -> TokenKind.GREATER;
      case '=' -> TokenKind.EQUALS;
      default -> null;
    };
  }

  private static @Nullable TokenKind pairedOperator(String symbol) {
    return switch (symbol) {
      case "=>" -> TokenKind.EQUALS_GREATER;
      case "<=" -> TokenKind.LESS_EQUALS;
      case ">=" -> TokenKind.GREATER_EQUALS;
      case "<>", "!=" -> TokenKind.NOT_EQUALS;
      default -> null;
    };
  }

  private void punctuation(char c) {
    switch (c) {
      case '\'' -> string(TokenKind.STRING, quoted.standard(start, start));
      case '"' -> string(TokenKind.IDENTIFIER, quoted.identifier(start, start));
      case '$' -> dollar();
      case ',' -> symbol(TokenKind.COMMA);
      case ';' -> symbol(TokenKind.SEMICOLON);
      case '(' -> symbol(TokenKind.LEFT_PARENTHESIS);
      case ')' -> symbol(TokenKind.RIGHT_PARENTHESIS);
      case '[' -> symbol(TokenKind.LEFT_BRACKET);
      case ']' -> symbol(TokenKind.RIGHT_BRACKET);
      case '.' -> symbol(charAt(start + 1) == '.' ? TokenKind.DOT_DOT : TokenKind.DOT);
      case ':' -> {
        char following = charAt(start + 1);
        symbol(
            following == ':'
                ? TokenKind.TYPECAST
                : following == '=' ? TokenKind.COLON_EQUALS : TokenKind.COLON);
      }
      default -> {
        kind = TokenKind.OTHER;
        end = start + 1;
      }
    }
  }

  private void symbol(TokenKind fixed) {
    kind = fixed;
    value = fixed.symbol;
    end = start + fixed.symbol.length();
  }

  private void string(TokenKind of, String content) {
    kind = of;
    value = content;
    end = quoted.end();
  }

  private void dollar() {
    if (isDigit(start + 1)) {
      parameter();
      return;
    }
    int at = start + 1;
    if (at < length && (classOf(text.charAt(at)) & NAME_START) != 0) {
      at++;
      while (at < length && text.charAt(at) != '$' && isNamePart(text.charAt(at))) {
        at++;
      }
    }
    if (charAt(at) == '$') {
      string(TokenKind.STRING, quoted.dollarQuoted(start, at + 1));
    } else {
      kind = TokenKind.OTHER;
      end = start + 1;
    }
  }

  private void parameter() {
    int at = start + 1;
    while (isDigit(at)) {
      at++;
    }
    if (at < length && (classOf(text.charAt(at)) & NAME_START) != 0) {
      throw Errors.near("trailing junk after parameter", text, start, endOfName(at));
    }
    try {
      value = Integer.valueOf(text.substring(start + 1, at));
    } catch (NumberFormatException tooLarge) {
      throw Errors.near("parameter number too large", text, start, at);
    }
    kind = TokenKind.PARAMETER;
    end = at;
  }

  // Characters

  private char charAt(int at) {
    return at < length ? text.charAt(at) : 0;
  }

  private boolean isDigit(int at) {
    return at < length && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  private static boolean isNamePart(char c) {
    return (classOf(c) & (NAME_START | DIGIT)) != 0 || c == '$';
  }

  static boolean isSpace(char c) {
    return (classOf(c) & SPACE) != 0;
  }

  private static byte classOf(char c) {
    return c < 128 ? CLASSES[c] : NAME_START;
  }

  private static byte[] classes() {
    byte[] classes = new byte[128];
    for (char c : " \t\n\r\f\u000b".toCharArray()) {
      classes[c] = SPACE;
    }
    for (char c : "~!@#^&|`?+-*/%<>=".toCharArray()) {
      classes[c] = OPERATOR;
    }
    for (char c = 'a'; c <= 'z'; c++) {
      classes[c] = NAME_START;
      classes[c - 'a' + 'A'] = NAME_START;
    }
    classes['_'] = NAME_START;
    for (char c = '0'; c <= '9'; c++) {
      classes[c] = DIGIT;
    }
    return classes;
  }
}
