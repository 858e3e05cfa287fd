package io.orbit.transfer.archive;

import io.orbit.api.value.DataType;
import io.orbit.api.value.text.TextContext;
import io.orbit.api.value.text.ValueText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows as PostgreSQL's CSV with a header: UTF-8, a comma between values, NULL is nothing, an empty
 * text is {@code ""}.
 */
public final class CsvFile implements RowFile {
  private final OutputStream out;
  private final List<DataType> types;
  private final TextContext text;
  private final StringBuilder line = new StringBuilder();

  /**
   * @param out is not closed
   */
  public CsvFile(OutputStream out, List<String> names, List<DataType> types, TextContext text)
      throws IOException {
    this.out = out;
    this.types = types;
    this.text = text;
    for (String name : names) {
      comma();
      quoted(line, name);
    }
    endLine();
  }

  private void comma() {
    if (!line.isEmpty()) {
      line.append(',');
    }
  }

  @Override
  public void add(@Nullable Object[] row) throws IOException {
    append(line, row, types, text);
    endLine();
  }

  private void endLine() throws IOException {
    line.append('\n');
    out.write(line.toString().getBytes(StandardCharsets.UTF_8));
    line.setLength(0);
  }

  /** Appends a row's values without the line's end. */
  public static void append(
      StringBuilder line, @Nullable Object[] row, List<DataType> types, TextContext text) {
    for (int i = 0; i < row.length; i++) {
      if (i > 0) {
        line.append(',');
      }
      Object value = row[i];
      if (value != null) {
        quoted(line, ValueText.format(value, types.get(i), text));
      }
    }
  }

  /** In quotes where it needs them; {@code \.} alone would end PostgreSQL's input. */
  static void quoted(StringBuilder line, String value) {
    boolean needed = value.isEmpty() || value.equals("\\.");
    for (int i = 0; i < value.length() && !needed; i++) {
      char c = value.charAt(i);
      needed = c == ',' || c == '"' || c == '\n' || c == '\r';
    }
    if (needed) {
      line.append('"').append(value.replace("\"", "\"\"")).append('"');
    } else {
      line.append(value);
    }
  }

  @Override
  public void finish() {}
}
