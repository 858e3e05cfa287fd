package io.orbit.query.function.library;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;

/** LIKE: {@code %} for any characters, {@code _} for one, a backslash before a literal one. */
final class LikePattern {
  private LikePattern() {}

  static boolean matches(String text, String pattern, boolean ignoreCase) {
    return ignoreCase
        ? matches(StringFunctions.lower(text), StringFunctions.lower(pattern))
        : matches(text, pattern);
  }

  /** Greedy matching with a step back to the last {@code %}: linear memory, no recursion. */
  private static boolean matches(String text, String pattern) {
    int t = 0;
    int p = 0;
    int starPattern = -1;
    int starText = 0;
    while (true) {
      boolean atEnd = t >= text.length();
      if (p < pattern.length() && pattern.charAt(p) == '%') {
        starPattern = ++p;
        starText = t;
        if (p == pattern.length()) {
          return true;
        }
        continue;
      }
      if (p >= pattern.length()) {
        if (atEnd) {
          return true;
        }
      } else if (!atEnd) {
        int c = text.codePointAt(t);
        int step = step(pattern, p, c);
        if (step > 0) {
          p += step;
          t += Character.charCount(c);
          continue;
        }
      } else {
        return false;
      }
      if (starPattern < 0 || starText >= text.length()) {
        return false;
      }
      starText += Character.charCount(text.codePointAt(starText));
      t = starText;
      p = starPattern;
    }
  }

  /** Length of the pattern's next part when it fits the character, else 0. */
  private static int step(String pattern, int p, int c) {
    int wanted = pattern.codePointAt(p);
    if (wanted == '_') {
      return 1;
    }
    if (wanted == '\\') {
      checkEscape(pattern, p);
      int literal = pattern.codePointAt(p + 1);
      return literal == c ? 1 + Character.charCount(literal) : 0;
    }
    return wanted == c ? Character.charCount(wanted) : 0;
  }

  private static void checkEscape(String pattern, int p) {
    if (pattern.charAt(p) == '\\' && p + 1 >= pattern.length()) {
      throw new OrbitException(
          ErrorCode.INVALID_ESCAPE_SEQUENCE, "LIKE pattern must not end with escape character");
    }
  }
}
