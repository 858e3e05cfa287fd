package io.orbit.query.function.library;

import static io.orbit.query.function.library.Arguments.array;
import static io.orbit.query.function.library.Arguments.integer;
import static io.orbit.query.function.library.Arguments.text;
import static io.orbit.query.function.library.Arguments.truth;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.Array;
import io.orbit.api.value.text.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** jsonb: containment, existence, concatenation, deletion, setting by path. */
final class JsonbEditing {
  private JsonbEditing() {}

  static void define(Definitions definitions) {
    definitions.add(
        "@>(jsonb, jsonb) bool",
        (e, a) -> Json.contains(Json.read(text(a, 0)), Json.read(text(a, 1))));
    definitions.add(
        "<@(jsonb, jsonb) bool",
        (e, a) -> Json.contains(Json.read(text(a, 1)), Json.read(text(a, 0))));
    for (String name : List.of("?", "jsonb_exists")) {
      definitions.add(
          name + "(jsonb, text) bool", (e, a) -> exists(Json.read(text(a, 0)), text(a, 1)));
    }
    for (String name : List.of("?|", "jsonb_exists_any")) {
      definitions.add(
          name + "(jsonb, text[]) bool",
          (e, a) -> {
            Object tree = Json.read(text(a, 0));
            return array(a, 1).elements().stream()
                .anyMatch(key -> key != null && exists(tree, (String) key));
          });
    }
    for (String name : List.of("?&", "jsonb_exists_all")) {
      definitions.add(
          name + "(jsonb, text[]) bool",
          (e, a) -> {
            Object tree = Json.read(text(a, 0));
            return array(a, 1).elements().stream()
                .allMatch(key -> key == null || exists(tree, (String) key));
          });
    }
    definitions.add(
        "||(jsonb, jsonb) jsonb",
        (e, a) -> Json.write(concatenated(Json.read(text(a, 0)), Json.read(text(a, 1)))));
    deletions(definitions);
    settings(definitions);
    for (String kind : List.of("json", "jsonb")) {
      definitions.add(
          kind + "_strip_nulls(" + kind + ") " + kind,
          (e, a) ->
              kind.equals("json")
                  ? strippedSource(text(a, 0))
                  : Json.write(stripped(Json.read(text(a, 0)))));
    }
    definitions.add(
        "jsonb_pretty(jsonb) text",
        (e, a) -> {
          StringBuilder out = new StringBuilder();
          pretty(Json.read(text(a, 0)), 0, out);
          return out.toString();
        });
  }

  private static boolean exists(Object tree, String key) {
    return switch (tree) {
      case Map<?, ?> map -> map.containsKey(key);
      case List<?> list -> list.contains(key);
      case String string -> string.equals(key);
      default -> false;
    };
  }

  private static Object concatenated(Object a, Object b) {
    if (a instanceof Map<?, ?> one && b instanceof Map<?, ?> other) {
      Map<String, @Nullable Object> merged = copy(one);
      merged.putAll(copy(other));
      return merged;
    }
    List<Object> elements = new ArrayList<>();
    elements.addAll(a instanceof List<?> list ? wrapped(list) : List.of(a));
    elements.addAll(b instanceof List<?> list ? wrapped(list) : List.of(b));
    return elements;
  }

  private static List<Object> wrapped(List<?> list) {
    List<Object> wrapped = new ArrayList<>(list.size());
    list.forEach(element -> wrapped.add(Json.wrapped(element)));
    return wrapped;
  }

  private static Map<String, @Nullable Object> copy(Map<?, ?> map) {
    Map<String, @Nullable Object> copy = Json.newObject();
    map.forEach((key, value) -> copy.put((String) key, value));
    return copy;
  }

  // ---- deletion

