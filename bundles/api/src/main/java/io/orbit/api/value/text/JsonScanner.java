package io.orbit.api.value.text;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import org.jspecify.annotations.Nullable;

/**
 * One pass over JSON text (RFC 8259) that checks it and tells a listener what it meets. Errors are
 * PostgreSQL's. Nesting is limited.
 */
final class JsonScanner {
  /** What the scanner meets, in order. */
  interface Listener {
    void beginObject();

    void endObject();

    void beginArray();

    void endArray();

    void key(String name);

    void string(String value);

    void number(String digits);

    void literal(String word);
  }

  private static final int MAX_DEPTH = 6_400;

  private final String text;
  private final @Nullable Listener listener;
  private int at;
  private int depth;

  private JsonScanner(String text, @Nullable Listener listener) {
    this.text = text;
    this.listener = listener;
  }

  /** Checks the text; a listener also makes strings be unescaped (and their escapes be checked). */
  static void scan(String text, @Nullable Listener listener) {
    JsonScanner scanner = new JsonScanner(text, listener);
    scanner.skipSpace();
    scanner.value();
    scanner.skipSpace();
    if (scanner.at < text.length()) {
      throw scanner.expected("end of input");
    }
  }

  private void value() {
    if (at >= text.length()) {
      throw ended();
    }
    char c = text.charAt(at);
    switch (c) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> {
        String value = string();
        if (listener != null) {
          listener.string(value);
        }
      }
      default -> {
        if (c == '-' || DateTimeFields.isDigit(c)) {
          number();
        } else {
          literal();
        }
      }
    }
  }

  private void object() {
    enter();
    if (listener != null) {
      listener.beginObject();
    }
    at++;
    skipSpace();
    if (peek() == '}') {
      at++;
    } else {
      boolean first = true;
      while (true) {
        if (peek() != '"') {
          throw expected(first ? "string or \"}\"" : "string");
        }
        first = false;
        String name = string();
        if (listener != null) {
          listener.key(name);
        }
        skipSpace();
        if (peek() != ':') {
          throw expected("\":\"");
        }
        at++;
        skipSpace();
        value();
        skipSpace();
        if (peek() == '}') {
          at++;
          break;
        }
        if (peek() != ',') {
          throw expected("\",\" or \"}\"");
        }
        at++;
        skipSpace();
      }
    }
    depth--;
    if (listener != null) {
      listener.endObject();
    }
  }

  private void array() {
    enter();
    if (listener != null) {
      listener.beginArray();
    }
    at++;
    skipSpace();
    if (peek() == ']') {
      at++;
    } else {
      while (true) {
        value();
        skipSpace();
        if (peek() == ']') {
          at++;
          break;
        }
        if (peek() != ',') {
          throw expected("\",\" or \"]\"");
        }
        at++;
        skipSpace();
      }
    }
    depth--;
    if (listener != null) {
      listener.endArray();
    }
  }

  private void enter() {
    if (++depth > MAX_DEPTH) {
      throw new OrbitException(ErrorCode.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded")
          .withDetail("JSON is nested deeper than " + MAX_DEPTH + " levels.");
    }
  }

  private void number() {
    int start = at;
    if (peek() == '-') {
      at++;
    }
    boolean valid = true;
    if (peek() == '0') {
      at++;
    } else {
      valid = digits() > 0;
    }
    if (peek() == '.') {
      at++;
      valid &= digits() > 0;
    }
    if (peek() == 'e' || peek() == 'E') {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      valid &= digits() > 0;
    }
    if (!valid || isWordPart(peek())) {
      at = start;
      throw invalidToken();
    }
    if (listener != null) {
      listener.number(text.substring(start, at));
    }
  }

  private int digits() {
    int start = at;
    while (DateTimeFields.isDigit(peek())) {
      at++;
    }
    return at - start;
  }

  private void literal() {
    for (String word : new String[] {"true", "false", "null"}) {
      if (text.startsWith(word, at)
          && (at + word.length() == text.length()
              || !isWordPart(text.charAt(at + word.length())))) {
        at += word.length();
        if (listener != null) {
          listener.literal(word);
        }
        return;
      }
    }
    throw isWordPart(peek()) ? invalidToken() : expected("JSON value");
  }

  private String string() {
    int start = ++at;
    StringBuilder unescaped = null;
    while (true) {
      if (at >= text.length()) {
        throw invalid("Token \"" + text.substring(start - 1) + "\" is invalid.");
      }
      char c = text.charAt(at);
      if (c == '"') {
        String value = unescaped == null ? text.substring(start, at) : unescaped.toString();
        at++;
        return value;
      }
      if (c < 0x20) {
        throw invalid("Character with value 0x%02x must be escaped.".formatted((int) c));
      }
      if (c == '\\') {
        if (unescaped == null) {
          unescaped = new StringBuilder(text.length() - start).append(text, start, at);
        }
        escape(unescaped, start);
      } else {
        if (unescaped != null) {
          unescaped.append(c);
        }
        at++;
      }
    }
  }

  private void escape(StringBuilder unescaped, int start) {
    at++;
    if (at >= text.length()) {
      throw invalid("Token \"" + text.substring(start - 1) + "\" is invalid.");
    }
    char c = text.charAt(at++);
    switch (c) {
      case '"', '\\', '/' -> unescaped.append(c);
      case 'b' -> unescaped.append('\b');
      case 'f' -> unescaped.append('\f');
      case 'n' -> unescaped.append('\n');
      case 'r' -> unescaped.append('\r');
      case 't' -> unescaped.append('\t');
      case 'u' -> unicode(unescaped);
      default ->
          throw invalid(
              "Escape sequence \"\\"
                  + Character.toString(text.codePointAt(at - 1))
                  + "\" is invalid.");
    }
  }

  private void unicode(StringBuilder unescaped) {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      int digit = at < text.length() && peek() < 128 ? Character.digit(peek(), 16) : -1;
      if (digit < 0) {
        throw invalid("\"\\u\" must be followed by four hexadecimal digits.");
      }
      unit = unit << 4 | digit;
      at++;
    }
    if (listener == null) {
      return;
    }
    if (unit == 0) {
      throw new OrbitException(
              ErrorCode.UNTRANSLATABLE_CHARACTER, "unsupported Unicode escape sequence")
          .withDetail("\\u0000 cannot be converted to text.");
    }
    char c = (char) unit;
    boolean highBefore =
        !unescaped.isEmpty() && Character.isHighSurrogate(unescaped.charAt(unescaped.length() - 1));
    if (Character.isLowSurrogate(c) != highBefore) {
      throw invalid(
          highBefore || Character.isLowSurrogate(c)
              ? "Unicode low surrogate must follow a high surrogate."
              : "Unicode high surrogate must not follow a high surrogate.");
    }
    if (Character.isHighSurrogate(c) && !text.startsWith("\\u", at)) {
      throw invalid("Unicode low surrogate must follow a high surrogate.");
    }
    unescaped.append(c);
  }

  private OrbitException expected(String what) {
    if (at >= text.length()) {
      return ended();
    }
    if (!isToken(token())) {
      return invalidToken();
    }
    return invalid("Expected " + what + ", but found \"" + token() + "\".");
  }

  private OrbitException ended() {
    return invalid("The input string ended unexpectedly.");
  }

  private OrbitException invalidToken() {
    return invalid("Token \"" + token() + "\" is invalid.");
  }

  private static boolean isToken(String token) {
    char c = token.charAt(0);
    return "{}[],:\"-".indexOf(c) >= 0
        || DateTimeFields.isDigit(c)
        || token.equals("true")
        || token.equals("false")
        || token.equals("null");
  }

  private String token() {
    char c = text.charAt(at);
    int end = at;
    if (c == '"') {
      end = at + 1;
      while (end < text.length() && text.charAt(end) != '"') {
        end += text.charAt(end) == '\\' ? 2 : 1;
      }
      return text.substring(at, Math.min(end + 1, text.length()));
    }
    boolean number = c == '-' || DateTimeFields.isDigit(c);
    while (end < text.length()
        && (isWordPart(text.charAt(end)) || (number && "+-.".indexOf(text.charAt(end)) >= 0))) {
      end++;
    }
    return end == at ? Character.toString(text.codePointAt(at)) : text.substring(at, end);
  }

  private static boolean isWordPart(char c) {
    return DateTimeFields.isAlpha(c) || DateTimeFields.isDigit(c) || c == '_' || c >= 128;
  }

  private static OrbitException invalid(String detail) {
    return new OrbitException(
            ErrorCode.INVALID_TEXT_REPRESENTATION, "invalid input syntax for type json")
        .withDetail(detail);
  }

  private void skipSpace() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c != ' ' && c != '\n' && c != '\t' && c != '\r') {
        return;
      }
      at++;
    }
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }
}
