package io.orbit.query.function.library;

import static io.orbit.query.function.library.Arguments.bytes;
import static io.orbit.query.function.library.Arguments.integer;
import static io.orbit.query.function.library.Arguments.text;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.Array;
import io.orbit.api.value.DataType;
import io.orbit.api.value.ElementLimit;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.function.FunctionRegistry;
import io.orbit.query.function.ValueLimit;
import io.orbit.query.type.Quoting;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Character strings. */
final class StringFunctions implements FunctionRegistry.Library {

  @Override
  public void registerIn(FunctionRegistry registry) {
    Definitions definitions = new Definitions(registry);
    lengths(definitions);
    cases(definitions);
    trims(definitions);
    parts(definitions);
    padding(definitions);
    searching(definitions);
    joining(definitions);
    quoting(definitions);
  }

  static int codePoints(String text) {
    return text.codePointCount(0, text.length());
  }

  private static void lengths(Definitions definitions) {
    for (String name : List.of("length", "char_length", "character_length")) {
      definitions.add(name + "(text) int4", (e, a) -> codePoints(text(a, 0)));
      definitions.add(
          name + "(bpchar) int4", (e, a) -> codePoints(ValueOutput.unpadded(text(a, 0))));
    }
    definitions.add(
        "octet_length(text) int4", (e, a) -> text(a, 0).getBytes(StandardCharsets.UTF_8).length);
    definitions.add(
        "octet_length(bpchar) int4", (e, a) -> text(a, 0).getBytes(StandardCharsets.UTF_8).length);
    definitions.add(
        "bit_length(text) int4", (e, a) -> 8 * text(a, 0).getBytes(StandardCharsets.UTF_8).length);
    definitions.add("bit_length(bytea) int4", (e, a) -> 8 * bytes(a, 0).length);
    definitions.add(
        "ascii(text) int4", (e, a) -> text(a, 0).isEmpty() ? 0 : text(a, 0).codePointAt(0));
    definitions.add("chr(int4) text", (e, a) -> character(integer(a, 0)));
  }

  private static String character(int codePoint) {
    if (codePoint == 0) {
      throw new OrbitException(ErrorCode.PROGRAM_LIMIT_EXCEEDED, "null character not permitted");
    }
    if (codePoint < 0) {
      throw Failures.invalid("character number must be positive");
    }
    if (codePoint > 0x10FFFF || (codePoint >= 0xD800 && codePoint <= 0xDFFF)) {
      throw new OrbitException(
          ErrorCode.PROGRAM_LIMIT_EXCEEDED,
          "requested character too large for encoding: " + codePoint);
    }
    return Character.toString(codePoint);
  }

  private static void cases(Definitions definitions) {
    definitions.add("lower(text) text", (e, a) -> lower(text(a, 0)));
    definitions.add("upper(text) text", (e, a) -> upper(text(a, 0)));
    definitions.add("initcap(text) text", (e, a) -> capitalized(text(a, 0)));
  }

  /** Character by character, as PostgreSQL's simple case mapping. */
  static String lower(String text) {
    return mapped(text, false);
  }

  static String upper(String text) {
    return mapped(text, true);
  }

