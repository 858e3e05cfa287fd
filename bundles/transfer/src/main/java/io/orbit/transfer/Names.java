package io.orbit.transfer;

import java.nio.charset.StandardCharsets;

/** Identifiers and literals as SQL text, and names as file names. */
public final class Names {
  private Names() {}

  /** Always in quotes, so that no keyword of any version is in the way. */
  public static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  public static String qualified(String schema, String name) {
    return identifier(schema) + "." + identifier(name);
  }

  /** A string literal, whatever {@code standard_conforming_strings} is. */
  public static String literal(String text) {
    String quoted = '\'' + text.replace("'", "''").replace("\\", "\\\\") + '\'';
    return text.indexOf('\\') >= 0 ? "E" + quoted : quoted;
  }

  /** In parentheses, once. */
  public static String parenthesized(String text) {
    return isParenthesized(text) ? text : "(" + text + ")";
  }

  /** Whether the first parenthesis is closed by the last character; those in texts do not count. */
  private static boolean isParenthesized(String text) {
    int depth = 0;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      }
      if (depth == 0) {
        return i > 0 && i == text.length() - 1;
      }
    }
    return false;
  }

  /** A name that every file system takes: other bytes than letters, digits, _ and - as %XX. */
  public static String file(String name) {
    StringBuilder out = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      boolean plain =
          (b >= 'a' && b <= 'z')
              || (b >= 'A' && b <= 'Z')
              || (b >= '0' && b <= '9')
              || b == '_'
              || b == '-';
      if (plain) {
        out.append((char) b);
      } else {
        out.append('%').append(String.format("%02X", b));
      }
    }
    return out.toString();
  }
}
