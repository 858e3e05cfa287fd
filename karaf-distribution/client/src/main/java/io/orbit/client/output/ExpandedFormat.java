package io.orbit.client.output;

import io.orbit.client.text.DisplayWidth;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A line for each value, a block for each row, as psql's {@code \x} does. */
final class ExpandedFormat implements Format {
  private static final int RULE = 40;

  @Override
  public long write(Rows rows, Appendable out) throws IOException {
    List<Column> columns = rows.columns();
    int names = columns.stream().mapToInt(column -> DisplayWidth.of(column.name())).max().orElse(0);
    long count = 0;
    List<@Nullable String> row;
    while ((row = rows.next()) != null) {
      count++;
      StringBuilder head = new StringBuilder("-[ RECORD ").append(count).append(" ]");
      out.append(head.repeat('-', Math.max(0, RULE - head.length()))).append('\n');
      for (int at = 0; at < row.size(); at++) {
        record(columns.get(at).name(), row.get(at), names, out);
      }
    }
    out.append(count == 0 ? "(0 rows)\n\n" : "\n");
    return count;
  }

  private static void record(String name, @Nullable String value, int names, Appendable out)
      throws IOException {
    String label = name;
    for (String line : value == null ? new String[] {TableFormat.NULL} : TableFormat.lines(value)) {
      StringBuilder text = new StringBuilder(label);
      text.repeat(' ', names - DisplayWidth.of(label)).append(" | ").append(line);
      out.append(text.toString().stripTrailing()).append('\n');
      label = "";
    }
  }
}
