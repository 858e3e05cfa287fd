package io.orbit.query.function.library;

import static io.orbit.query.function.library.Arguments.text;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.query.function.FunctionRegistry;

/** LIKE, SIMILAR TO and regular expressions as operators. */
final class PatternFunctions implements FunctionRegistry.Library {
  @Override
  public void registerIn(FunctionRegistry registry) {
    Definitions definitions = new Definitions(registry);
    for (String type : new String[] {"text", "bpchar", "name"}) {
      like(definitions, "~~", type, false, false);
      like(definitions, "~~*", type, true, false);
      like(definitions, "!~~", type, false, true);
      like(definitions, "!~~*", type, true, true);
      regular(definitions, "~", type, false, false);
      regular(definitions, "~*", type, true, false);
      regular(definitions, "!~", type, false, true);
      regular(definitions, "!~*", type, true, true);
    }
    definitions.add(
        "like(text, text) bool", (e, a) -> LikePattern.matches(text(a, 0), text(a, 1), false));
    definitions.add(
        "notlike(text, text) bool", (e, a) -> !LikePattern.matches(text(a, 0), text(a, 1), false));
    definitions.add("like_escape(text, text) text", (e, a) -> escaped(text(a, 0), text(a, 1)));
    definitions.add(
        "similar_to(text, text) bool",
        (e, a) ->
            WatchedText.find(
                WatchedText.matcher(SimilarPattern.compile(text(a, 1)), text(a, 0), e)));
    definitions.add(
        "similar_escape(text, text) text",
        (e, a) -> SimilarPattern.escaped(text(a, 0), text(a, 1)));
  }

  private static void like(
      Definitions definitions, String symbol, String type, boolean ignoreCase, boolean negated) {
    definitions.add(
        symbol + "(" + type + ", text) bool",
        (e, a) -> LikePattern.matches(text(a, 0), text(a, 1), ignoreCase) != negated);
  }

  private static void regular(
      Definitions definitions, String symbol, String type, boolean ignoreCase, boolean negated) {
    definitions.add(
        symbol + "(" + type + ", text) bool",
        (e, a) ->
            WatchedText.find(
                    WatchedText.matcher(
                        Patterns.regular(text(a, 1), ignoreCase ? "i" : ""), text(a, 0), e))
                != negated);
  }

  /** The pattern with a backslash as its escape character. */
  private static String escaped(String pattern, String escape) {
    if (escape.isEmpty()) {
      return pattern.replace("\\", "\\\\");
    }
    if (StringFunctions.codePoints(escape) != 1) {
      throw new OrbitException(ErrorCode.INVALID_ESCAPE_SEQUENCE, "invalid escape string")
          .withHint("Escape string must be empty or one character.");
    }
    if (escape.equals("\\")) {
      return pattern;
    }
    StringBuilder out = new StringBuilder(pattern.length());
    boolean after = false;
    for (int at = 0; at < pattern.length(); ) {
      int c = pattern.codePointAt(at);
      at += Character.charCount(c);
      if (c == escape.codePointAt(0) && !after) {
        out.append('\\');
        after = true;
      } else if (c == '\\') {
        out.append(after ? "\\" : "\\\\");
        after = false;
      } else {
        out.appendCodePoint(c);
        after = false;
      }
    }
    return out.toString();
  }
}
