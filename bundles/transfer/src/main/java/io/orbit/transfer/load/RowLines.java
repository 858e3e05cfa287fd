package io.orbit.transfer.load;

import io.orbit.api.value.DataType;
import io.orbit.api.value.text.TextContext;
import io.orbit.transfer.archive.CsvFile;
import io.orbit.transfer.parquet.ParquetRows;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of a Parquet file as the lines of CSV that COPY takes. One thread. */
final class RowLines {
  private final ParquetRows rows;

  /** The columns' types, and how each value is written: what came as text stays as it is. */
  private final List<DataType> types;

  private final List<DataType> written;

  RowLines(ParquetRows rows, List<DataType> types) {
    this.rows = rows;
    this.types = types;
    this.written =
        types.stream().map(type -> ParquetRows.isText(type) ? DataType.TEXT : type).toList();
  }

  /** Appends the next row's line; false at the end. */
  boolean next(StringBuilder line) {
    @Nullable Object[] row = rows.next(types);
    if (row == null) {
      return false;
    }
    CsvFile.append(line, row, written, TextContext.UTC);
    line.append('\n');
    return true;
  }
}
