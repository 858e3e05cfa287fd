package io.orbit.api.value.text;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.Array;
import io.orbit.api.value.DataType;
import io.orbit.api.value.ElementLimit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Arrays: {@code {1,2}}, nested, quoted, with bounds {@code [2:3]={a,b}}. */
final class ArrayText {
  private static final int MAX_DIMENSIONS = 6;

  private final String text;
  private final DataType element;
  private final TextContext context;
  private final List<@Nullable Object> elements = new ArrayList<>();
  private final int[] lengths = new int[MAX_DIMENSIONS];
  private int dimensions = -1;
  private int at;

  private ArrayText(String text, DataType element, TextContext context) {
    this.text = text;
    this.element = element;
    this.context = context;
    Arrays.fill(lengths, -1);
  }

  static Array parse(String text, DataType element, TextContext context) {
    return new ArrayText(text, element, context).read();
  }

  /** {@code 1 2 3}, from index 0. */
  static Array parseVector(String text, DataType element, TextContext context) {
    if (text.isBlank()) {
      return Array.EMPTY;
    }
    List<@Nullable Object> elements = new ArrayList<>();
    for (String item : text.strip().split("\\s+", -1)) {
      elements.add(ValueText.parse(item, element, context));
      ElementLimit.require(elements.size());
    }
    return new Array(elements, List.of(elements.size()), List.of(0));
  }

  static String formatVector(Array array, DataType element, TextContext context) {
    StringJoiner items = new StringJoiner(" ");
    for (Object item : array.elements()) {
      items.add(item == null ? "" : ValueText.format(item, element, context));
    }
    return items.toString();
  }

  private Array read() {
    skipSpace();
    List<int[]> bounds = bounds();
    skipSpace();
    if (peek() != '{') {
      throw malformed(
          bounds.isEmpty()
              ? "Array value must start with \"{\" or dimension information."
              : "Array contents must start with \"{\".");
    }
    level(0);
    skipSpace();
    if (at < text.length()) {
      throw malformed("Junk after closing right brace.");
    }
    if (elements.isEmpty()) {
      return Array.EMPTY;
    }
    List<Integer> sizes = new ArrayList<>();
    List<Integer> lower = new ArrayList<>();
    for (int i = 0; i < dimensions; i++) {
      sizes.add(lengths[i]);
      lower.add(bounds.isEmpty() ? 1 : bounds.get(i)[0]);
    }
    checkBounds(bounds);
    return new Array(
        java.util.Collections.unmodifiableList(elements), List.copyOf(sizes), List.copyOf(lower));
  }

  private void checkBounds(List<int[]> bounds) {
    if (bounds.isEmpty()) {
      return;
    }
    boolean fits = bounds.size() == dimensions;
    for (int i = 0; fits && i < dimensions; i++) {
      fits = bounds.get(i)[1] - bounds.get(i)[0] + 1 == lengths[i];
    }
    if (!fits) {
      throw malformed("Specified array dimensions do not match array contents.");
    }
  }

  private List<int[]> bounds() {
    List<int[]> bounds = new ArrayList<>();
    while (peek() == '[') {
      if (bounds.size() >= MAX_DIMENSIONS) {
        throw tooMany(bounds.size() + 1);
      }
      at++;
      int first = integer();
      int lower = 1;
      int upper = first;
      if (peek() == ':') {
        at++;
        lower = first;
        upper = integer();
      }
      if (peek() != ']') {
        throw malformed("Missing \"]\" after array dimensions.");
      }
      at++;
      if (upper < lower) {
        throw new OrbitException(
            ErrorCode.ARRAY_SUBSCRIPT_ERROR, "upper bound cannot be less than lower bound");
      }
      bounds.add(new int[] {lower, upper});
      skipSpace();
    }
    if (!bounds.isEmpty()) {
      if (peek() != '=') {
        throw malformed("Missing \"=\" after array dimensions.");
      }
      at++;
    }
    return bounds;
  }

  private int integer() {
    int start = at;
    if (peek() == '-' || peek() == '+') {
      at++;
    }
    while (DateTimeFields.isDigit(peek())) {
      at++;
    }
    try {
      return Integer.parseInt(text, start, at, 10);
    } catch (NumberFormatException e) {
      throw malformed("\"[\" must introduce explicitly-specified array dimensions.");
    }
  }

