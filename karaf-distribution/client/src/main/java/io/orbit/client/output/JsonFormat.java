package io.orbit.client.output;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An array of objects, one a line: numbers, truth values and JSON as such, all else as strings. */
final class JsonFormat implements Format {
  @Override
  public long write(Rows rows, Appendable out) throws IOException {
    List<Column> columns = rows.columns();
    List<String> names = columns.stream().map(column -> JsonText.quote(column.name())).toList();
    long count = 0;
    out.append('[');
    List<@Nullable String> row;
    while ((row = rows.next()) != null) {
      out.append(count == 0 ? "" : ",\n ");
      String separator = "{";
      for (int at = 0; at < names.size(); at++) {
        out.append(separator).append(names.get(at)).append(": ");
        out.append(value(columns.get(at).kind(), row.get(at)));
        separator = ", ";
      }
      out.append(names.isEmpty() ? "{}" : "}");
      count++;
    }
    out.append("]\n");
    return count;
  }

  private static String value(Column.Kind kind, @Nullable String value) {
    if (value == null) {
      return "null";
    }
    return switch (kind) {
      case NUMBER -> JsonText.isNumber(value) ? value : JsonText.quote(value);
      case BOOLEAN ->
          switch (value) {
            case "t", "true" -> "true";
            case "f", "false" -> "false";
            default -> JsonText.quote(value);
          };
      case JSON -> value.replaceAll("\\R\\s*", " ");
      case TEXT -> JsonText.quote(value);
    };
  }
}
