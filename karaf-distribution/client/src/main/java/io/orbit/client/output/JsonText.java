package io.orbit.client.output;

import java.util.regex.Pattern;

/** Pieces of JSON (RFC 8259) as text. */
public final class JsonText {
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9]\\d*+)(?:\\.\\d++)?(?:[eE][+-]?\\d++)?");

  private JsonText() {}

  /** A string with its quotes. */
  public static String quote(String text) {
    StringBuilder json = new StringBuilder(text.length() + 2).append('"');
    for (int at = 0; at < text.length(); at++) {
      char sign = text.charAt(at);
      switch (sign) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default -> {
          if (sign < ' ' || sign == 0x7f) {
            json.append(String.format("\\u%04x", (int) sign));
          } else {
            json.append(sign);
          }
        }
      }
    }
    return json.append('"').toString();
  }

  /** Whether the text is a number as JSON writes it; NaN and the infinities are none. */
  public static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }
}
