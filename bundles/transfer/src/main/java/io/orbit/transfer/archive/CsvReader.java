package io.orbit.transfer.archive;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what {@link CsvFile} writes, record by record. One thread. */
public final class CsvReader {
  private static final int END = -1;

  private final Reader in;
  private long records;

  /**
   * @param in buffered
   */
  public CsvReader(Reader in) {
    this.in = in;
  }

  /** The next record, null for what is nothing between commas; null at the end. */
  public @Nullable List<@Nullable String> next() throws IOException {
    int c = in.read();
    if (c == END) {
      return null;
    }
    records++;
    List<@Nullable String> fields = new ArrayList<>();
    while (true) {
      StringBuilder field = new StringBuilder();
      boolean quoted = c == '"';
      c = quoted ? quoted(field) : plain(c, field);
      fields.add(quoted || !field.isEmpty() ? field.toString() : null);
      if (c != ',') {
        return fields;
      }
      c = in.read();
    }
  }

  /** Reads a field up to what ends it, which is answered. */
  private int plain(int first, StringBuilder field) throws IOException {
    int c = first;
    while (c != ',' && c != '\n' && c != END) {
      if (c != '\r') {
        field.append((char) c);
      }
      c = in.read();
    }
    return c;
  }

  private int quoted(StringBuilder field) throws IOException {
    while (true) {
      int c = in.read();
      if (c == END) {
        throw new OrbitException(
            ErrorCode.BAD_COPY_FILE_FORMAT, "a quoted value does not end in record " + records);
      }
      if (c == '"') {
        c = in.read();
        if (c != '"') {
          return c == '\r' ? in.read() : c;
        }
      }
      field.append((char) c);
    }
  }
}
