package io.orbit.query.function.library;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.query.execute.Evaluation;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** SIMILAR TO patterns (SQL standard) as Java regular expressions. */
final class SimilarPattern {
  private SimilarPattern() {}

  /** The pattern, which has a backslash as its escape character, for a whole text. */
  static Pattern compile(String pattern) {
    return Patterns.cached(
        pattern,
        "similar",
        written -> Pattern.compile("\\A(?:" + toJava(written) + ")\\z", Pattern.DOTALL));
  }

  /** What is between the two separators ({@code #"} with the escape character #) of a pattern. */
  static @Nullable String substring(
      String text, String pattern, String escape, Evaluation evaluation) {
    String separator = escape + '"';
    String[] parts = pattern.split(Pattern.quote(separator), -1);
    if (parts.length > 3) {
      throw new OrbitException(
          ErrorCode.INVALID_ESCAPE_SEQUENCE,
          "SQL regular expression may not contain more than two escape-double-quote separators");
    }
    StringBuilder out = new StringBuilder("\\A");
    for (int i = 0; i < parts.length; i++) {
      boolean wanted = parts.length == 1 || i == 1;
      out.append(wanted ? "(" : "(?:").append(toJava(escaped(parts[i], escape))).append(')');
    }
    Pattern compiled = Patterns.cached(out.append("\\z").toString(), "raw", Pattern::compile);
    Matcher matcher = WatchedText.matcher(compiled, text, evaluation);
    return WatchedText.find(matcher) ? matcher.group(1) : null;
  }

  private static String toJava(String pattern) {
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
