package io.orbit.query.function.library;

import static io.orbit.query.function.library.Arguments.array;
import static io.orbit.query.function.library.Arguments.integer;
import static io.orbit.query.function.library.Arguments.text;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.Array;
import io.orbit.api.value.DataType;
import io.orbit.api.value.ValueOrder;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.function.FunctionRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arrays: shape, elements, containment. */
final class ArrayFunctions implements FunctionRegistry.Library {
  @Override
  public void registerIn(FunctionRegistry registry) {
    Definitions definitions = new Definitions(registry);
    shape(definitions);
    building(definitions);
    searching(definitions);
    containment(definitions);
    subscripts(definitions);
    texts(definitions);
  }

  private static void shape(Definitions definitions) {
    definitions.add(
        "array_length(anyarray, int4) int4",
        (e, a) -> {
          int dimension = integer(a, 1);
          List<Integer> lengths = array(a, 0).dimensions();
          return dimension < 1 || dimension > lengths.size() ? null : lengths.get(dimension - 1);
        });
    definitions.add(
        "array_lower(anyarray, int4) int4",
        (e, a) -> {
          int dimension = integer(a, 1);
          List<Integer> bounds = array(a, 0).lowerBounds();
          return dimension < 1 || dimension > bounds.size() ? null : bounds.get(dimension - 1);
        });
    definitions.add(
        "array_upper(anyarray, int4) int4",
        (e, a) -> {
          int dimension = integer(a, 1);
          Array array = array(a, 0);
          return dimension < 1 || dimension > array.dimensions().size()
              ? null
              : array.lowerBounds().get(dimension - 1) + array.dimensions().get(dimension - 1) - 1;
        });
    definitions.add(
        "array_ndims(anyarray) int4",
        (e, a) -> array(a, 0).dimensions().isEmpty() ? null : array(a, 0).dimensions().size());
    definitions.add("array_dims(anyarray) text", (e, a) -> dimensions(array(a, 0)));
    definitions.add("cardinality(anyarray) int4", (e, a) -> array(a, 0).elements().size());
  }

  private static @Nullable String dimensions(Array array) {
    if (array.dimensions().isEmpty()) {
      return null;
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < array.dimensions().size(); i++) {
      int low = array.lowerBounds().get(i);
      out.append('[').append(low).append(':').append(low + array.dimensions().get(i) - 1);
      out.append(']');
    }
    return out.toString();
  }

  private static void building(Definitions definitions) {
    for (String name : List.of("array_append", "||")) {
      definitions
          .define(name + "(anyarray, anyelement) anyarray")
          .calledOnNull()
          .is((e, a) -> Arrays.append((Array) a[0], a[1]));
    }
    for (String name : List.of("array_prepend", "||")) {
      definitions
          .define(name + "(anyelement, anyarray) anyarray")
          .calledOnNull()
          .is((e, a) -> Arrays.prepend(a[0], (Array) a[1]));
    }
    for (String name : List.of("array_cat", "||")) {
      definitions
          .define(name + "(anyarray, anyarray) anyarray")
          .calledOnNull()
          .is((e, a) -> Arrays.concatenate((Array) a[0], (Array) a[1]));
    }
    definitions
        .define("array_remove(anyarray, anyelement) anyarray")
        .calledOnNull()
        .isTyped((e, a, types) -> a[0] == null ? null : remove(array(a, 0), a[1], types.get(1)));
    definitions
        .define("array_replace(anyarray, anyelement, anyelement) anyarray")
        .calledOnNull()
        .isTyped(
            (e, a, types) -> a[0] == null ? null : replace(array(a, 0), a[1], a[2], types.get(1)));
    definitions
        .define("array_fill(anyelement, int4[]) anyarray")
        .calledOnNull()
        .is((e, a) -> Arrays.filled(a[0], (Array) a[1], null));
    definitions
        .define("array_fill(anyelement, int4[], int4[]) anyarray")
        .calledOnNull()
        .is((e, a) -> Arrays.filled(a[0], (Array) a[1], (Array) a[2]));
    definitions.add(
        "trim_array(anyarray, int4) anyarray", (e, a) -> trimmed(array(a, 0), integer(a, 1)));
  }

  private static Array trimmed(Array array, int count) {
    int length = array.dimensions().isEmpty() ? 0 : array.dimensions().getFirst();
    if (count < 0 || count > length) {
      throw new OrbitException(
          ErrorCode.ARRAY_ELEMENT_ERROR,
          "number of elements to trim must be between 0 and " + length);
    }
    int inner = length == 0 ? 0 : array.elements().size() / length;
    return Arrays.sized(
        array.elements().subList(0, (length - count) * inner), array, length - count);
  }

  private static boolean same(@Nullable Object a, @Nullable Object b, DataType type) {
    return ValueOrder.compareNullable(a, b, type) == 0;
  }

  private static Array remove(Array array, @Nullable Object removed, DataType type) {
    if (array.dimensions().size() > 1) {
      throw Failures.unsupported("removing elements from multidimensional arrays is not supported");
    }
    List<@Nullable Object> left = new ArrayList<>(array.elements());
    left.removeIf(element -> same(element, removed, type));
    return left.size() == array.elements().size() ? array : Arrays.sized(left, array, left.size());
  }

