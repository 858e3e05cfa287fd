package io.orbit.protocol.rest.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.orbit.api.value.Array;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Decimal;
import io.orbit.api.value.Row;
import io.orbit.api.value.text.TextContext;
import io.orbit.api.value.text.ValueText;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values as JSON by their declared types: numbers and truth values as such, json inside as it is,
 * arrays, maps and records as arrays and objects, all else as the text that PostgreSQL's {@code
 * to_json} gives, in UTC. NaN and the infinities, which JSON lacks, are strings.
 */
public final class JsonOutput {
  private final TextContext context;
  private final boolean text;

  /**
   * @param text every value as its text, for those who show it and must not lose a digit
   */
  public JsonOutput(boolean text) {
    this.context = TextContext.UTC;
    this.text = text;
  }

  /** Writes one value. */
  public void write(JsonGenerator out, @Nullable Object value, DataType type) throws IOException {
    if (value == null) {
      out.writeNull();
    } else if (text) {
      out.writeString(ValueText.format(value, type, context));
    } else {
      writeValue(out, value, type);
    }
  }

  private void writeValue(JsonGenerator out, Object value, DataType type) throws IOException {
    switch (type.kind()) {
      case BOOLEAN -> out.writeBoolean((Boolean) value);
      case INT16, INT32, INT64, OID -> out.writeNumber(((Number) value).longValue());
      case DECIMAL -> writeDecimal(out, (Decimal) value);
      case FLOAT32, FLOAT64 -> writeFloat(out, value, type);
      case JSON, JSONB -> out.writeRawValue(value.toString());
      case ARRAY -> writeArray(out, (Array) value, type.elementType());
      case SET -> writeList(out, (Collection<?>) value, type.elementType());
      case RECORD -> writeRecord(out, (List<?>) value);
      case MAP -> writeMap(out, (Map<?, ?>) value, type.elementType());
      case VECTOR -> writeVector(out, (float[]) value);
      case TIMESTAMP, TIMESTAMPTZ -> out.writeString(isoTimestamp(format(value, type)));
      case UNKNOWN,
          TEXT,
          VARCHAR,
          CHAR,
          NAME,
          ENUM,
          BYTE_CHAR,
          BYTES,
          DATE,
          TIME,
          TIMETZ,
          INTERVAL,
          RANGE,
          MULTIRANGE,
          BIT,
          VARBIT,
          UUID,
          INET,
          CIDR,
          REGCLASS,
          REGTYPE,
          REGPROC,
          REGNAMESPACE,
          REGROLE,
          GEOMETRY,
          DURATION,
          VOID ->
          out.writeString(format(value, type));
      case DYNAMIC -> writeDynamic(out, value);
    }
  }

  private void writeDynamic(JsonGenerator out, Object value) throws IOException {
    switch (value) {
      case Boolean truth -> out.writeBoolean(truth);
      case Decimal decimal -> writeDecimal(out, decimal);
      case Double number -> writeFloat(out, number, DataType.FLOAT64);
      case Float number -> writeFloat(out, number, DataType.FLOAT32);
      case Number number -> out.writeNumber(number.longValue());
      case Row row -> writeRecord(out, row);
      case Collection<?> elements -> writeList(out, elements, DataType.DYNAMIC);
      case Map<?, ?> members -> writeMap(out, members, DataType.DYNAMIC);
      case float[] vector -> writeVector(out, vector);
      default -> out.writeString(format(value, DataType.DYNAMIC));
    }
  }

  private String format(Object value, DataType type) {
    return ValueText.format(value, type, context);
  }

  private static void writeDecimal(JsonGenerator out, Decimal value) throws IOException {
    if (value.isFinite()) {
      out.writeNumber(value.toString());
    } else {
      out.writeString(value.toString());
    }
  }

  private void writeFloat(JsonGenerator out, Object value, DataType type) throws IOException {
    if (Double.isFinite(((Number) value).doubleValue())) {
      out.writeNumber(format(value, type));
    } else {
      out.writeString(format(value, type));
    }
  }

  private void writeArray(JsonGenerator out, Array array, DataType element) throws IOException {
    if (array.dimensions().size() <= 1) {
      writeList(out, array.elements(), element);
    } else {
      writeDimension(out, array, element, 0, 0, array.elements().size());
    }
  }

  private void writeDimension(
      JsonGenerator out, Array array, DataType element, int depth, int from, int to)
      throws IOException {
    if (depth == array.dimensions().size() - 1) {
      writeList(out, array.elements().subList(from, to), element);
      return;
    }
    int step = (to - from) / array.dimensions().get(depth);
    out.writeStartArray();
    for (int at = from; at < to; at += step) {
      writeDimension(out, array, element, depth + 1, at, at + step);
    }
    out.writeEndArray();
  }

  private void writeList(JsonGenerator out, Collection<?> elements, DataType element)
      throws IOException {
    out.writeStartArray();
    for (Object value : elements) {
      write(out, value, element);
    }
    out.writeEndArray();
  }

  private void writeMap(JsonGenerator out, Map<?, ?> members, DataType element) throws IOException {
    out.writeStartObject();
    for (Map.Entry<?, ?> member : members.entrySet()) {
      out.writeFieldName(String.valueOf(member.getKey()));
      write(out, member.getValue(), element);
    }
    out.writeEndObject();
  }

  /** An object where the fields have names, else an array. */
  private void writeRecord(JsonGenerator out, List<?> fields) throws IOException {
    if (!(fields instanceof Row row)) {
      writeList(out, fields, DataType.DYNAMIC);
      return;
    }
    out.writeStartObject();
    for (int field = 0; field < row.size(); field++) {
      out.writeFieldName(row.name(field));
      write(out, row.get(field), row.type(field));
    }
    out.writeEndObject();
  }

  private static void writeVector(JsonGenerator out, float[] vector) throws IOException {
    out.writeStartArray();
    for (float component : vector) {
      out.writeNumber(component);
    }
    out.writeEndArray();
  }

  /** {@code 2026-01-01 00:00:00+00} as {@code 2026-01-01T00:00:00+00:00}. */
  private static String isoTimestamp(String postgres) {
    String iso = postgres.replaceFirst(" ", "T");
    int sign = Math.max(iso.lastIndexOf('+'), iso.lastIndexOf('-'));
    return sign > iso.indexOf('T') && sign > 0 && iso.length() == sign + 3 ? iso + ":00" : iso;
  }
}
