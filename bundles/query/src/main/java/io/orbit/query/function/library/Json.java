package io.orbit.query.function.library;

import io.orbit.api.value.Decimal;
import io.orbit.api.value.JsonTree;
import io.orbit.api.value.text.JsonText;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * jsonb as a tree and back to text in normal form. JSON null is {@link #NULL}, so that Java's null
 * can say that there is nothing.
 */
final class Json {
  static final Object NULL = new Object();

  private Json() {}

  static Object read(String normalized) {
    return wrapped(JsonTree.parse(normalized));
  }

  static Object wrapped(@Nullable Object value) {
    return value == null ? NULL : value;
  }

  /** The normal form; null for nothing. */
  static @Nullable String write(@Nullable Object tree) {
    if (tree == null) {
      return null;
    }
    StringBuilder out = new StringBuilder();
    write(tree == NULL ? null : tree, out);
    return out.toString();
  }

  private static void write(@Nullable Object tree, StringBuilder out) {
    switch (tree) {
      case null -> out.append("null");
      case String text -> JsonText.quote(text, out);
      case List<?> list -> {
        out.append('[');
        String separator = "";
        for (Object element : list) {
          out.append(separator);
          write(element == NULL ? null : element, out);
          separator = ", ";
        }
        out.append(']');
      }
      case Map<?, ?> map -> {
        out.append('{');
        String separator = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          out.append(separator);
          JsonText.quote((String) entry.getKey(), out).append(": ");
          write(entry.getValue() == NULL ? null : entry.getValue(), out);
          separator = ", ";
        }
        out.append('}');
      }
      default -> out.append(tree == NULL ? "null" : tree.toString());
    }
  }

  /** A value as text: strings without quotes, null for nothing and for JSON null. */
  static @Nullable String text(@Nullable Object tree) {
    if (tree == null || tree == NULL) {
      return null;
    }
    return tree instanceof String string ? string : write(tree);
  }

  /** A new object in key order. */
  static Map<String, @Nullable Object> newObject() {
    return new TreeMap<>(JsonText.KEY_ORDER);
  }

  /** A member of an object; Java null when there is none. */
  static @Nullable Object member(Object tree, String name) {
    return tree instanceof Map<?, ?> map && map.containsKey(name) ? wrapped(map.get(name)) : null;
  }

  /** An element of an array, counted from its end when negative; Java null when there is none. */
  static @Nullable Object element(Object tree, int index) {
    if (!(tree instanceof List<?> list)) {
      return null;
    }
    int position = index < 0 ? list.size() + index : index;
    return position < 0 || position >= list.size() ? null : wrapped(list.get(position));
  }

  /** What a step of a path leads to: a member, or an element when it is an integer. */
  static @Nullable Object step(Object tree, String step) {
    if (tree instanceof List<?>) {
      Integer index = index(step);
      return index == null ? null : element(tree, index);
    }
    return member(tree, step);
  }

  static @Nullable Integer index(String step) {
    try {
      return Integer.valueOf(step.strip());
    } catch (NumberFormatException noIndex) {
      return null;
    }
  }

  /** {@code @>}: whether a tree contains another. */
  static boolean contains(Object all, Object some) {
    if (all instanceof List<?> list && !(some instanceof List<?>) && !(some instanceof Map<?, ?>)) {
      return list.stream().anyMatch(element -> equal(wrapped(element), some));
    }
    return within(all, some);
  }

  private static boolean within(Object all, Object some) {
    if (all instanceof Map<?, ?> object && some instanceof Map<?, ?> wanted) {
      return wanted.entrySet().stream()
          .allMatch(
              entry ->
                  object.containsKey(entry.getKey())
                      && within(wrapped(object.get(entry.getKey())), wrapped(entry.getValue())));
    }
    if (all instanceof List<?> list && some instanceof List<?> wanted) {
      return wanted.stream()
          .allMatch(
              one -> list.stream().anyMatch(element -> within(wrapped(element), wrapped(one))));
    }
    return equal(all, some);
  }

  private static boolean equal(Object a, Object b) {
    if (a instanceof Decimal one && b instanceof Decimal other) {
      return one.compareTo(other) == 0;
    }
    return a.equals(b);
  }

  /** The kind of a value, as jsonb_typeof says. */
  static String kind(Object tree) {
    return switch (tree) {
      case String text -> "string";
      case Decimal number -> "number";
      case Boolean truth -> "boolean";
      case List<?> list -> "array";
      case Map<?, ?> map -> "object";
      default -> "null";
    };
  }
}
