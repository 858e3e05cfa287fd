package io.orbit.query.execute;

import io.orbit.api.query.Batch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of an operator: one vector per output, all of one size. Immutable. */
public record RowBatch(Vector[] columns, int rows) implements Batch {
  /** One row without columns. */
  public static final RowBatch UNIT = new RowBatch(new Vector[0], 1);

  /** How many rows an operator aims to put into a batch. */
  public static final int TARGET_ROWS = 1024;

  @Override
  public Vector column(int index) {
    return columns[index];
  }

  /** The rows of {@code selection[0..count)}. */
  public RowBatch gather(int[] selection, int count) {
    Vector[] picked = new Vector[columns.length];
    for (int i = 0; i < columns.length; i++) {
      picked[i] = columns[i].gather(selection, count);
    }
    return new RowBatch(picked, count);
  }

  /** About how much heap the rows take. */
  public long bytes() {
    long bytes = 64;
    for (Vector column : columns) {
      bytes += 48 + column.bytes();
    }
    return bytes;
  }

  /** One row as objects. */
  public @Nullable Object[] row(int index) {
    @Nullable Object[] values = new Object[columns.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = columns[i].get(index);
    }
    return values;
  }

  /** A batch of given rows. */
  public static RowBatch of(
      List<io.orbit.api.value.DataType> types, List<@Nullable Object[]> rows) {
    Vector[] columns = new Vector[types.size()];
    for (int c = 0; c < columns.length; c++) {
      VectorBuilder builder = VectorBuilder.of(types.get(c), rows.size());
      for (@Nullable Object[] row : rows) {
        builder.add(row[c]);
      }
      columns[c] = builder.build();
    }
    return new RowBatch(columns, rows.size());
  }
}
