package io.orbit.query.function.library;

import static io.orbit.query.function.library.Arguments.integer;
import static io.orbit.query.function.library.Arguments.text;

import io.orbit.api.error.OrbitException;
import io.orbit.api.value.Array;
import io.orbit.api.value.ElementLimit;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.function.FunctionRegistry;
import io.orbit.query.function.TableFunction;
import io.orbit.query.function.ValueLimit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** regexp_replace, regexp_match, regexp_split_to_array and their kin; substring by pattern. */
final class RegularExpressionFunctions implements FunctionRegistry.Library {
  @Override
  public void registerIn(FunctionRegistry registry) {
    Definitions definitions = new Definitions(registry);
    substrings(definitions);
    replacements(definitions);
    matches(definitions);
    counts(definitions);
    splits(definitions);
  }

  private static Matcher matcher(Evaluation evaluation, String text, String pattern, String flags) {
    return WatchedText.matcher(Patterns.regular(pattern, flags), text, evaluation);
  }

  /** Flags without the one that means all matches. */
  private static String plain(String flags, String function) {
    if (flags.indexOf('g') >= 0) {
      OrbitException refused =
          Failures.invalid(function + "() does not support the \"global\" option");
      throw function.equals("regexp_match")
          ? refused.withHint("Use the regexp_matches function instead.")
          : refused;
    }
    return flags;
  }

  private static void substrings(Definitions definitions) {
    definitions.add(
        "substring(text, text) text",
        (e, a) -> {
          Matcher matcher = matcher(e, text(a, 0), text(a, 1), "");
          if (!WatchedText.find(matcher)) {
            return null;
          }
          return matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
        });
    definitions.add(
        "substring(text, text, text) text",
        (e, a) -> SimilarPattern.substring(text(a, 0), text(a, 1), text(a, 2), e));
  }

  // ---- replacement

  private static void replacements(Definitions definitions) {
    definitions.add("regexp_replace(text, text, text) text", (e, a) -> replaced(e, a, 1, 1, ""));
    definitions.add(
        "regexp_replace(text, text, text, text) text",
        (e, a) -> {
          String flags = text(a, 3);
          if (!flags.isEmpty() && Character.isDigit(flags.charAt(0))) {
            throw Failures.invalid("invalid regular expression option: \"" + flags.charAt(0) + "\"")
                .withHint(
                    "If you meant to use regexp_replace() with a start parameter, cast the fourth"
                        + " argument to integer explicitly.");
          }
          return replaced(e, a, 1, flags.indexOf('g') >= 0 ? 0 : 1, flags.replace("g", ""));
        });
    definitions.add(
        "regexp_replace(text, text, text, int4) text",
        (e, a) -> replaced(e, a, integer(a, 3), 1, ""));
    definitions.add(
        "regexp_replace(text, text, text, int4, int4) text",
        (e, a) -> replaced(e, a, integer(a, 3), integer(a, 4), ""));
    definitions.add(
        "regexp_replace(text, text, text, int4, int4, text) text",
        (e, a) -> replaced(e, a, integer(a, 3), integer(a, 4), text(a, 5).replace("g", "")));
  }

  /**
   * @param which the number of the match to replace, 0 for all
   */
  private static String replaced(
      Evaluation evaluation, @Nullable Object[] a, int start, int which, String flags) {
    requirePositive(start, "start");
    if (which < 0) {
      throw invalid("n", which);
    }
    String text = text(a, 0);
    String replacement = text(a, 2);
    int from = offset(text, start);
    Matcher matcher = matcher(evaluation, text, text(a, 1), flags);
    StringBuilder out = new StringBuilder(text.length());
    int copied = 0;
    int number = 0;
    boolean found = from <= text.length() && findFrom(matcher, from);
    while (found) {
      number++;
      if (which == 0 || number == which) {
        out.append(text, copied, matcher.start());
        expand(matcher, replacement, out);
        ValueLimit.require(out.length());
        copied = matcher.end();
      }
      found = (which == 0 || number < which) && WatchedText.find(matcher);
    }
    return out.append(text, copied, text.length()).toString();
  }

  private static boolean findFrom(Matcher matcher, int from) {
    if (from == 0) {
      return WatchedText.find(matcher);
    }
    return matcher.find(from);
  }