  private void level(int depth) {
    if (depth >= MAX_DIMENSIONS) {
      throw tooMany(depth + 1);
    }
    at++;
    int count = 0;
    skipSpace();
    if (peek() == '}') {
      if (depth > 0) {
        throw malformed("Unexpected \"}\" character.");
      }
      at++;
      finishLevel(depth, 0);
      return;
    }
    while (true) {
      skipSpace();
      if (peek() == '{') {
        if (dimensions >= 0 && depth + 1 >= dimensions) {
          throw malformed("Unexpected \"{\" character.");
        }
        level(depth + 1);
      } else {
        if (dimensions < 0) {
          dimensions = depth + 1;
        } else if (dimensions != depth + 1) {
          throw malformed("Unexpected array element.");
        }
        elements.add(element());
        ElementLimit.require(elements.size());
      }
      count++;
      skipSpace();
      if (peek() == ',') {
        at++;
      } else if (peek() == '}') {
        at++;
        finishLevel(depth, count);
        return;
      } else {
        throw at >= text.length()
            ? malformed("Unexpected end of input.")
            : malformed("Unexpected array element.");
      }
    }
  }

  private void finishLevel(int depth, int count) {
    if (lengths[depth] < 0) {
      lengths[depth] = count;
    } else if (lengths[depth] != count) {
      throw ragged();
    }
  }

  private @Nullable Object element() {
    if (peek() == '"') {
      return ValueText.parse(quoted(), element, context);
    }
    StringBuilder out = new StringBuilder();
    boolean escaped = false;
    int significant = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ',' || c == '}') {
        break;
      }
      if (c == '{') {
        throw malformed("Unexpected \"{\" character.");
      }
      if (c == '"') {
        throw malformed("Unexpected array element.");
      }
      if (c == '\\') {
        escaped = true;
        if (++at >= text.length()) {
          throw malformed("Unexpected end of input.");
        }
        out.append(text.charAt(at++));
        significant = out.length();
        continue;
      }
      out.append(c);
      at++;
      if (!IntegerText.isSpace(c)) {
        significant = out.length();
      }
    }
    out.setLength(significant);
    if (at >= text.length()) {
      throw malformed("Unexpected end of input.");
    }
    if (out.isEmpty()) {
      throw malformed("Unexpected \"" + peek() + "\" character.");
    }
    String value = out.toString();
    return !escaped && value.equalsIgnoreCase("NULL")
        ? null
        : ValueText.parse(value, element, context);
  }

  private String quoted() {
    StringBuilder out = new StringBuilder();
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      if (text.charAt(at) == '\\') {
        at++;
      }
      if (at < text.length()) {
        out.append(text.charAt(at++));
      }
    }
    if (at >= text.length()) {
      throw malformed("Unexpected end of input.");
    }
    at++;
    return out.toString();
  }

  private OrbitException malformed(String detail) {
    return new OrbitException(
            ErrorCode.INVALID_TEXT_REPRESENTATION, "malformed array literal: \"" + text + "\"")
        .withDetail(detail);
  }

  private OrbitException ragged() {
    return malformed("Multidimensional arrays must have sub-arrays with matching dimensions.");
  }

  private static OrbitException tooMany(int count) {
    return new OrbitException(
        ErrorCode.PROGRAM_LIMIT_EXCEEDED,
        "number of array dimensions ("
            + count
            + ") exceeds the maximum allowed ("
            + MAX_DIMENSIONS
            + ")");
  }

  private void skipSpace() {
    while (at < text.length() && IntegerText.isSpace(text.charAt(at))) {
      at++;
    }
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  // ---- output

  static String format(Array array, DataType element, TextContext context) {
    if (array.elements().isEmpty()) {
      return "{}";
    }
    StringBuilder out = new StringBuilder();
    if (array.lowerBounds().stream().anyMatch(bound -> bound != 1)) {
      for (int i = 0; i < array.dimensions().size(); i++) {
        int lower = array.lowerBounds().get(i);
        out.append('[').append(lower).append(':');
        out.append(lower + array.dimensions().get(i) - 1).append(']');
      }
      out.append('=');
    }
    appendLevel(out, array, element, context, 0, 0);
    return out.toString();
  }

  private static int appendLevel(
      StringBuilder out, Array array, DataType element, TextContext context, int depth, int from) {
    int next = from;
    out.append('{');
    for (int i = 0; i < array.dimensions().get(depth); i++) {
      if (i > 0) {
        out.append(',');
      }
      if (depth + 1 < array.dimensions().size()) {
        next = appendLevel(out, array, element, context, depth + 1, next);
      } else {
        Object value = array.elements().get(next++);
        appendElement(out, value == null ? null : ValueText.format(value, element, context));
      }
    }
    out.append('}');
    return next;
  }

  private static void appendElement(StringBuilder out, @Nullable String value) {
    if (value == null) {
      out.append("NULL");
      return;
    }
    if (!needsQuotes(value)) {
      out.append(value);
      return;
    }
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\');
      }
      out.append(c);
    }
    out.append('"');
  }

  private static boolean needsQuotes(String value) {
    if (value.isEmpty() || value.equalsIgnoreCase("NULL")) {
      return true;
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\' || c == '{' || c == '}' || c == ',' || IntegerText.isSpace(c)) {
        return true;
      }
    }
    return false;
  }
}
