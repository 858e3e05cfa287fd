package io.orbit.api.value.text;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.Array;
import io.orbit.api.value.BitString;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Decimal;
import io.orbit.api.value.Inet;
import io.orbit.api.value.Interval;
import io.orbit.api.value.Multirange;
import io.orbit.api.value.Range;
import io.orbit.api.value.Row;
import io.orbit.api.value.TimeWithZone;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Records, sets, maps and vectors, and values whose type only the value itself tells. A record is
 * PostgreSQL's {@code (1,"a b",)}; a vector is pgvector's {@code [1,2,3]}; a set is an array
 * without bounds; a map is a JSON object of texts.
 */
final class CompositeText {
  private CompositeText() {}

  /** The type that a value of dynamic type has by its class. */
  static DataType typeOf(Object value) {
    return switch (value) {
      case Boolean b -> DataType.BOOLEAN;
      case Short s -> DataType.INT16;
      case Integer i -> DataType.INT32;
      case Long l -> DataType.INT64;
      case Decimal d -> DataType.DECIMAL;
      case Float f -> DataType.FLOAT32;
      case Double d -> DataType.FLOAT64;
      case byte[] b -> DataType.BYTES;
      case TimeWithZone t -> DataType.TIMETZ;
      case Interval i -> DataType.INTERVAL;
      case UUID u -> DataType.UUID;
      case Inet i -> DataType.of(io.orbit.api.value.TypeKind.INET);
      case Array a -> DataType.array(DataType.DYNAMIC);
      case Range r -> DataType.range(DataType.DYNAMIC);
      case Multirange m -> DataType.multirange(DataType.range(DataType.DYNAMIC));
      case BitString b -> DataType.of(io.orbit.api.value.TypeKind.VARBIT);
      case List<?> l -> DataType.RECORD;
      case Map<?, ?> m -> new DataType(io.orbit.api.value.TypeKind.MAP, -1, 0, DataType.DYNAMIC);
      case float[] v -> DataType.of(io.orbit.api.value.TypeKind.VECTOR);
      case Byte b -> DataType.BYTE_CHAR;
      default -> DataType.TEXT;
    };
  }

  static String formatRecord(List<?> fields, TextContext context) {
    StringBuilder out = new StringBuilder("(");
    for (int i = 0; i < fields.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      Object field = fields.get(i);
      if (field != null) {
        DataType type = fields instanceof Row row ? row.type(i) : typeOf(field);
        appendField(out, ValueText.format(field, type, context));
      }
    }
    return out.append(')').toString();
  }

  private static void appendField(StringBuilder out, String value) {
    boolean quote = value.isEmpty();
    for (int i = 0; !quote && i < value.length(); i++) {
      char c = value.charAt(i);
      quote = "\"\\(),".indexOf(c) >= 0 || IntegerText.isSpace(c);
    }
    if (!quote) {
      out.append(value);
      return;
    }
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        out.append(c);
      }
      out.append(c);
    }
    out.append('"');
  }

  static String formatSet(Collection<?> elements, DataType element, TextContext context) {
    List<@Nullable Object> copy = new ArrayList<>(elements);
    return ArrayText.format(Array.of(copy), element, context);
  }

  static List<@Nullable Object> parseSet(String text, DataType element, TextContext context) {
    return ArrayText.parse(text, element, context).elements();
  }

  static String formatMap(Map<?, ?> map, DataType element, TextContext context) {
    StringBuilder out = new StringBuilder("{");
    map.forEach(
        (key, value) -> {
          if (out.length() > 1) {
            out.append(", ");
          }
          JsonText.quote(String.valueOf(key), out).append(": ");
          if (value == null) {
            out.append("null");
          } else {
            JsonText.quote(ValueText.format(value, element, context), out);
          }
        });
    return out.append('}').toString();
  }

  static Map<String, @Nullable Object> parseMap(
      String text, DataType element, TextContext context) {
    MapReader reader = new MapReader(element, context);
    JsonScanner.scan(text, reader);
    if (reader.depth != 0 || !reader.wasObject) {
      throw TextErrors.invalidSyntax("map", text);
    }
    return reader.map;
  }

  static String formatVector(float[] vector) {
    StringBuilder out = new StringBuilder("[");
    for (int i = 0; i < vector.length; i++) {
      out.append(i == 0 ? "" : ",").append(FloatText.format(vector[i], 1));
    }
    return out.append(']').toString();
  }

  static float[] parseVector(String text, int dimensions) {
    String trimmed = FloatText.trim(text);
    if (!trimmed.startsWith("[") || !trimmed.endsWith("]")) {
      throw TextErrors.invalidSyntax("vector", text);
    }
    String[] parts = trimmed.substring(1, trimmed.length() - 1).split(",", -1);
    float[] vector = new float[parts.length];
    for (int i = 0; i < parts.length; i++) {
      vector[i] = FloatText.parseFloat(parts[i]);
      if (!Float.isFinite(vector[i])) {
        throw new OrbitException(
            ErrorCode.INVALID_PARAMETER_VALUE, "NaN and infinity are not allowed in vector");
      }
    }
    if (dimensions >= 0 && dimensions != vector.length) {
      throw new OrbitException(
          ErrorCode.DATATYPE_MISMATCH,
          "expected " + dimensions + " dimensions, not " + vector.length);
    }
    return vector;
  }

  /** Reads a flat JSON object into a map. */
  private static final class MapReader implements JsonScanner.Listener {
    final Map<String, @Nullable Object> map = new java.util.TreeMap<>();
    private final DataType element;
    private final TextContext context;
    private String key = "";
    int depth;
    boolean wasObject;

    MapReader(DataType element, TextContext context) {
      this.element = element;
      this.context = context;
    }

    @Override
    public void beginObject() {
      if (depth++ > 0) {
        throw TextErrors.invalidSyntax("map", "{");
      }
      wasObject = true;
    }

    @Override
    public void endObject() {
      depth--;
    }

    @Override
    public void beginArray() {
      throw TextErrors.invalidSyntax("map", "[");
    }

    @Override
    public void endArray() {}

    @Override
    public void key(String name) {
      key = name;
    }

    @Override
    public void string(String value) {
      map.put(key, ValueText.parse(value, element, context));
    }

    @Override
    public void number(String digits) {
      string(digits);
    }

    @Override
    public void literal(String word) {
      map.put(key, word.equals("null") ? null : ValueText.parse(word, element, context));
    }
  }
}
