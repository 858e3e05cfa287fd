package io.orbit.protocol.rest.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.Array;
import io.orbit.api.value.DataType;
import io.orbit.api.value.text.TextContext;
import io.orbit.api.value.text.TypeNames;
import io.orbit.api.value.text.ValueText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * JSON as values of declared types; whatever {@link JsonOutput} writes is read back as the same
 * value.
 */
public final class JsonInput {
  private JsonInput() {}

  /**
   * Reads a value.
   *
   * @throws OrbitException INVALID_TEXT_REPRESENTATION, DATATYPE_MISMATCH, and what the type's text
   *     input throws
   */
  public static @Nullable Object read(JsonNode node, DataType type) {
    if (node.isNull() || node.isMissingNode()) {
      return null;
    }
    TextContext context = TextContext.UTC.at(System.currentTimeMillis() * 1000);
    return switch (type.kind()) {
      case JSON, JSONB -> ValueText.parse(node.toString(), type, context);
      case ARRAY -> node.isArray() ? array(node, type) : scalar(node, type, context);
      case SET -> node.isArray() ? elements(node, type.elementType()) : scalar(node, type, context);
      case VECTOR ->
          node.isArray()
              ? ValueText.parse(node.toString(), type, context)
              : scalar(node, type, context);
      case MAP -> node.isObject() ? map(node, type.elementType()) : scalar(node, type, context);
      default -> scalar(node, type, context);
    };
  }

  private static Object scalar(JsonNode node, DataType type, TextContext context) {
    if (node.isContainerNode()) {
      throw new OrbitException(
          ErrorCode.DATATYPE_MISMATCH,
          "a value of type " + TypeNames.format(type) + " cannot be read from " + node);
    }
    return ValueText.parse(node.isNumber() ? number(node, type) : node.asText(), type, context);
  }

  /** Plain digits; for a whole type 1e3 and 41.0 are whole numbers too. */
  private static String number(JsonNode node, DataType type) {
    if (node.isIntegralNumber()) {
      return node.asText();
    }
    BigDecimal exact = node.decimalValue();
    boolean whole =
        switch (type.kind()) {
          case INT16, INT32, INT64, OID -> exact.stripTrailingZeros().scale() <= 0;
          default -> false;
        };
    return whole ? exact.toBigInteger().toString() : exact.toPlainString();
  }

  private static List<@Nullable Object> elements(JsonNode node, DataType element) {
    List<@Nullable Object> values = new ArrayList<>();
    node.forEach(child -> values.add(read(child, element)));
    return values;
  }

  private static Array array(JsonNode node, DataType type) {
    List<Integer> dimensions = new ArrayList<>();
    for (JsonNode level = node; level.isArray() && !level.isEmpty(); level = level.get(0)) {
      dimensions.add(level.size());
    }
    List<@Nullable Object> values = new ArrayList<>();
    flatten(node, type.elementType(), dimensions, 0, values);
    if (dimensions.size() <= 1) {
      return Array.of(values);
    }
    return new Array(values, dimensions, dimensions.stream().map(length -> 1).toList());
  }

  private static void flatten(
      JsonNode node,
      DataType element,
      List<Integer> dimensions,
      int depth,
      List<@Nullable Object> values) {
    if (depth == dimensions.size()) {
      values.add(read(node, element));
      return;
    }
    if (!node.isArray() || node.size() != dimensions.get(depth)) {
      throw new OrbitException(
          ErrorCode.ARRAY_ELEMENT_ERROR,
          "the arrays of a multidimensional array must have matching dimensions");
    }
    node.forEach(child -> flatten(child, element, dimensions, depth + 1, values));
  }

  private static Map<String, @Nullable Object> map(JsonNode node, DataType element) {
    Map<String, @Nullable Object> members = new TreeMap<>();
    node.properties().forEach(m -> members.put(m.getKey(), read(m.getValue(), element)));
    return members;
  }
}
