package io.orbit.api.value;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A jsonb value (text in normal form) as Java objects: null, {@link Boolean}, {@link Decimal},
 * {@link String}, {@link List}, {@link Map} in key order. Reads normal form only: what {@code
 * ValueText.parse} answers for JSONB; anything else fails with {@link IllegalArgumentException}.
 */
public final class JsonTree {
  private final String text;
  private int at;
  private int count;

  private JsonTree(String text) {
    this.text = text;
  }

  /** The tree of a value in normal form. */
  public static @Nullable Object parse(String normalized) {
    JsonTree tree = new JsonTree(normalized);
    Object value = tree.value();
    if (tree.at != normalized.length()) {
      throw tree.malformed();
    }
    return value;
  }

  private @Nullable Object value() {
    ElementLimit.require(++count);
    return switch (peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> literal("true", Boolean.TRUE);
      case 'f' -> literal("false", Boolean.FALSE);
      case 'n' -> literal("null", null);
      default -> number();
    };
  }

  private Map<String, @Nullable Object> object() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    at++;
    while (peek() != '}') {
      String name = string();
      expect(": ");
      members.put(name, value());
      if (peek() == ',') {
        expect(", ");
      }
    }
    at++;
    return members;
  }

  private List<@Nullable Object> array() {
    List<@Nullable Object> elements = new ArrayList<>();
    at++;
    while (peek() != ']') {
      elements.add(value());
      if (peek() == ',') {
        expect(", ");
      }
    }
    at++;
    return elements;
  }

  private String string() {
    if (peek() != '"') {
      throw malformed();
    }
    int start = ++at;
    int end = text.indexOf('"', at);
    if (end < 0) {
      throw malformed();
    }
    if (text.indexOf('\\', start) < 0 || text.indexOf('\\', start) > end) {
      at = end + 1;
      return text.substring(start, end);
    }
    StringBuilder out = new StringBuilder();
    while (peek() != '"') {
      char c = text.charAt(at++);
      out.append(c == '\\' ? escaped() : c);
    }
    at++;
    return out.toString();
  }

  private char escaped() {
    char c = peek();
    at++;
    return switch (c) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        at += 4;
        yield (char) Integer.parseInt(text, at - 4, at, 16);
      }
      default -> c;
    };
  }

  private Decimal number() {
    int start = at;
    while (at < text.length() && "-+.0123456789eE".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    try {
      return Decimal.of(new BigDecimal(text.substring(start, at)));
    } catch (NumberFormatException e) {
      throw malformed();
    }
  }

  private @Nullable Object literal(String word, @Nullable Object value) {
    expect(word);
    return value;
  }

  private void expect(String word) {
    if (!text.startsWith(word, at)) {
      throw malformed();
    }
    at += word.length();
  }

  private char peek() {
    if (at >= text.length()) {
      throw malformed();
    }
    return text.charAt(at);
  }

  private IllegalArgumentException malformed() {
    return new IllegalArgumentException("not jsonb in normal form at " + at + ": " + text);
  }
}
