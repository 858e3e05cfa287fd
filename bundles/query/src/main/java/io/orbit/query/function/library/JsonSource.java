package io.orbit.query.function.library;

import io.orbit.api.value.text.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** json (text as written, known to be valid) taken apart into pieces of its own text. */
final class JsonSource {
  private final String text;
  private int at;

  private JsonSource(String text) {
    this.text = text;
    skipSpace();
  }

  /** A member of an object. */
  record Member(String name, String value) {}

  static char first(String json) {
    return new JsonSource(json).peek();
  }

  static boolean isObject(String json) {
    return first(json) == '{';
  }

  static boolean isArray(String json) {
    return first(json) == '[';
  }

  static String kind(String json) {
    return switch (first(json)) {
      case '{' -> "object";
      case '[' -> "array";
      case '"' -> "string";
      case 't', 'f' -> "boolean";
      case 'n' -> "null";
      default -> "number";
    };
  }

  /** All members in order, also those of equal names; empty for what is no object. */
  static List<Member> members(String json) {
    List<Member> members = new ArrayList<>();
    JsonSource source = new JsonSource(json);
    if (source.peek() == '{') {
      source.object((name, value) -> members.add(new Member(name, value)));
    }
    return members;
  }

  /** All elements in order; empty for what is no array. */
  static List<String> elements(String json) {
    List<String> elements = new ArrayList<>();
    JsonSource source = new JsonSource(json);
    if (source.peek() != '[') {
      return elements;
    }
    source.at++;
    source.skipSpace();
    while (source.peek() != ']') {
      elements.add(source.value());
      source.skipSeparator();
    }
    return elements;
  }

  /** The last member of that name. */
  static @Nullable String member(String json, String name) {
    String found = null;
    for (Member member : members(json)) {
      if (member.name().equals(name)) {
        found = member.value();
      }
    }
    return found;
  }

  static @Nullable String element(String json, int index) {
    List<String> elements = elements(json);
    int position = index < 0 ? elements.size() + index : index;
    return position < 0 || position >= elements.size() ? null : elements.get(position);
  }

  static @Nullable String step(String json, String step) {
    if (isArray(json)) {
      Integer index = Json.index(step);
      return index == null ? null : element(json, index);
    }
    return member(json, step);
  }

  /** A value as text: strings unescaped and without quotes, null for JSON null. */
  static @Nullable String text(@Nullable String json) {
    if (json == null) {
      return null;
    }
    return switch (first(json)) {
      case '"' -> (String) Json.read(JsonText.normalize(json));
      case 'n' -> null;
      default -> json;
    };
  }

  private void object(BiConsumer<String, String> member) {
    at++;
    skipSpace();
    while (peek() != '}') {
      String name = (String) Json.read(JsonText.normalize(value()));
      skipSpace();
      at++;
      skipSpace();
      member.accept(name, value());
      skipSeparator();
    }
  }

  /** The text of the value here, and past it. */
  private String value() {
    int start = at;
    int depth = 0;
    do {
      char c = peek();
      if (c == '"') {
        skipString();
      } else if (c == '{' || c == '[') {
        depth++;
        at++;
      } else if (c == '}' || c == ']') {
        depth--;
        at++;
      } else if (depth > 0 && (c == ',' || c == ':' || isSpace(c))) {
        at++;
      } else {
        skipWord();
      }
    } while (depth > 0);
    return text.substring(start, at);
  }

  private void skipString() {
    at++;
    while (peek() != '"') {
      at += peek() == '\\' ? 2 : 1;
    }
    at++;
  }

  private void skipWord() {
    while (at < text.length() && ",:]}".indexOf(text.charAt(at)) < 0 && !isSpace(text.charAt(at))) {
      at++;
    }
  }

  private void skipSeparator() {
    skipSpace();
    if (peek() == ',') {
      at++;
      skipSpace();
    }
  }

  private void skipSpace() {
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
  }

  private char peek() {
    return text.charAt(at);
  }
}
