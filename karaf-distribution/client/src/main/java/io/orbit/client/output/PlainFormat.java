package io.orbit.client.output;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line per row, values separated by tabs, nothing else: for {@code cut}, {@code awk} and {@code
 * read}. It is COPY's text format: NULL is {@code \N}; tab, line break and backslash are escaped.
 */
public final class PlainFormat implements Format {
  @Override
  public long write(Rows rows, Appendable out) throws IOException {
    long count = 0;
    List<@Nullable String> row;
    while ((row = rows.next()) != null) {
      String tab = "";
      for (String value : row) {
        out.append(tab).append(value == null ? "\\N" : escape(value));
        tab = "\t";
      }
      out.append('\n');
      count++;
    }
    return count;
  }

  private static String escape(String value) {
    if (value.chars().noneMatch(sign -> sign == '\\' || sign < ' ')) {
      return value;
    }
    return value
        .replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }
}
