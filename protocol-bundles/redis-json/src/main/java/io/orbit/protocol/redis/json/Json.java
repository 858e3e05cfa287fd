package io.orbit.protocol.redis.json;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What values are, and copies of them. */
final class Json {
  private Json() {}

  /** As JSON.TYPE says it. */
  static String typeName(Object value) {
    return switch (value) {
      case JsonNull none -> "null";
      case Boolean truth -> "boolean";
      case Long whole -> "integer";
      case BigInteger whole -> "integer";
      case Double number -> "number";
      case String text -> "string";
      case List<?> array -> "array";
      default -> "object";
    };
  }

  @SuppressWarnings("unchecked") // every list and map of a document is of this type
  static List<Object> array(Object value) {
    return (List<Object>) value;
  }

  @SuppressWarnings("unchecked") // every list and map of a document is of this type
  static Map<String, Object> object(Object value) {
    return (Map<String, Object>) value;
  }

  /** A value that shares nothing with the other. */
  static Object copy(Object value) {
    if (value instanceof List<?>) {
      List<Object> copy = new ArrayList<>();
      array(value).forEach(each -> copy.add(copy(each)));
      return copy;
    }
    if (value instanceof Map<?, ?>) {
      Map<String, Object> copy = new LinkedHashMap<>();
      object(value).forEach((name, each) -> copy.put(name, copy(each)));
      return copy;
    }
    return value;
  }

  /** Equal values; a whole number equals the same one with a fraction of zero. */
  static boolean equal(Object left, Object right) {
    if (left instanceof Number a && right instanceof Number b) {
      return left.equals(right)
          || (!(left instanceof Long && right instanceof Long)
              && a.doubleValue() == b.doubleValue());
    }
    return left.equals(right);
  }
}
