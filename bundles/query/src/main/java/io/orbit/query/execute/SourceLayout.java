package io.orbit.query.execute;

import io.orbit.api.records.RowView;
import org.jspecify.annotations.Nullable;

/**
 * Where the target row lies among a modification's source columns.
 *
 * @param rowPositions position of each of the target's columns; −1 where it was not read
 * @param keyPosition position of the record key, −1 for virtual tables
 */
record SourceLayout(int[] rowPositions, int keyPosition) {
  byte[] key(RowBatch batch, int row) {
    if (batch.column(keyPosition).get(row) instanceof byte[] key) {
      return key;
    }
    throw new IllegalStateException("no record key");
  }

  @Nullable Object[] target(@Nullable Object[] values) {
    @Nullable Object[] row = new Object[rowPositions.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = rowPositions[i] < 0 ? null : values[rowPositions[i]];
    }
    return row;
  }

  /** The input with the target's columns as they are now. */
  RowBatch withLatest(RowBatch input, RowView latest) {
    Vector[] columns = input.columns().clone();
    for (int i = 0; i < rowPositions.length; i++) {
      int position = rowPositions[i];
      if (position >= 0) {
        columns[position] = Vector.constant(latest.get(i), columns[position].type(), 1);
      }
    }
    return new RowBatch(columns, 1);
  }
}
