package io.orbit.client.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares with the files of the same names beside this class. */
class FormatTest {
  private static final List<Column> COLUMNS =
      List.of(
          new Column("id", Column.Kind.NUMBER),
          new Column("name", Column.Kind.TEXT),
          new Column("on", Column.Kind.BOOLEAN),
          new Column("more", Column.Kind.JSON));
  private static final List<List<@Nullable String>> ROWS =
      List.of(
          Arrays.asList("1", "lamp", "t", "{\"a\": [1,\n 2]}"),
          Arrays.asList("-20", "日本\tx\u001b[0m", "f", null),
          Arrays.asList("NaN", "two\nlines, \"quoted\"", null, "null"),
          Arrays.asList("1.50", "", "t", "\"\\\\\""));

  @ParameterizedTest
  @CsvSource({
    "TABLE, false, table.txt",
    "TABLE, true, expanded.txt",
    "JSON, false, rows.json",
    "CSV, false, rows.csv",
    "PLAIN, false, plain.txt"
  })
  void writesWhatTheFileSays(Format.Name format, boolean expanded, String file) throws IOException {
    StringBuilder out = new StringBuilder();
    long count = format.format(expanded).write(Rows.of(COLUMNS, ROWS), out);
    assertThat(count).isEqualTo(4);
    assertThat(out.toString()).isEqualTo(golden(file));
  }

  @ParameterizedTest
  @CsvSource({
    "TABLE, ' id | name | on | more\n----+------+----+------\n(0 rows)\n\n'",
    "JSON, '[]\n'",
    "CSV, 'id,name,on,more\n'",
    "PLAIN, ''"
  })
  void writesNoRows(Format.Name format, String expected) throws IOException {
    StringBuilder out = new StringBuilder();
    format.format(false).write(Rows.of(COLUMNS, List.of()), out);
    assertThat(out.toString()).isEqualTo(expected);
  }

  @Test
  void aTableOfManyRowsIsWrittenWhole() throws IOException {
    List<List<@Nullable String>> rows = new ArrayList<>(Collections.nCopies(10_000, List.of("1")));
    rows.add(List.of("123456789"));
    StringBuilder out = new StringBuilder();
    Format.Name.TABLE
        .format(false)
        .write(Rows.of(List.of(new Column("n", Column.Kind.NUMBER)), rows), out);
    assertThat(out.toString().lines()).hasSize(10_005).contains(" 123456789", "(10001 rows)");
  }

  private static String golden(String file) throws IOException {
    try (InputStream stream = FormatTest.class.getResourceAsStream(file)) {
      assertThat(stream).as(file).isNotNull();
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
