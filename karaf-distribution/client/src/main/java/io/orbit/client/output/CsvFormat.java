package io.orbit.client.output;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values (RFC 4180) with a line of names. As COPY's: NULL is empty without quotes,
 * an empty text is quoted.
 */
public final class CsvFormat implements Format {
  @Override
  public long write(Rows rows, Appendable out) throws IOException {
    line(rows.columns().stream().map(Column::name).toList(), out);
    long count = 0;
    List<@Nullable String> row;
    while ((row = rows.next()) != null) {
      line(row, out);
      count++;
    }
    return count;
  }

  /** Writes one line. */
  public static void line(List<? extends @Nullable String> values, Appendable out)
      throws IOException {
    String comma = "";
    for (String value : values) {
      out.append(comma);
      comma = ",";
      if (value != null) {
        out.append(needsQuotes(value) ? '"' + value.replace("\"", "\"\"") + '"' : value);
      }
    }
    out.append('\n');
  }

  private static boolean needsQuotes(String value) {
    return value.isEmpty()
        || value
            .chars()
            .anyMatch(sign -> sign == ',' || sign == '"' || sign == '\n' || sign == '\r')
        || value.equals("\\.");
  }
}
