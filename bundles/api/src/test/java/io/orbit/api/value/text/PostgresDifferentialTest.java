package io.orbit.api.value.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import io.orbit.api.value.text.TextContext.ByteaOutput;
import io.orbit.api.value.text.TextContext.DateOrder;
import io.orbit.api.value.text.TextContext.IntervalStyle;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every line of expected.tsv, which a real PostgreSQL 15 answered (see regenerate.sh): the same
 * output, or the same SQLSTATE, message and detail.
 */
class PostgresDifferentialTest {
  private static final Map<String, DataType> TYPES =
      Map.ofEntries(
          Map.entry("boolean", DataType.BOOLEAN),
          Map.entry("smallint", DataType.INT16),
          Map.entry("integer", DataType.INT32),
          Map.entry("bigint", DataType.INT64),
          Map.entry("oid", DataType.OID),
          Map.entry("numeric", DataType.DECIMAL),
          Map.entry("real", DataType.FLOAT32),
          Map.entry("double precision", DataType.FLOAT64),
          Map.entry("text", DataType.TEXT),
          Map.entry("varchar", DataType.VARCHAR),
          Map.entry("char", DataType.CHAR),
          Map.entry("name", DataType.NAME),
          Map.entry("\"char\"", DataType.BYTE_CHAR),
          Map.entry("bytea", DataType.BYTES),
          Map.entry("uuid", DataType.UUID),
          Map.entry("date", DataType.DATE),
          Map.entry("time", DataType.TIME),
          Map.entry("timetz", DataType.TIMETZ),
          Map.entry("timestamp", DataType.TIMESTAMP),
          Map.entry("timestamptz", DataType.TIMESTAMPTZ),
          Map.entry("interval", DataType.INTERVAL),
          Map.entry("json", DataType.JSON),
          Map.entry("jsonb", DataType.JSONB),
          Map.entry("inet", DataType.of(TypeKind.INET)),
          Map.entry("cidr", DataType.of(TypeKind.CIDR)));

  @Test
  void answersAsPostgres() throws IOException {
    List<String> differences = new ArrayList<>();
    int lines = 0;
    for (String line : resource("expected.tsv").split("\n")) {
      lines++;
      String[] fields = line.split("\t", -1);
      String expected = fields[4].equals("\\N") ? unescape(fields[3]) : error(fields);
      String actual = answer(unescape(fields[2]), type(fields[1]), context(fields[0]), fields);
      if (!Objects.equals(expected, actual)) {
        differences.add(
            fields[0] + " " + fields[1] + " <" + fields[2] + ">: " + expected + " | " + actual);
      }
    }
    assertThat(lines).isGreaterThan(1000);
    assertThat(differences).isEmpty();
  }

  private static String error(String[] fields) {
    String detail = fields[6].equals("\\N") ? "" : " / " + unescape(fields[6]);
    return fields[4] + " " + unescape(fields[5]) + detail;
  }

  private static String answer(String text, DataType type, TextContext context, String[] fields) {
    try {
      return ValueText.format(ValueText.parse(text, type, context), type, context);
    } catch (OrbitException e) {
      String detail = e.detail() == null ? "" : " / " + e.detail();
      return state(e.code()) + " " + e.getMessage() + detail;
    }
  }

  private static String state(ErrorCode code) {
    return switch (code) {
      case INVALID_TEXT_REPRESENTATION -> "22P02";
      case NUMERIC_VALUE_OUT_OF_RANGE -> "22003";
      case STRING_DATA_RIGHT_TRUNCATION -> "22001";
      case INVALID_DATETIME_FORMAT -> "22007";
      case DATETIME_FIELD_OVERFLOW -> "22008";
      case INTERVAL_FIELD_OVERFLOW -> "22015";
      case INVALID_TIME_ZONE_DISPLACEMENT -> "22009";
      case INVALID_PARAMETER_VALUE -> "22023";
      case UNTRANSLATABLE_CHARACTER -> "22P05";
      case ARRAY_SUBSCRIPT_ERROR -> "2202E";
      case PROGRAM_LIMIT_EXCEEDED -> "54000";
      default -> code.name();
    };
  }

  private static DataType type(String name) {
    if (name.endsWith("[]")) {
      return DataType.array(type(name.substring(0, name.length() - 2)));
    }
    int open = name.indexOf('(');
    if (open < 0) {
      return Objects.requireNonNull(TYPES.get(name), name);
    }
    String[] modifiers = name.substring(open + 1, name.length() - 1).split(",");
    int scale = modifiers.length > 1 ? Integer.parseInt(modifiers[1]) : 0;
    DataType base = type(name.substring(0, open));
    return new DataType(base.kind(), Integer.parseInt(modifiers[0]), scale, null);
  }

  private static TextContext context(String settings) {
    ZoneId zone = ZoneOffset.UTC;
    DateOrder order = DateOrder.MDY;
    IntervalStyle style = IntervalStyle.POSTGRES;
    ByteaOutput bytea = ByteaOutput.HEX;
    int digits = 1;
    if (!settings.equals("-")) {
      String value = settings.substring(settings.indexOf('=') + 1);
      switch (settings.substring(0, settings.indexOf('='))) {
        case "TimeZone" -> zone = ZoneId.of(value);
        case "DateStyle" -> order = DateOrder.valueOf(value.substring(value.length() - 3));
        case "IntervalStyle" -> style = IntervalStyle.valueOf(value.toUpperCase(Locale.ROOT));
        case "bytea_output" -> bytea = ByteaOutput.valueOf(value.toUpperCase(Locale.ROOT));
        case "extra_float_digits" -> digits = Integer.parseInt(value);
        default -> throw new IllegalArgumentException(settings);
      }
    }
    return new TextContext(zone, order, style, bytea, digits, 0);
  }

  private static String unescape(String field) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      switch (field.charAt(++i)) {
        case 't' -> out.append('\t');
        case 'n' -> out.append('\n');
        case 'r' -> out.append('\r');
        case 'b' -> out.append('\b');
        case 'f' -> out.append('\f');
        case 'v' -> out.append('\013');
        default -> out.append(field.charAt(i));
      }
    }
    return out.toString();
  }

  private static String resource(String name) throws IOException {
    try (@Nullable InputStream in = PostgresDifferentialTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
