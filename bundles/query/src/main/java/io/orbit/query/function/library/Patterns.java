package io.orbit.query.function.library;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Compiled patterns, the most recently used of them kept. Any number of threads. */
final class Patterns {
  private static final int KEPT = 256;

  private record Key(String pattern, String flags) {}

  private static final Map<Key, Pattern> CACHE =
      new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Pattern> eldest) {
          return size() > KEPT;
        }
      };

  private Patterns() {}

  /** A pattern made by a compiler whose name the flags are. */
  static Pattern cached(String written, String flags, Function<String, Pattern> compiler) {
    Key key = new Key(written, flags);
    synchronized (CACHE) {
      Pattern known = CACHE.get(key);
      if (known != null) {
        return known;
      }
    }
    Pattern compiled;
    try {
      compiled = compiler.apply(written);
    } catch (PatternSyntaxException malformed) {
      throw invalid(reason(malformed.getDescription()));
    }
    synchronized (CACHE) {
      CACHE.put(key, compiled);
    }
    return compiled;
  }

  /** PostgreSQL's words for what Java found. */
  private static String reason(String description) {
    if (description.startsWith("Unclosed group") || description.startsWith("Unmatched closing")) {
      return "parentheses () not balanced";
    }
    if (description.startsWith("Dangling meta")) {
      return "quantifier operand invalid";
    }
    if (description.startsWith("Unclosed character class")) {
      return "brackets [] not balanced";
    }
    if (description.startsWith("Illegal repetition")
        || description.startsWith("Unclosed counted")) {
      return "invalid repetition count(s)";
    }
    if (description.startsWith("Illegal character range")) {
      return "invalid character range";
    }
    return description;
  }

  static OrbitException invalid(String reason) {
    return new OrbitException(
        ErrorCode.INVALID_REGULAR_EXPRESSION, "invalid regular expression: " + reason);
  }

  /** A regular expression in PostgreSQL's syntax with its option letters. */
  static Pattern regular(String written, String flags) {
    return cached(written, "re:" + flags, text -> AdvancedRegularExpression.compile(text, flags));
  }
}
