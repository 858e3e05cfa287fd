package io.orbit.protocol.redis.json;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.CommandFailure;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Text to a value (RFC 8259). */
final class JsonReader {
  private static final int MOST_DEPTH = 128;
  private static final BigInteger GREATEST = BigInteger.TWO.pow(64);

  private final String text;
  private int at;
  private int depth;

  private JsonReader(String text) {
    this.text = text;
  }

  /**
   * Reads a whole text.
   *
   * @throws CommandFailure where it is no JSON
   */
  static Object read(ByteRange bytes) {
    try {
      return read(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.array(), bytes.offset(), bytes.length()))
              .toString());
    } catch (CharacterCodingException e) {
      throw new CommandFailure("ERR Couldn't parse as UTF-8 string");
    }
  }

  static Object read(String text) {
    JsonReader reader = new JsonReader(text);
    reader.skipBlanks();
    Object value = reader.value();
    reader.skipBlanks();
    if (reader.at < text.length()) {
      throw reader.failure("trailing characters", 1);
    }
    return value;
  }

  /** As serde says where: a line, and how many bytes of it have been read. */
  private CommandFailure failure(String what, int more) {
    int line = 1;
    int begin = 0;
    for (int i = 0; i < Math.min(at, text.length()); i++) {
      if (text.charAt(i) == '\n') {
        line++;
        begin = i + 1;
      }
    }
    return new CommandFailure(
        "ERR " + what + " at line " + line + " column " + (at - begin + more));
  }

  private CommandFailure ended(String what) {
    return failure("EOF while parsing " + what, 0);
  }

  private void skipBlanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private int peek() {
    return at < text.length() ? text.charAt(at) : -1;
  }

  private Object value() {
    int letter = peek();
    return switch (letter) {
      case -1 -> throw ended("a value");
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> word("true", Boolean.TRUE);
      case 'f' -> word("false", Boolean.FALSE);
      case 'n' -> word("null", JsonNull.NULL);
      default -> {
        if (letter == '-' || isDigit(letter)) {
          yield number();
        }
        throw failure("expected value", 1);
      }
    };
  }

  private Object word(String word, Object value) {
    for (int i = 0; i < word.length(); i++, at++) {
      if (peek() < 0) {
        throw ended("a value");
      }
      if (peek() != word.charAt(i)) {
        throw failure("expected ident", 1);
      }
    }
    return value;
  }

  private static boolean isDigit(int letter) {
    return letter >= '0' && letter <= '9';
  }

  private void digits() {
    if (peek() < 0) {
      throw ended("a value");
    }
    if (!isDigit(peek())) {
      throw failure("invalid number", 1);
    }
    while (isDigit(peek())) {
      at++;
    }
  }

  private Object number() {
    int begin = at;
    if (peek() == '-') {
      at++;
    }
    boolean zero = peek() == '0';
    int first = at;
    digits();
    if (zero && at - first > 1) {
      at = first + 1;
      throw failure("invalid number", 1);
    }
    boolean fraction = false;
    if (peek() == '.') {
      fraction = true;
      at++;
      digits();
    }
    if (peek() == 'e' || peek() == 'E') {
      fraction = true;
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits();
    }
    String digits = text.substring(begin, at);
    if (!fraction) {
      BigInteger whole = new BigInteger(digits);
      if (whole.bitLength() < Long.SIZE) {
        return digits.equals("-0") ? (Object) (-0.0) : (Object) whole.longValue();
      }
      if (whole.signum() > 0 && whole.compareTo(GREATEST) < 0) {
        return whole;
      }
    }
    double value = Double.parseDouble(digits);
    if (Double.isInfinite(value)) {
      throw failure("number out of range", 0);
    }
    return value;
  }

  private String string() {
    at++;
    StringBuilder content = new StringBuilder();
    while (true) {
      int letter = peek();
      if (letter < 0) {
        throw ended("a string");
      }
      at++;
      if (letter == '"') {
        return content.toString();
      }
      if (letter == '\\') {
        escape(content);
      } else if (letter < ' ') {
        throw failure("control character (\\u0000-\\u001F) found while parsing a string", 0);
      } else {
        content.append((char) letter);
      }
    }
  }

  private void escape(StringBuilder content) {
    int letter = peek();
    at++;
    switch (letter) {
      case -1 -> throw ended("a string");
      case '"', '\\', '/' -> content.append((char) letter);
      case 'b' -> content.append('\b');
      case 'f' -> content.append('\f');
      case 'n' -> content.append('\n');
      case 'r' -> content.append('\r');
      case 't' -> content.append('\t');
      case 'u' -> unicode(content);
      default -> throw failure("invalid escape", 0);
    }
  }

  private void unicode(StringBuilder content) {
    char code = hexadecimal();
    if (Character.isLowSurrogate(code)) {
      throw failure("lone leading surrogate in hex escape", 0);
    }
    content.append(code);
    if (Character.isHighSurrogate(code)) {
      if (!text.startsWith("\\u", at)) {
        throw failure("unexpected end of hex escape", 0);
      }
      at += 2;
      char low = hexadecimal();
      if (!Character.isLowSurrogate(low)) {
        throw failure("lone leading surrogate in hex escape", 0);
      }
      content.append(low);
    }
  }

  private char hexadecimal() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(peek() < 0 ? ' ' : (char) peek(), 16);
      if (digit < 0) {
        throw peek() < 0 ? ended("a string") : failure("invalid escape", 1);
      }
      code = code << 4 | digit;
      at++;
    }
    return (char) code;
  }

  private void descend() {
    if (++depth > MOST_DEPTH) {
      throw failure("recursion limit exceeded", 1);
    }
  }

  private List<Object> array() {
    descend();
    at++;
    List<Object> elements = new ArrayList<>();
    skipBlanks();
    if (peek() == ']') {
      at++;
      depth--;
      return elements;
    }
    while (true) {
      skipBlanks();
      elements.add(value());
      skipBlanks();
      if (peek() == ']') {
        at++;
        depth--;
        return elements;
      }
      if (peek() < 0) {
        throw ended("a list");
      }
      if (peek() != ',') {
        throw failure("expected `,` or `]`", 1);
      }
      at++;
    }
  }

  private Map<String, Object> object() {
    descend();
    at++;
    Map<String, Object> members = new LinkedHashMap<>();
    skipBlanks();
    if (peek() == '}') {
      at++;
      depth--;
      return members;
    }
    while (true) {
      skipBlanks();
      if (peek() < 0) {
        throw ended("an object");
      }
      if (peek() != '"') {
        throw failure("key must be a string", 1);
      }
      String name = string();
      skipBlanks();
      if (peek() != ':') {
        throw peek() < 0 ? ended("an object") : failure("expected `:`", 1);
      }
      at++;
      skipBlanks();
      members.put(name, value());
      skipBlanks();
      if (peek() == '}') {
        at++;
        depth--;
        return members;
      }
      if (peek() < 0) {
        throw ended("an object");
      }
      if (peek() != ',') {
        throw failure("expected `,` or `}`", 1);
      }
      at++;
    }
  }
}