  /** {@code \1} to {@code \9}, {@code \&} for the match, {@code \\} for a backslash. */
  private static void expand(Matcher matcher, String replacement, StringBuilder out) {
    for (int i = 0; i < replacement.length(); i++) {
      char c = replacement.charAt(i);
      if (c != '\\' || i + 1 == replacement.length()) {
        out.append(c);
        continue;
      }
      char next = replacement.charAt(++i);
      if (next == '&') {
        out.append(matcher.group());
      } else if (next >= '1' && next <= '9') {
        int group = next - '0';
        String captured = group <= matcher.groupCount() ? matcher.group(group) : null;
        out.append(captured == null ? "" : captured);
      } else if (next == '\\') {
        out.append('\\');
      } else {
        out.append('\\').append(next);
      }
    }
  }

  private static OrbitException invalid(String name, int value) {
    return Failures.invalid("invalid value for parameter \"" + name + "\": " + value);
  }

  private static void requirePositive(int value, String name) {
    if (value <= 0) {
      throw invalid(name, value);
    }
  }

  /** UTF-16 offset of a character's number; beyond the end when it is. */
  private static int offset(String text, int start) {
    int length = StringFunctions.codePoints(text);
    return start > length + 1 ? text.length() + 1 : text.offsetByCodePoints(0, start - 1);
  }

  // ---- matches

  private static Array captured(Matcher matcher) {
    List<@Nullable Object> groups = new ArrayList<>();
    if (matcher.groupCount() == 0) {
      groups.add(matcher.group());
    }
    for (int i = 1; i <= matcher.groupCount(); i++) {
      groups.add(matcher.group(i));
    }
    return Array.of(groups);
  }

  private static void matches(Definitions definitions) {
    definitions.add(
        "regexp_match(text, text) text[]", (e, a) -> first(matcher(e, text(a, 0), text(a, 1), "")));
    definitions.add(
        "regexp_match(text, text, text) text[]",
        (e, a) -> first(matcher(e, text(a, 0), text(a, 1), plain(text(a, 2), "regexp_match"))));
    definitions.table("regexp_matches(text, text) text[]", table((e, a) -> all(e, a, "")));
    definitions.table(
        "regexp_matches(text, text, text) text[]", table((e, a) -> all(e, a, text(a, 2))));
    definitions.add(
        "regexp_like(text, text) bool",
        (e, a) -> WatchedText.find(matcher(e, text(a, 0), text(a, 1), "")));
    definitions.add(
        "regexp_like(text, text, text) bool",
        (e, a) ->
            WatchedText.find(matcher(e, text(a, 0), text(a, 1), plain(text(a, 2), "regexp_like"))));
  }

  private static @Nullable Array first(Matcher matcher) {
    return WatchedText.find(matcher) ? captured(matcher) : null;
  }

  private static List<Array> all(Evaluation evaluation, @Nullable Object[] a, String flags) {
    boolean global = flags.indexOf('g') >= 0;
    Matcher matcher = matcher(evaluation, text(a, 0), text(a, 1), flags.replace("g", ""));
    List<Array> found = new ArrayList<>();
    while (WatchedText.find(matcher)) {
      found.add(captured(matcher));
      ElementLimit.require(found.size());
      if (!global) {
        break;
      }
    }
    return found;
  }

  /** Values of one column. */
  @FunctionalInterface
  private interface Values {
    List<?> of(Evaluation evaluation, @Nullable Object[] arguments);
  }

  private static TableFunction table(Values values) {
    return (evaluation, arguments) -> {
      for (Object argument : arguments) {
        if (argument == null) {
          return Collections.emptyIterator();
        }
      }
      return values.of(evaluation, arguments).stream()
          .map(value -> new @Nullable Object[] {value})
          .iterator();
    };
  }

  // ---- counting and finding

  private static void counts(Definitions definitions) {
    definitions.add("regexp_count(text, text) int4", (e, a) -> count(e, a, 1, ""));
    definitions.add(
        "regexp_count(text, text, int4) int4", (e, a) -> count(e, a, integer(a, 2), ""));
    definitions.add(
        "regexp_count(text, text, int4, text) int4",
        (e, a) -> count(e, a, integer(a, 2), plain(text(a, 3), "regexp_count")));
    String parameters = "text, text";
    for (String next : new String[] {"", ", int4", ", int4", ", text", ", int4"}) {
      parameters += next;
      definitions.add(
          "regexp_substr(" + parameters + ") text", RegularExpressionFunctions::substring);
    }
    parameters = "text, text";
    for (String next : new String[] {"", ", int4", ", int4", ", int4", ", text", ", int4"}) {
      parameters += next;
      definitions.add(
          "regexp_instr(" + parameters + ") int4", RegularExpressionFunctions::position);
    }
  }

