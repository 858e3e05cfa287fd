package io.orbit.transfer.parquet;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.schema.FileSchema;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Decimal;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads a Parquet file's rows: those of files that {@link ParquetFile} wrote. One thread. */
public final class ParquetRows implements AutoCloseable {
  private final ParquetFileReader file;
  private final RowReader rows;
  private final List<String> names = new ArrayList<>();

  /**
   * @throws OrbitException BAD_COPY_FILE_FORMAT for what is no such file
   */
  public ParquetRows(Path path) throws IOException {
    try {
      file = ParquetFileReader.open(InputFile.of(path));
    } catch (IllegalArgumentException | IllegalStateException damaged) {
      throw damaged(damaged);
    }
    FileSchema schema = file.getFileSchema();
    for (int i = 0; i < schema.getColumnCount(); i++) {
      names.add(schema.getColumn(i).name());
    }
    rows = file.rowReader();
  }

  /** Names of its columns, in order. */
  public List<String> names() {
    return List.copyOf(names);
  }

  /**
   * The next row, each value of a type that {@link ParquetFile} writes in its form: for what is
   * written as text, the text; null at the end.
   *
   * @param types of the columns, in order
   */
  public @Nullable Object @Nullable [] next(List<DataType> types) {
    try {
      if (!rows.hasNext()) {
        return null;
      }
      rows.next();
      @Nullable Object[] values = new Object[types.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = rows.isNull(i) ? null : value(i, types.get(i));
      }
      return values;
    } catch (OrbitException known) {
      throw known;
    } catch (RuntimeException damaged) {
      throw damaged(damaged);
    }
  }

  private static OrbitException damaged(RuntimeException cause) {
    return new OrbitException(
        ErrorCode.BAD_COPY_FILE_FORMAT,
        "the Parquet file cannot be read: " + cause.getMessage(),
        cause);
  }

  /** Whether {@link #next} answers a column's values as text. */
  public static boolean isText(DataType type) {
    ParquetType form = ParquetType.of(type);
    return form == ParquetType.TEXT || form == ParquetType.JSON;
  }

  private Object value(int column, DataType type) {
    return switch (ParquetType.of(type)) {
      case BOOLEAN -> rows.getBoolean(column);
      case INT16 -> (short) rawInt(column);
      case INT32, DATE -> rawInt(column);
      case INT64, TIME, TIMESTAMP, TIMESTAMP_UTC -> rawLong(column);
      case FLOAT -> rows.getFloat(column);
      case DOUBLE -> rows.getDouble(column);
      case BYTES -> rows.getBinary(column);
      case TEXT, JSON -> new String(rows.getBinary(column), StandardCharsets.UTF_8);
      case UUID -> uuid(rows.getBinary(column));
      case DECIMAL ->
          Decimal.of(new BigDecimal(new BigInteger(rows.getBinary(column)), type.scale()));
    };
  }

  private int rawInt(int column) {
    return ((Number) rows.getRawValue(column)).intValue();
  }

  private long rawLong(int column) {
    return ((Number) rows.getRawValue(column)).longValue();
  }

  private static UUID uuid(byte[] bytes) {
    ByteBuffer both = ByteBuffer.wrap(bytes);
    return new UUID(both.getLong(), both.getLong());
  }

  @Override
  public void close() throws IOException {
    rows.close();
    file.close();
  }
}