  private static void deletions(Definitions definitions) {
    definitions.add(
        "-(jsonb, text) jsonb", (e, a) -> Json.write(without(Json.read(text(a, 0)), text(a, 1))));
    definitions.add(
        "-(jsonb, text[]) jsonb",
        (e, a) -> {
          Object tree = Json.read(text(a, 0));
          requireContainer(tree);
          for (Object key : array(a, 1).elements()) {
            tree = key == null ? tree : without(tree, (String) key);
          }
          return Json.write(tree);
        });
    definitions.add(
        "-(jsonb, int4) jsonb",
        (e, a) -> Json.write(withoutElement(Json.read(text(a, 0)), integer(a, 1))));
    for (String name : List.of("#-", "jsonb_delete_path")) {
      definitions.add(
          name + "(jsonb, text[]) jsonb",
          (e, a) ->
              Json.write(
                  edited(
                      Json.read(text(a, 0)),
                      steps(array(a, 1)),
                      0,
                      new Edit(Kind.DELETE, Json.NULL))));
    }
  }

  private static void requireContainer(Object tree) {
    if (!(tree instanceof List<?>) && !(tree instanceof Map<?, ?>)) {
      throw Failures.invalid("cannot delete from scalar");
    }
  }

  private static Object without(Object tree, String key) {
    requireContainer(tree);
    if (tree instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> left = copy(map);
      left.remove(key);
      return left;
    }
    List<Object> left = wrapped((List<?>) tree);
    left.removeIf(key::equals);
    return left;
  }

  private static Object withoutElement(Object tree, int index) {
    requireContainer(tree);
    if (!(tree instanceof List<?> list)) {
      throw Failures.invalid("cannot delete from object using integer index");
    }
    int position = index < 0 ? list.size() + index : index;
    List<Object> left = wrapped(list);
    if (position >= 0 && position < left.size()) {
      left.remove(position);
    }
    return left;
  }

  // ---- setting

  private enum Kind {
    SET,
    REPLACE,
    INSERT_BEFORE,
    INSERT_AFTER,
    DELETE
  }

  private record Edit(Kind kind, Object value) {}

  private static void settings(Definitions definitions) {
    definitions.add("jsonb_set(jsonb, text[], jsonb) jsonb", (e, a) -> set(a, Kind.SET));
    definitions.add(
        "jsonb_set(jsonb, text[], jsonb, bool) jsonb",
        (e, a) -> set(a, truth(a, 3) ? Kind.SET : Kind.REPLACE));
    definitions.add(
        "jsonb_insert(jsonb, text[], jsonb) jsonb", (e, a) -> set(a, Kind.INSERT_BEFORE));
    definitions.add(
        "jsonb_insert(jsonb, text[], jsonb, bool) jsonb",
        (e, a) -> set(a, truth(a, 3) ? Kind.INSERT_AFTER : Kind.INSERT_BEFORE));
  }

  private static @Nullable String set(@Nullable Object[] a, Kind kind) {
    Object tree = Json.read(text(a, 0));
    if (!(tree instanceof List<?>) && !(tree instanceof Map<?, ?>)) {
      throw Failures.invalid("cannot set path in scalar");
    }
    List<String> steps = steps(array(a, 1));
    if (steps.isEmpty()) {
      return text(a, 0);
    }
    return Json.write(edited(tree, steps, 0, new Edit(kind, Json.read(text(a, 2)))));
  }

  private static List<String> steps(Array path) {
    List<String> steps = new ArrayList<>();
    for (int i = 0; i < path.elements().size(); i++) {
      if (!(path.elements().get(i) instanceof String step)) {
        throw new OrbitException(
            ErrorCode.NULL_VALUE_NOT_ALLOWED, "path element at position " + (i + 1) + " is null");
      }
      steps.add(step);
    }
    return steps;
  }

  private static Object edited(Object tree, List<String> steps, int depth, Edit edit) {
    if (depth >= steps.size()) {
      return tree;
    }
    String step = steps.get(depth);
    boolean last = depth == steps.size() - 1;
    if (tree instanceof Map<?, ?> map) {
      return editedObject(copy(map), step, steps, depth, edit, last);
    }
    if (tree instanceof List<?> list) {
      Integer index = Json.index(step);
      if (index == null) {
        throw new OrbitException(
            ErrorCode.INVALID_TEXT_REPRESENTATION,
            "path element at position " + (depth + 1) + " is not an integer: \"" + step + "\"");
      }
      return editedArray(wrapped(list), index, steps, depth, edit, last);
    }
    return tree;
  }

