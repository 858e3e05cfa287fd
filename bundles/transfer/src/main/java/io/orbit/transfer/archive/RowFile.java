package io.orbit.transfer.archive;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Takes the rows of one data file. One thread. */
public interface RowFile {
  /** Adds a row: one value a column, each the Java object of its type, or null. */
  void add(@Nullable Object[] row) throws IOException;

  /** After the last row. */
  void finish() throws IOException;
}
