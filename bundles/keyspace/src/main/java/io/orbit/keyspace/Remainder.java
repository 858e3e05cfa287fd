package io.orbit.keyspace;

import io.orbit.api.value.text.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The undeclared fields of a record: a JSON object's members, each as its JSON text. Reads only
 * objects in normal form, as the store keeps them.
 */
final class Remainder {
  private final String text;
  private int at;

  private Remainder(String text) {
    this.text = text;
  }

  /** Members by name, in order; changes to the map are the caller's. */
  static Map<String, String> parse(String object) {
    return new Remainder(object).members();
  }

  static String format(Map<String, String> members) {
    StringBuilder out = new StringBuilder("{");
    for (Map.Entry<String, String> member : members.entrySet()) {
      if (out.length() > 1) {
        out.append(", ");
      }
      JsonText.quote(member.getKey(), out).append(": ").append(member.getValue());
    }
    return JsonText.normalize(out.append('}').toString());
  }

  static String quote(String text) {
    return JsonText.quote(text, new StringBuilder()).toString();
  }

  /** A member as a hash field: a string's characters, other values as JSON, null as no field. */
  static Optional<String> text(String json) {
    if (json.equals("null")) {
      return Optional.empty();
    }
    return Optional.of(json.startsWith("\"") ? new Remainder(json).string() : json);
  }

  private Map<String, String> members() {
    Map<String, String> members = new LinkedHashMap<>();
    at = text.indexOf('{') + 1;
    for (skipBlanks(); text.charAt(at) != '}'; skipBlanks()) {
      String name = string();
      at = text.indexOf(':', at) + 1;
      skipBlanks();
      int start = at;
      skipValue();
      members.put(name, text.substring(start, at));
      skipBlanks();
      if (text.charAt(at) == ',') {
        at++;
      }
    }
    return members;
  }

  private void skipBlanks() {
    while (Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  /** Skips a string, a nested value by counting its brackets, or a word or number. */
  private void skipValue() {
    int depth = 0;
    do {
      char letter = text.charAt(at);
      if (letter == '"') {
        string();
        continue;
      }
      if (letter == '{' || letter == '[') {
        depth++;
      } else if (letter == '}' || letter == ']') {
        if (depth == 0) {
          return;
        }
        depth--;
      } else if (letter == ',' && depth == 0) {
        return;
      }
      at++;
    } while (at < text.length());
  }

  private String string() {
    StringBuilder out = new StringBuilder();
    for (at++; text.charAt(at) != '"'; at++) {
      char letter = text.charAt(at);
      if (letter == '\\') {
        letter = escaped(text.charAt(++at));
      }
      out.append(letter);
    }
    at++;
    return out.toString();
  }

  private char escaped(char letter) {
    return switch (letter) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        at += 4;
        yield (char) Integer.parseInt(text, at - 3, at + 1, 16);
      }
      default -> letter;
    };
  }
}
