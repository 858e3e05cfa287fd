package io.orbit.client.output;

import io.orbit.client.text.DisplayWidth;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An aligned table as psql draws it. Columns are as wide as the widest value of the first {@value
 * #SAMPLE} rows, so that a result of any length needs a bounded amount of memory; a wider value
 * further down stands out.
 */
final class TableFormat implements Format {
  static final String NULL = "NULL";
  private static final int SAMPLE = 10_000;

  @Override
  public long write(Rows rows, Appendable out) throws IOException {
    List<Column> columns = rows.columns();
    List<List<String[]>> sample = new ArrayList<>();
    int[] widths = columns.stream().mapToInt(column -> width(lines(column.name()))).toArray();
    List<@Nullable String> row;
    while (sample.size() < SAMPLE && (row = rows.next()) != null) {
      List<String[]> cells = cells(row);
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], width(cells.get(column)));
      }
      sample.add(cells);
    }
    head(columns, widths, out);
    for (List<String[]> cells : sample) {
      body(columns, widths, cells, out);
    }
    long count = sample.size();
    while ((row = rows.next()) != null) {
      body(columns, widths, cells(row), out);
      count++;
    }
    out.append(count == 1 ? "(1 row)\n\n" : "(" + count + " rows)\n\n");
    return count;
  }

  private static void head(List<Column> columns, int[] widths, Appendable out) throws IOException {
    StringBuilder line = new StringBuilder();
    StringBuilder rule = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String name = DisplayWidth.printable(columns.get(column).name());
      int space = widths[column] - DisplayWidth.of(name);
      String bar = column == 0 ? " " : "| ";
      line.append(bar).repeat(' ', space / 2).append(name).repeat(' ', space - space / 2);
      line.append(' ');
      rule.append(column == 0 ? "" : "+").repeat('-', widths[column] + 2);
    }
    out.append(line.toString().stripTrailing()).append('\n').append(rule).append('\n');
  }

  private static void body(List<Column> columns, int[] widths, List<String[]> cells, Appendable out)
      throws IOException {
    int height = cells.stream().mapToInt(cell -> cell.length).max().orElse(0);
    for (int at = 0; at < height; at++) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < widths.length; column++) {
        String[] lines = cells.get(column);
        String text = at < lines.length ? lines[at] : "";
        int space = Math.max(0, widths[column] - DisplayWidth.of(text));
        boolean right = columns.get(column).kind() == Column.Kind.NUMBER;
        line.append(column == 0 ? " " : "| ");
        line.repeat(' ', right ? space : 0).append(text).repeat(' ', right ? 0 : space);
        line.append(at + 1 < lines.length ? '+' : ' ');
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
  }

  private static List<String[]> cells(List<@Nullable String> row) {
    List<String[]> cells = new ArrayList<>(row.size());
    for (String value : row) {
      cells.add(value == null ? new String[] {NULL} : lines(value));
    }
    return cells;
  }

  /** The lines of a value, as they are shown. */
  static String[] lines(String value) {
    String[] lines = value.split("\r?\n", -1);
    for (int at = 0; at < lines.length; at++) {
      lines[at] = DisplayWidth.printable(lines[at]);
    }
    return lines;
  }

  static int width(String[] lines) {
    int width = 0;
    for (String line : lines) {
      width = Math.max(width, DisplayWidth.of(line));
    }
    return width;
  }
}
