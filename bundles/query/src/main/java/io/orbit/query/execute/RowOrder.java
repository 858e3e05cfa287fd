package io.orbit.query.execute;

import io.orbit.api.value.DataType;
import io.orbit.api.value.ValueOrder;
import org.jspecify.annotations.Nullable;

/**
 * An order of rows by some of a batch's columns.
 *
 * @param columns positions in the batch
 * @param types their types
 * @param descending for each column
 * @param nullsFirst for each column
 */
record RowOrder(int[] columns, DataType[] types, boolean[] descending, boolean[] nullsFirst) {
  int compare(RowBatch left, int leftRow, RowBatch right, int rightRow) {
    for (int i = 0; i < columns.length; i++) {
      int order =
          compareColumn(i, left.column(columns[i]), leftRow, right.column(columns[i]), rightRow);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private int compareColumn(int key, Vector left, int leftRow, Vector right, int rightRow) {
    boolean leftNull = left.isNull(leftRow);
    boolean rightNull = right.isNull(rightRow);
    if (leftNull || rightNull) {
      return leftNull == rightNull ? 0 : leftNull == nullsFirst[key] ? -1 : 1;
    }
    int order =
        left instanceof LongVector
            ? Long.compare(left.getLong(leftRow), right.getLong(rightRow))
            : values(left.get(leftRow), right.get(rightRow), types[key]);
    return descending[key] ? -order : order;
  }

  private static int values(@Nullable Object left, @Nullable Object right, DataType type) {
    if (left == null || right == null) {
      throw new IllegalStateException("nulls are ordered before");
    }
    return ValueOrder.compare(left, right, type);
  }
}
