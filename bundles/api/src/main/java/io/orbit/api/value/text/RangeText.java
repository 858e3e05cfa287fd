package io.orbit.api.value.text;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Multirange;
import io.orbit.api.value.Range;
import io.orbit.api.value.RangeOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ranges, {@code [1,5)}, {@code (,"a b"]}, {@code empty}, and sets of them, {@code {[1,2),[5,7)}}
 * (PostgreSQL manual, sections 8.17.5 and 8.17.6).
 */
final class RangeText {
  private static final String EMPTY = "empty";

  private final String text;
  private final String what;
  private int at;

  private RangeText(String text, String what) {
    this.text = text;
    this.what = what;
  }

  static Range parse(String text, DataType bound, TextContext context) {
    RangeText reader = new RangeText(text, "range");
    Range range = reader.range(bound, context);
    reader.skipSpace();
    if (reader.at < text.length()) {
      throw reader.malformed(
          range.isEmpty() && !text.contains(",")
              ? "Junk after \"empty\" key word."
              : "Junk after right parenthesis or bracket.");
    }
    return range;
  }

  static Multirange parseMultirange(String text, DataType range, TextContext context) {
    RangeText reader = new RangeText(text, "multirange");
    return reader.multirange(range.elementType(), context);
  }

  private Range range(DataType bound, TextContext context) {
    skipSpace();
    if (text.regionMatches(true, at, EMPTY, 0, EMPTY.length())) {
      at += EMPTY.length();
      return Range.EMPTY;
    }
    int first = peek();
    if (first != '(' && first != '[') {
      throw malformed("Missing left parenthesis or bracket.");
    }
    at++;
    String lower = bound();
    if (peek() != ',') {
      throw malformed("Missing comma after lower bound.");
    }
    at++;
    String upper = bound();
    int last = peek();
    if (last != ')' && last != ']') {
      throw malformed("Too many commas.");
    }
    at++;
    return RangeOrder.range(
        lower == null ? null : ValueText.parse(lower, bound, context),
        upper == null ? null : ValueText.parse(upper, bound, context),
        first == '[',
        last == ']',
        bound);
  }

  /** A bound's own text; null for none. */
  private @Nullable String bound() {
    int first = peek();
    if (first == ',' || first == ')' || first == ']') {
      return null;
    }
    StringBuilder out = new StringBuilder();
    boolean quoted = false;
    while (true) {
      int c = peek();
      if (c < 0) {
        throw malformed("Unexpected end of input.");
      }
      if (!quoted && (c == ',' || c == ')' || c == ']')) {
        return out.toString();
      }
      at++;
      if (c == '\\') {
        if (peek() < 0) {
          throw malformed("Unexpected end of input.");
        }
        out.append(text.charAt(at++));
      } else if (c != '"') {
        out.append((char) c);
      } else if (quoted && peek() == '"') {
        out.append('"');
        at++;
      } else {
        quoted = !quoted;
      }
    }
  }

  private Multirange multirange(DataType bound, TextContext context) {
    List<Range> ranges = new ArrayList<>();
    skipSpace();
    if (peek() != '{') {
      throw malformed("Missing left brace.");
    }
    at++;
    skipSpace();
    while (peek() != '}') {
      if (peek() < 0) {
        throw malformed("Unexpected end of input.");
      }
      boolean begins = peek() == '(' || peek() == '[';
      if (!begins && !text.regionMatches(true, at, EMPTY, 0, EMPTY.length())) {
        throw malformed("Expected range start.");
      }
      ranges.add(range(bound, context));
      skipSpace();
      if (peek() == ',') {
        at++;
        skipSpace();
        if (peek() == '}') {
          throw malformed("Expected range start.");
        }
      } else if (peek() != '}') {
        throw malformed(
            peek() < 0 ? "Unexpected end of input." : "Expected comma or end of multirange.");
      }
    }
    at++;
    skipSpace();
    if (at < text.length()) {
      throw malformed("Junk after closing right brace.");
    }
    return Multirange.of(ranges, bound);
  }

  private void skipSpace() {
    while (at < text.length() && IntegerText.isSpace(text.charAt(at))) {
      at++;
    }
  }

  private int peek() {
    return at < text.length() ? text.charAt(at) : -1;
  }

  private OrbitException malformed(String detail) {
    return new OrbitException(
            ErrorCode.INVALID_TEXT_REPRESENTATION,
            "malformed " + what + " literal: \"" + text + "\"")
        .withDetail(detail);
  }

  static String format(Range range, DataType bound, TextContext context) {
    if (range.isEmpty()) {
      return EMPTY;
    }
    StringBuilder out = new StringBuilder();
    out.append(range.isLowerInclusive() ? '[' : '(');
    appendBound(out, range.lower(), bound, context);
    out.append(',');
    appendBound(out, range.upper(), bound, context);
    return out.append(range.isUpperInclusive() ? ']' : ')').toString();
  }

  private static void appendBound(
      StringBuilder out, @Nullable Object value, DataType bound, TextContext context) {
    if (value == null) {
      return;
    }
    String text = ValueText.format(value, bound, context);
    boolean quoted = text.isEmpty();
    for (int i = 0; !quoted && i < text.length(); i++) {
      char c = text.charAt(i);
      quoted = "\"\\()[],".indexOf(c) >= 0 || IntegerText.isSpace(c);
    }
    out.append(quoted ? '"' + text.replace("\\", "\\\\").replace("\"", "\"\"") + '"' : text);
  }

  static String formatMultirange(Multirange multirange, DataType range, TextContext context) {
    StringBuilder out = new StringBuilder("{");
    for (Range one : multirange.ranges()) {
      out.append(out.length() > 1 ? "," : "").append(format(one, range.elementType(), context));
    }
    return out.append('}').toString();
  }
}
