package io.orbit.protocol.rest.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.Array;
import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import io.orbit.api.value.text.TextContext;
import io.orbit.api.value.text.ValueText;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonValuesTest {
  private static final ObjectMapper MAPPER = Json.mapper();

  private static String write(Object value, DataType type, boolean text) throws Exception {
    StringWriter out = new StringWriter();
    try (JsonGenerator generator = MAPPER.createGenerator(out)) {
      new JsonOutput(text).write(generator, value, type);
    }
    return out.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "BOOLEAN|t|true",
        "INT64|9223372036854775807|9223372036854775807",
        "DECIMAL|1.10|1.10",
        "DECIMAL|NaN|\"NaN\"",
        "FLOAT64|0.1|0.1",
        "FLOAT64|Infinity|\"Infinity\"",
        "TEXT|a \"b\"|\"a \\\"b\\\"\"",
        "BYTES|\\xff00|\"\\\\xff00\"",
        "DATE|2026-02-28|\"2026-02-28\"",
        "TIMESTAMP|2026-02-28 01:02:03.5|\"2026-02-28T01:02:03.5\"",
        "TIMESTAMPTZ|2026-02-28 01:02:03+00|\"2026-02-28T01:02:03+00:00\"",
        "TIMESTAMPTZ|infinity|\"infinity\"",
        "INTERVAL|1 day 02:00:00|\"1 day 02:00:00\"",
        "UUID|00000000-0000-0000-0000-000000000001|\"00000000-0000-0000-0000-000000000001\"",
        "JSONB|{\"a\": [1, null]}|{\"a\": [1, null]}"
      })
  void aValueIsWrittenByItsTypeAndReadBack(TypeKind kind, String text, String json)
      throws Exception {
    DataType type = DataType.of(kind);
    Object value = ValueText.parse(text, type, TextContext.UTC);

    assertThat(write(value, type, false)).isEqualTo(json);
    Object back = JsonInput.read(MAPPER.readTree(json), type);
    assertThat(ValueText.format(back, type, TextContext.UTC))
        .isEqualTo(ValueText.format(value, type, TextContext.UTC));
  }

  @Test
  void arraysNestAndComeBack() throws Exception {
    DataType type = DataType.array(DataType.INT32);
    Object value = ValueText.parse("{{1,2},{3,NULL}}", type, TextContext.UTC);

    assertThat(write(value, type, false)).isEqualTo("[[1,2],[3,null]]");
    assertThat(JsonInput.read(MAPPER.readTree("[[1,2],[3,null]]"), type)).isEqualTo(value);
    assertThat(JsonInput.read(MAPPER.readTree("[1,2]"), type)).isEqualTo(Array.of(List.of(1, 2)));
    assertThatThrownBy(() -> JsonInput.read(MAPPER.readTree("[[1],[2,3]]"), type))
        .isInstanceOf(OrbitException.class);
  }

  @Test
  void asTextNoDigitIsLost() throws Exception {
    assertThat(write(9223372036854775807L, DataType.INT64, true))
        .isEqualTo("\"9223372036854775807\"");
  }

  @Test
  void wholeNumbersMayComeInAnyForm() throws Exception {
    assertThat(JsonInput.read(MAPPER.readTree("41.0"), DataType.INT32)).isEqualTo(41);
    assertThat(JsonInput.read(MAPPER.readTree("\"41\""), DataType.INT32)).isEqualTo(41);
    assertThatThrownBy(() -> JsonInput.read(MAPPER.readTree("41.5"), DataType.INT32))
        .isInstanceOf(OrbitException.class);
    assertThatThrownBy(() -> JsonInput.read(MAPPER.readTree("{}"), DataType.INT32))
        .isInstanceOf(OrbitException.class)
        .hasMessageContaining("integer");
  }
}
