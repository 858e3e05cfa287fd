package io.orbit.client.output;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a result, read once from the first to the last. */
public interface Rows {
  List<Column> columns();

  /** The next row, a text or null for each column; null after the last. */
  @Nullable List<@Nullable String> next() throws IOException;

  /** Rows that lie in memory. */
  static Rows of(List<Column> columns, List<List<@Nullable String>> rows) {
    Iterator<List<@Nullable String>> each = rows.iterator();
    return new Rows() {
      @Override
      public List<Column> columns() {
        return columns;
      }

      @Override
      public @Nullable List<@Nullable String> next() {
        return each.hasNext() ? each.next() : null;
      }
    };
  }
}
