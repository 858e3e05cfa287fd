package io.orbit.query.function.library;

import io.orbit.api.value.Array;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Row;
import io.orbit.api.value.TypeKind;
import io.orbit.api.value.ValueOrder;
import io.orbit.api.value.text.JsonText;
import io.orbit.query.execute.Evaluation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SQL values as JSON text, as to_json writes it. */
final class JsonMaker {
  private JsonMaker() {}

  static String json(Evaluation evaluation, @Nullable Object value, DataType type) {
    StringBuilder out = new StringBuilder();
    append(evaluation, value, type, out);
    return out.toString();
  }

  static String jsonb(Evaluation evaluation, @Nullable Object value, DataType type) {
    return JsonText.normalize(json(evaluation, value, type));
  }

  static void append(
      Evaluation evaluation, @Nullable Object value, DataType type, StringBuilder out) {
    if (value == null) {
      out.append("null");
      return;
    }
    switch (type.kind()) {
      case BOOLEAN -> out.append(value);
      case INT16, INT32, INT64 -> out.append(value);
      case DECIMAL, FLOAT32, FLOAT64 -> {
        String shown = ValueOutput.of(evaluation, value, type);
        boolean number = Character.isDigit(shown.charAt(shown.length() - 1));
        out.append(number ? shown : '"' + shown + '"');
      }
      case JSON, JSONB -> out.append(value);
      case ARRAY -> appendArray(evaluation, (Array) value, type.elementType(), out);
      case RECORD -> appendRecord(evaluation, (List<?>) value, out);
      case TIMESTAMP, TIMESTAMPTZ -> appendTimestamp(evaluation, value, type, out);
      case DYNAMIC -> append(evaluation, value, ValueOrder.typeOf(value), out);
      default -> JsonText.quote(ValueOutput.of(evaluation, value, type), out);
    }
  }

  /** ISO 8601 with its T. */
  private static void appendTimestamp(
      Evaluation evaluation, Object value, DataType type, StringBuilder out) {
    String shown = ValueOutput.of(evaluation, value, type).replaceFirst(" ", "T");
    if (type.kind() == TypeKind.TIMESTAMPTZ && shown.matches(".*[-+]\\d\\d( BC)?")) {
      shown = shown.replaceFirst("([-+]\\d\\d)( BC)?$", "$1:00$2");
    }
    out.append('"').append(shown).append('"');
  }

  private static void appendArray(
      Evaluation evaluation, Array array, DataType element, StringBuilder out) {
    if (array.dimensions().isEmpty()) {
      out.append("[]");
      return;
    }
    appendDimension(evaluation, array, 0, 0, array.elements().size(), element, out);
  }

  private static void appendDimension(
      Evaluation evaluation,
      Array array,
      int dimension,
      int from,
      int count,
      DataType element,
      StringBuilder out) {
    int length = array.dimensions().get(dimension);
    int inner = count / length;
    out.append('[');
    for (int i = 0; i < length; i++) {
      if (i > 0) {
        out.append(',');
      }
      int start = from + i * inner;
      if (dimension + 1 == array.dimensions().size()) {
        append(evaluation, array.elements().get(start), element, out);
      } else {
        appendDimension(evaluation, array, dimension + 1, start, inner, element, out);
      }
    }
    out.append(']');
  }

  private static void appendRecord(Evaluation evaluation, List<?> fields, StringBuilder out) {
    out.append('{');
    for (int i = 0; i < fields.size(); i++) {
      String name = fields instanceof Row row ? row.name(i) : "f" + (i + 1);
      JsonText.quote(name, out.append(i == 0 ? "" : ",")).append(':');
      append(evaluation, fields.get(i), Row.typeOf(fields, i), out);
    }
    out.append('}');
  }

  /** The key of an object from an argument. */
  static String key(Evaluation evaluation, Object value, DataType type) {
    switch (type.kind()) {
      case ARRAY, RECORD, JSON, JSONB ->
          throw Failures.invalid("key value must be scalar, not array, composite, or json");
      default -> {}
    }
    return ValueOutput.of(evaluation, value, type);
  }
}
