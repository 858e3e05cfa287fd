package io.orbit.client.output;

import java.io.IOException;

/** A way to write a result. */
public interface Format {
  /** Writes all rows and answers how many there were. */
  long write(Rows rows, Appendable out) throws IOException;

  /** The formats by the names that users say. */
  enum Name {
    TABLE,
    JSON,
    CSV,
    PLAIN;

    /** The format; expanded has a meaning for tables only. */
    public Format format(boolean expanded) {
      return switch (this) {
        case TABLE -> expanded ? new ExpandedFormat() : new TableFormat();
        case JSON -> new JsonFormat();
        case CSV -> new CsvFormat();
        case PLAIN -> new PlainFormat();
      };
    }
  }
}
