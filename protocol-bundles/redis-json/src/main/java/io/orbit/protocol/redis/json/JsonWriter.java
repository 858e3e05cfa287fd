package io.orbit.protocol.redis.json;

import java.util.List;
import java.util.Map;

/**
 * A value to text.
 *
 * @param indent before each level
 * @param newline behind each line
 * @param space behind a colon
 */
record JsonWriter(String indent, String newline, String space) {
  static final JsonWriter COMPACT = new JsonWriter("", "", "");

  static String compact(Object value) {
    return COMPACT.write(value);
  }

  String write(Object value) {
    StringBuilder out = new StringBuilder();
    write(value, 0, out);
    return out.toString();
  }

  private void write(Object value, int depth, StringBuilder out) {
    switch (value) {
      case JsonNull none -> out.append("null");
      case Double number -> out.append(number(number));
      case String text -> string(text, out);
      case List<?> array -> {
        out.append('[');
        String separator = "";
        for (Object each : array) {
          out.append(separator);
          line(depth + 1, out);
          write(each, depth + 1, out);
          separator = ",";
        }
        if (!array.isEmpty()) {
          line(depth, out);
        }
        out.append(']');
      }
      case Map<?, ?> object -> {
        out.append('{');
        String separator = "";
        for (Map.Entry<String, Object> each : Json.object(object).entrySet()) {
          out.append(separator);
          line(depth + 1, out);
          string(each.getKey(), out);
          out.append(':').append(space);
          write(each.getValue(), depth + 1, out);
          separator = ",";
        }
        if (!object.isEmpty()) {
          line(depth, out);
        }
        out.append('}');
      }
      default -> out.append(value);
    }
  }

  private void line(int depth, StringBuilder out) {
    out.append(newline);
    for (int i = 0; i < depth; i++) {
      out.append(indent);
    }
  }

  /** Shortest digits, with a fraction even where it is zero, as ryu writes them. */
  static String number(double value) {
    String text = Double.toString(value);
    int power = text.indexOf('E');
    if (power < 0) {
      return text;
    }
    int exponent = Integer.parseInt(text.substring(power + 1));
    if (exponent >= 0 && exponent < 16 || exponent < 0 && exponent >= -5) {
      String plain = new java.math.BigDecimal(text).toPlainString();
      return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }
    String digits = text.substring(0, power);
    return (digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits)
        + "e"
        + exponent;
  }

  static void string(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      switch (letter) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (letter < ' ') {
            out.append("\\u%04x".formatted((int) letter));
          } else {
            out.append(letter);
          }
        }
      }
    }
    out.append('"');
  }
}