  private static int count(Evaluation evaluation, @Nullable Object[] a, int start, String flags) {
    requirePositive(start, "start");
    String text = text(a, 0);
    int from = offset(text, start);
    Matcher matcher = matcher(evaluation, text, text(a, 1), flags);
    int count = 0;
    boolean found = from <= text.length() && findFrom(matcher, from);
    while (found) {
      count++;
      found = WatchedText.find(matcher);
    }
    return count;
  }

  /** The n-th match from a start, or null. */
  private static @Nullable Matcher nth(
      Evaluation evaluation, @Nullable Object[] a, int start, int n, String flags) {
    requirePositive(start, "start");
    requirePositive(n, "n");
    String text = text(a, 0);
    int from = offset(text, start);
    Matcher matcher = matcher(evaluation, text, text(a, 1), flags);
    boolean found = from <= text.length() && findFrom(matcher, from);
    for (int number = 1; found && number < n; number++) {
      found = WatchedText.find(matcher);
    }
    return found ? matcher : null;
  }

  private static int optional(@Nullable Object[] a, int index, int otherwise) {
    return a.length > index ? integer(a, index) : otherwise;
  }

  private static void requireGroup(int group) {
    if (group < 0) {
      throw invalid("subexpr", group);
    }
  }

  private static @Nullable String substring(Evaluation evaluation, @Nullable Object[] a) {
    String flags = a.length > 4 ? plain(text(a, 4), "regexp_substr") : "";
    int group = optional(a, 5, 0);
    requireGroup(group);
    Matcher matcher = nth(evaluation, a, optional(a, 2, 1), optional(a, 3, 1), flags);
    return matcher == null || group > matcher.groupCount() ? null : matcher.group(group);
  }

  private static int position(Evaluation evaluation, @Nullable Object[] a) {
    int end = optional(a, 4, 0);
    if (end != 0 && end != 1) {
      throw invalid("endoption", end);
    }
    String flags = a.length > 5 ? plain(text(a, 5), "regexp_instr") : "";
    int group = optional(a, 6, 0);
    requireGroup(group);
    Matcher matcher = nth(evaluation, a, optional(a, 2, 1), optional(a, 3, 1), flags);
    if (matcher == null || group > matcher.groupCount() || matcher.start(group) < 0) {
      return 0;
    }
    int at = end == 1 ? matcher.end(group) : matcher.start(group);
    return text(a, 0).codePointCount(0, at) + 1;
  }

  // ---- splitting

  private static void splits(Definitions definitions) {
    definitions.add(
        "regexp_split_to_array(text, text) text[]", (e, a) -> Array.of(parts(e, a, "")));
    definitions.add(
        "regexp_split_to_array(text, text, text) text[]",
        (e, a) -> Array.of(parts(e, a, plain(text(a, 2), "regexp_split_to_array"))));
    definitions.table("regexp_split_to_table(text, text) text", table((e, a) -> parts(e, a, "")));
    definitions.table(
        "regexp_split_to_table(text, text, text) text",
        table((e, a) -> parts(e, a, plain(text(a, 2), "regexp_split_to_table"))));
  }

  /** Empty matches at the ends and right after another match split nothing. */
  private static List<String> parts(Evaluation evaluation, @Nullable Object[] a, String flags) {
    String text = text(a, 0);
    Matcher matcher = matcher(evaluation, text, text(a, 1), flags);
    List<String> parts = new ArrayList<>();
    int start = 0;
    while (WatchedText.find(matcher)) {
      boolean empty = matcher.start() == matcher.end();
      if (empty && (matcher.start() == start || matcher.start() >= text.length())) {
        continue;
      }
      parts.add(text.substring(start, matcher.start()));
      ElementLimit.require(parts.size());
      start = matcher.end();
    }
    parts.add(text.substring(start));
    return parts;
  }
}