  private static String mapped(String text, boolean upper) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> out.appendCodePoint(upper ? Character.toUpperCase(c) : Character.toLowerCase(c)));
    return out.toString();
  }

  private static String capitalized(String text) {
    StringBuilder out = new StringBuilder(text.length());
    boolean inside = false;
    for (int at = 0; at < text.length(); ) {
      int c = text.codePointAt(at);
      out.appendCodePoint(inside ? Character.toLowerCase(c) : Character.toUpperCase(c));
      inside = Character.isLetterOrDigit(c);
      at += Character.charCount(c);
    }
    return out.toString();
  }

  private static void trims(Definitions definitions) {
    trim(definitions, "btrim", true, true);
    trim(definitions, "ltrim", true, false);
    trim(definitions, "rtrim", false, true);
  }

  private static void trim(Definitions definitions, String name, boolean left, boolean right) {
    definitions.add(name + "(text) text", (e, a) -> trim(text(a, 0), " ", left, right));
    definitions.add(
        name + "(text, text) text", (e, a) -> trim(text(a, 0), text(a, 1), left, right));
  }

  private static String trim(String text, String characters, boolean left, boolean right) {
    int start = 0;
    int end = text.length();
    while (left && start < end && contains(characters, text.codePointAt(start))) {
      start += Character.charCount(text.codePointAt(start));
    }
    while (right && end > start && contains(characters, text.codePointBefore(end))) {
      end -= Character.charCount(text.codePointBefore(end));
    }
    return text.substring(start, end);
  }

  private static boolean contains(String characters, int codePoint) {
    return characters.indexOf(codePoint) >= 0;
  }

  private static void parts(Definitions definitions) {
    for (String name : List.of("substring", "substr")) {
      definitions.add(
          name + "(text, int4) text",
          (e, a) -> substring(text(a, 0), integer(a, 1), Integer.MAX_VALUE));
      definitions.add(
          name + "(text, int4, int4) text",
          (e, a) -> {
            if (integer(a, 2) < 0) {
              throw negativeLength();
            }
            return substring(text(a, 0), integer(a, 1), integer(a, 2));
          });
    }
    definitions.add("left(text, int4) text", (e, a) -> left(text(a, 0), integer(a, 1)));
    definitions.add("right(text, int4) text", (e, a) -> right(text(a, 0), integer(a, 1)));
    definitions.add(
        "split_part(text, text, int4) text",
        (e, a) -> splitPart(text(a, 0), text(a, 1), integer(a, 2)));
    definitions.add(
        "overlay(text, text, int4) text",
        (e, a) -> overlay(text(a, 0), text(a, 1), integer(a, 2), codePoints(text(a, 1))));
    definitions.add(
        "overlay(text, text, int4, int4) text",
        (e, a) -> overlay(text(a, 0), text(a, 1), integer(a, 2), integer(a, 3)));
    definitions.add(
        "reverse(text) text", (e, a) -> new StringBuilder(text(a, 0)).reverse().toString());
  }

  static OrbitException negativeLength() {
    return new OrbitException(ErrorCode.SUBSTRING_ERROR, "negative substring length not allowed");
  }

  /** Positions count from 1 and may lie outside. */
  static String substring(String text, int from, int length) {
    long end = length == Integer.MAX_VALUE ? Long.MAX_VALUE : (long) from + length;
    int total = codePoints(text);
    long first = Math.max(from, 1) - 1;
    long last = Math.min(end - 1, total);
    if (first >= last) {
      return "";
    }
    int start = text.offsetByCodePoints(0, (int) first);
    return text.substring(start, text.offsetByCodePoints(start, (int) (last - first)));
  }

  private static String left(String text, int count) {
    int total = codePoints(text);
    int kept = count >= 0 ? Math.min(count, total) : Math.max(0, total + count);
    return text.substring(0, text.offsetByCodePoints(0, kept));
  }

  private static String right(String text, int count) {
    int total = codePoints(text);
    long kept = count >= 0 ? Math.min(count, total) : Math.max(0, (long) total + count);
    return text.substring(text.offsetByCodePoints(0, (int) (total - kept)));
  }

  private static String splitPart(String text, String delimiter, int field) {
    if (field == 0) {
      throw Failures.invalid("field position must not be zero");
    }
    if (delimiter.isEmpty()) {
      return field == 1 || field == -1 ? text : "";
    }
    List<String> parts = split(text, delimiter);
    int index = field > 0 ? field - 1 : parts.size() + field;
    return index < 0 || index >= parts.size() ? "" : parts.get(index);
  }

  static List<String> split(String text, String delimiter) {
    List<String> parts = new java.util.ArrayList<>();
    int start = 0;
    for (int at = text.indexOf(delimiter); at >= 0; at = text.indexOf(delimiter, start)) {
      parts.add(text.substring(start, at));
      ElementLimit.require(parts.size());
      start = at + delimiter.length();
    }
    parts.add(text.substring(start));
    return parts;
  }

  private static String overlay(String text, String replacement, int from, int length) {
    if (from <= 0) {
      throw negativeLength();
    }
    long rest = (long) from + length;
    return substring(text, 1, from - 1)
        + replacement
        + substring(text, (int) Math.min(rest, Integer.MAX_VALUE), Integer.MAX_VALUE);
  }

  private static void padding(Definitions definitions) {
    definitions.add("lpad(text, int4) text", (e, a) -> pad(text(a, 0), integer(a, 1), " ", true));
    definitions.add("rpad(text, int4) text", (e, a) -> pad(text(a, 0), integer(a, 1), " ", false));
    definitions.add(
        "lpad(text, int4, text) text", (e, a) -> pad(text(a, 0), integer(a, 1), text(a, 2), true));
    definitions.add(
        "rpad(text, int4, text) text", (e, a) -> pad(text(a, 0), integer(a, 1), text(a, 2), false));
    definitions.add("repeat(text, int4) text", (e, a) -> repeat(text(a, 0), integer(a, 1)));
  }

  private static String pad(String text, int length, String fill, boolean left) {
    int total = codePoints(text);
    if (length <= total) {
      return left(text, Math.max(length, 0));
    }
    if (fill.isEmpty()) {
      return text;
    }
    ValueLimit.require(length);
    int missing = length - total;
    int width = codePoints(fill);
    String padding = fill.repeat(missing / width) + left(fill, missing % width);
    return left ? padding + text : text + padding;
  }

  private static String repeat(String text, int count) {
    ValueLimit.require((long) text.length() * Math.max(count, 0));
    return text.repeat(Math.max(count, 0));
  }

  private static void searching(Definitions definitions) {
    definitions.add("strpos(text, text) int4", (e, a) -> position(text(a, 0), text(a, 1)));
    definitions.add("position(text, text) int4", (e, a) -> position(text(a, 0), text(a, 1)));
    definitions.add("starts_with(text, text) bool", (e, a) -> text(a, 0).startsWith(text(a, 1)));
    definitions.add("^@(text, text) bool", (e, a) -> text(a, 0).startsWith(text(a, 1)));
    definitions.add(
        "replace(text, text, text) text", (e, a) -> replace(text(a, 0), text(a, 1), text(a, 2)));
    definitions.add(
        "translate(text, text, text) text",
        (e, a) -> translate(text(a, 0), text(a, 1), text(a, 2)));
  }

  private static String replace(String text, String searched, String replacement) {
    if (searched.isEmpty()) {
      return text;
    }
    long more = Math.max(0, replacement.length() - searched.length());
    long length = text.length();
    for (int at = more == 0 ? -1 : text.indexOf(searched);
        at >= 0;
        at = text.indexOf(searched, at + searched.length())) {
      length += more;
    }
    ValueLimit.require(length);
    return text.replace(searched, replacement);
  }

  static int position(String text, String searched) {
    int at = text.indexOf(searched);
    return at < 0 ? 0 : text.codePointCount(0, at) + 1;
  }

  private static String translate(String text, String from, String to) {
    int[] source = from.codePoints().toArray();
    int[] target = to.codePoints().toArray();
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              int index = 0;
              while (index < source.length && source[index] != c) {
                index++;
              }
              if (index == source.length) {
                out.appendCodePoint(c);
              } else if (index < target.length) {
                out.appendCodePoint(target[index]);
              }
            });
    return out.toString();
  }

  private static void joining(Definitions definitions) {
    definitions.add("||(text, text) text", (e, a) -> text(a, 0).concat(text(a, 1)));
    definitions
        .define("||(text, anynonarray) text")
        .stable()
        .isTyped((e, a, types) -> text(a, 0) + shown(e, a, types, 1));
    definitions
        .define("||(anynonarray, text) text")
        .stable()
        .isTyped((e, a, types) -> shown(e, a, types, 0) + text(a, 1));
    definitions
        .define("concat(variadic any) text")
        .stable()
        .calledOnNull()
        .isTyped((e, a, types) -> concat(e, "", a, types, 0));
    definitions
        .define("concat_ws(text, variadic any) text")
        .stable()
        .calledOnNull()
        .isTyped((e, a, types) -> a[0] == null ? null : concat(e, text(a, 0), a, types, 1));
    definitions
        .define("format(text) text")
        .stable()
        .calledOnNull()
        .isTyped((e, a, types) -> a[0] == null ? null : FormatFunction.format(e, a, types));
    definitions
        .define("format(text, variadic any) text")
        .stable()
        .calledOnNull()
        .isTyped((e, a, types) -> a[0] == null ? null : FormatFunction.format(e, a, types));
  }

  private static String shown(
      Evaluation evaluation, @Nullable Object[] arguments, List<DataType> types, int index) {
    return ValueOutput.cast(evaluation, Arguments.value(arguments, index), types.get(index));
  }

  private static String concat(
      Evaluation evaluation,
      String separator,
      @Nullable Object[] arguments,
      List<DataType> types,
      int first) {
    StringBuilder out = new StringBuilder();
    boolean any = false;
    for (int i = first; i < arguments.length; i++) {
      Object value = arguments[i];
      if (value != null) {
        out.append(any ? separator : "").append(ValueOutput.of(evaluation, value, types.get(i)));
        any = true;
      }
    }
    return out.toString();
  }

  private static void quoting(Definitions definitions) {
    definitions.add("quote_ident(text) text", (e, a) -> Quoting.identifier(text(a, 0)));
    definitions.add("quote_literal(text) text", (e, a) -> Quoting.literal(text(a, 0)));
    definitions
        .define("quote_literal(anyelement) text")
        .stable()
        .isTyped((e, a, types) -> Quoting.literal(shown(e, a, types, 0)));
    definitions
        .define("quote_nullable(text) text")
        .calledOnNull()
        .is((e, a) -> a[0] == null ? "NULL" : Quoting.literal(text(a, 0)));
    definitions
        .define("quote_nullable(anyelement) text")
        .stable()
        .calledOnNull()
        .isTyped((e, a, types) -> a[0] == null ? "NULL" : Quoting.literal(shown(e, a, types, 0)));
    definitions.add("to_hex(int4) text", (e, a) -> Integer.toHexString(integer(a, 0)));
    definitions.add("to_hex(int8) text", (e, a) -> Long.toHexString(Arguments.bigint(a, 0)));
    definitions
        .define("string_to_array(text, text) text[]")
        .calledOnNull()
        .is((e, a) -> a[0] == null ? null : array(text(a, 0), (String) a[1], null));
    definitions
        .define("string_to_array(text, text, text) text[]")
        .calledOnNull()
        .is((e, a) -> a[0] == null ? null : array(text(a, 0), (String) a[1], (String) a[2]));
  }

  private static Array array(String text, @Nullable String delimiter, @Nullable String nullText) {
    if (text.isEmpty()) {
      return Array.EMPTY;
    }
    ElementLimit.require(delimiter == null ? text.length() : 0);
    List<String> parts =
        delimiter == null
            ? text.codePoints().mapToObj(Character::toString).toList()
            : delimiter.isEmpty() ? List.of(text) : split(text, delimiter);
    return Array.of(
        parts.stream().map(part -> part.equals(nullText) ? null : (Object) part).toList());
  }

  /** Lower case for names in functions' arguments ({@code 'HEX'}, {@code 'Year'}). */
  static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