  private static Object editedObject(
      Map<String, @Nullable Object> object,
      String step,
      List<String> steps,
      int depth,
      Edit edit,
      boolean last) {
    boolean there = object.containsKey(step);
    if (!last) {
      if (there) {
        object.put(step, edited(Json.wrapped(object.get(step)), steps, depth + 1, edit));
      }
      return object;
    }
    switch (edit.kind()) {
      case SET -> object.put(step, edit.value());
      case REPLACE -> object.computeIfPresent(step, (key, old) -> edit.value());
      case DELETE -> object.remove(step);
      case INSERT_BEFORE, INSERT_AFTER -> {
        if (there) {
          throw Failures.invalid("cannot replace existing key")
              .withHint("Try using the function jsonb_set to replace key value.");
        }
        object.put(step, edit.value());
      }
    }
    if (edit.kind() == Kind.REPLACE && there) {
      object.put(step, edit.value());
    }
    return object;
  }

  private static Object editedArray(
      List<Object> array, int index, List<String> steps, int depth, Edit edit, boolean last) {
    int position = index < 0 ? array.size() + index : index;
    boolean there = position >= 0 && position < array.size();
    if (!last) {
      if (there) {
        array.set(position, edited(array.get(position), steps, depth + 1, edit));
      }
      return array;
    }
    switch (edit.kind()) {
      case DELETE -> {
        if (there) {
          array.remove(position);
        }
      }
      case REPLACE -> {
        if (there) {
          array.set(position, edit.value());
        }
      }
      case SET -> {
        if (there) {
          array.set(position, edit.value());
        } else {
          array.add(position < 0 ? 0 : array.size(), edit.value());
        }
      }
      case INSERT_BEFORE, INSERT_AFTER -> {
        int at = edit.kind() == Kind.INSERT_AFTER && there ? position + 1 : position;
        array.add(Math.clamp(at, 0, array.size()), edit.value());
      }
    }
    return array;
  }

  // ---- form

  private static Object stripped(Object tree) {
    if (tree instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> left = Json.newObject();
      map.forEach(
          (key, value) -> {
            if (value != null && value != Json.NULL) {
              left.put((String) key, stripped(value));
            }
          });
      return left;
    }
    if (tree instanceof List<?> list) {
      List<Object> left = wrapped(list);
      left.replaceAll(JsonbEditing::stripped);
      return left;
    }
    return tree;
  }

  private static String strippedSource(String json) {
    if (JsonSource.isObject(json)) {
      StringBuilder out = new StringBuilder("{");
      for (JsonSource.Member member : JsonSource.members(json)) {
        if (!JsonSource.kind(member.value()).equals("null")) {
          out.append(out.length() == 1 ? "" : ",");
          JsonText.quote(member.name(), out).append(':').append(strippedSource(member.value()));
        }
      }
      return out.append('}').toString();
    }
    if (JsonSource.isArray(json)) {
      return JsonSource.elements(json).stream()
          .map(JsonbEditing::strippedSource)
          .collect(java.util.stream.Collectors.joining(",", "[", "]"));
    }
    return json.strip();
  }

  private static void pretty(@Nullable Object tree, int depth, StringBuilder out) {
    if (tree instanceof Map<?, ?> map) {
      out.append('{');
      String separator = "\n";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.append(separator).append("    ".repeat(depth + 1));
        JsonText.quote((String) entry.getKey(), out).append(": ");
        pretty(entry.getValue(), depth + 1, out);
        separator = ",\n";
      }
      out.append('\n').append("    ".repeat(depth)).append('}');
    } else if (tree instanceof List<?> list) {
      out.append('[');
      String separator = "\n";
      for (Object element : list) {
        out.append(separator).append("    ".repeat(depth + 1));
        pretty(element, depth + 1, out);
        separator = ",\n";
      }
      out.append('\n').append("    ".repeat(depth)).append(']');
    } else {
      out.append(Json.write(Json.wrapped(tree)));
    }
  }
}