  private static Array replace(
      Array array, @Nullable Object from, @Nullable Object to, DataType type) {
    List<@Nullable Object> replaced = new ArrayList<>(array.elements());
    replaced.replaceAll(element -> same(element, from, type) ? to : element);
    return new Array(replaced, array.dimensions(), array.lowerBounds());
  }

  private static void searching(Definitions definitions) {
    definitions
        .define("array_position(anyarray, anyelement) int4")
        .calledOnNull()
        .isTyped(
            (e, a, types) -> a[0] == null ? null : position(array(a, 0), a[1], 1, types.get(1)));
    definitions
        .define("array_position(anyarray, anyelement, int4) int4")
        .calledOnNull()
        .isTyped(
            (e, a, types) -> {
              if (a[0] == null) {
                return null;
              }
              if (a[2] == null) {
                throw new OrbitException(
                    ErrorCode.NULL_VALUE_NOT_ALLOWED, "initial position must not be null");
              }
              return position(array(a, 0), a[1], integer(a, 2), types.get(1));
            });
    definitions
        .define("array_positions(anyarray, anyelement) int4[]")
        .calledOnNull()
        .isTyped((e, a, types) -> a[0] == null ? null : positions(array(a, 0), a[1], types.get(1)));
  }

  private static void requireOneDimension(Array array) {
    if (array.dimensions().size() > 1) {
      throw Failures.unsupported(
          "searching for elements in multidimensional arrays is not supported");
    }
  }

  private static @Nullable Integer position(
      Array array, @Nullable Object wanted, int from, DataType type) {
    requireOneDimension(array);
    int low = array.lowerBounds().isEmpty() ? 1 : array.lowerBounds().getFirst();
    for (int i = Math.max(0, from - low); i < array.elements().size(); i++) {
      if (same(array.elements().get(i), wanted, type)) {
        return i + low;
      }
    }
    return null;
  }

  private static Array positions(Array array, @Nullable Object wanted, DataType type) {
    requireOneDimension(array);
    int low = array.lowerBounds().isEmpty() ? 1 : array.lowerBounds().getFirst();
    List<@Nullable Object> found = new ArrayList<>();
    for (int i = 0; i < array.elements().size(); i++) {
      if (same(array.elements().get(i), wanted, type)) {
        found.add(i + low);
      }
    }
    return Array.of(found);
  }

  private static void containment(Definitions definitions) {
    definitions.typed(
        "@>(anyarray, anyarray) bool",
        (e, a, types) -> contains(array(a, 0), array(a, 1), types.getFirst().elementType()));
    definitions.typed(
        "<@(anyarray, anyarray) bool",
        (e, a, types) -> contains(array(a, 1), array(a, 0), types.getFirst().elementType()));
    definitions.typed(
        "&&(anyarray, anyarray) bool",
        (e, a, types) ->
            array(a, 1).elements().stream()
                .anyMatch(
                    element ->
                        element != null
                            && holds(array(a, 0), element, types.getFirst().elementType())));
  }

  private static boolean contains(Array all, Array some, DataType type) {
    return some.elements().stream().allMatch(one -> one != null && holds(all, one, type));
  }

  private static boolean holds(Array array, Object wanted, DataType type) {
    return array.elements().stream()
        .anyMatch(element -> element != null && ValueOrder.equal(element, wanted, type));
  }

  private static void subscripts(Definitions definitions) {
    definitions.add(
        "array_subscript(anyarray, variadic int4) anyelement",
        (e, a) -> Arrays.element(array(a, 0), a));
    definitions
        .define("array_slice(anyarray, variadic int4) anyarray")
        .calledOnNull()
        .is((e, a) -> a[0] == null ? null : Arrays.slice(array(a, 0), a));
    definitions.add(
        "array_subscript(name, int4) char", (e, a) -> letter(text(a, 0), integer(a, 1)));
    definitions.add(
        "array_subscript(jsonb, text) jsonb",
        (e, a) -> Json.write(Json.member(Json.read(text(a, 0)), text(a, 1))));
    definitions.add(
        "array_subscript(jsonb, int4) jsonb",
        (e, a) -> Json.write(Json.element(Json.read(text(a, 0)), integer(a, 1))));
  }

  /** A name is an array of bytes that counts from 0. */
  private static @Nullable Byte letter(String name, int index) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return index < 0 || index >= bytes.length ? null : Byte.valueOf(bytes[index]);
  }

  private static void texts(Definitions definitions) {
    definitions
        .define("array_to_string(anyarray, text) text")
        .stable()
        .isTyped((e, a, types) -> joined(e, array(a, 0), text(a, 1), null, types));
    definitions
        .define("array_to_string(anyarray, text, text) text")
        .stable()
        .calledOnNull()
        .isTyped(
            (e, a, types) ->
                a[0] == null || a[1] == null
                    ? null
                    : joined(e, array(a, 0), text(a, 1), (String) a[2], types));
  }

  private static String joined(
      Evaluation evaluation,
      Array array,
      String delimiter,
      @Nullable String nullText,
      List<DataType> types) {
    StringBuilder out = new StringBuilder();
    boolean any = false;
    for (Object element : array.elements()) {
      if (element == null && nullText == null) {
        continue;
      }
      out.append(any ? delimiter : "");
      out.append(
          element == null
              ? nullText
              : ValueOutput.of(evaluation, element, types.getFirst().elementType()));
      any = true;
    }
    return out.toString();
  }
}
