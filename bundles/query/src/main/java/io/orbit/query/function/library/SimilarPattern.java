package io.orbit.query.function.library;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;

/** SIMILAR TO patterns (SQL standard) as Java regular expressions. */
final class SimilarPattern {
  private SimilarPattern() {}

  /** A pattern whose escape character is a backslash. */
  static String toJava(String pattern) {
    StringBuilder out = new StringBuilder(pattern.length() + 16);
    boolean inBrackets = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\') {
        if (i + 1 == pattern.length()) {
          throw new OrbitException(
              ErrorCode.INVALID_REGULAR_EXPRESSION,
              "invalid regular expression: invalid escape \\ sequence");
        }
        char literal = pattern.charAt(++i);
        out.append(Character.isLetterOrDigit(literal) ? "" : "\\").append(literal);
      } else if (inBrackets) {
        inBrackets = c != ']';
        out.append(c == '[' || c == '&' ? "\\" : "").append(c);
      } else {
        inBrackets = c == '[';
        append(out, c);
      }
    }
    return out.toString();
  }

  private static void append(StringBuilder out, char c) {
    switch (c) {
      case '%' -> out.append(".*");
      case '_' -> out.append('.');
      case '(' -> out.append("(?:");
      case '.', '^', '$' -> out.append('\\').append(c);
      default -> out.append(c);
    }
  }

  /** The pattern with a backslash as its escape character. */
  static String escaped(String pattern, String escape) {
    if (StringFunctions.codePoints(escape) > 1) {
      throw new OrbitException(ErrorCode.INVALID_ESCAPE_SEQUENCE, "invalid escape string")
          .withHint("Escape string must be empty or one character.");
    }
    if (escape.equals("\\")) {
      return pattern;
    }
    String doubled = pattern.replace("\\", "\\\\");
    return escape.isEmpty()
        ? doubled
        : doubled.replace(escape + escape, "\\" + escape).replace(escape, "\\");
  }
}
