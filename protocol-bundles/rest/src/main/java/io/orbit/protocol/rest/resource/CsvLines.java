package io.orbit.protocol.rest.resource;

import io.orbit.api.query.Batch;
import io.orbit.api.query.Execution;
import io.orbit.api.query.ResultColumn;
import io.orbit.api.value.text.TextContext;
import io.orbit.api.value.text.ValueText;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Rows as PostgreSQL's CSV: a header, NULL is nothing, an empty text {@code ""}. One thread. */
final class CsvLines {
  private static final int BATCH_ROWS = 1024;

  private final Writer out;
  private final List<ResultColumn> columns;

  CsvLines(OutputStream out, List<ResultColumn> columns) {
    this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    this.columns = columns;
  }

  void write(Execution execution) throws IOException {
    Batch batch = execution.next(BATCH_ROWS);
    for (int i = 0; i < columns.size(); i++) {
      value(i, columns.get(i).name());
    }
    out.write('\n');
    for (; batch != null; batch = execution.next(BATCH_ROWS)) {
      for (int row = 0; row < batch.rows(); row++) {
        for (int i = 0; i < columns.size(); i++) {
          Object value = batch.column(i).get(row);
          value(
              i,
              value == null
                  ? null
                  : ValueText.format(value, columns.get(i).type(), TextContext.UTC));
        }
        out.write('\n');
      }
    }
  }

  private void value(int column, @org.jspecify.annotations.Nullable String text)
      throws IOException {
    if (column > 0) {
      out.write(',');
    }
    if (text != null) {
      boolean plain = !text.isEmpty() && text.chars().noneMatch(c -> ",\"\n\r".indexOf(c) >= 0);
      out.write(plain ? text : '"' + text.replace("\"", "\"\"") + '"');
    }
  }

  void flush() throws IOException {
    out.flush();
  }
}
