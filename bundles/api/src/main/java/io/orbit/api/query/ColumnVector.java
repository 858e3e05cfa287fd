package io.orbit.api.query;

import org.jspecify.annotations.Nullable;

/**
 * Values of one column in a batch. The getter must fit the column's type (see {@code TypeKind}).
 */
public interface ColumnVector {
  boolean isNull(int row);

  /** BOOLEAN (0, 1), INT16, INT32, INT64, OIDs, DATE, TIME, TIMESTAMP(TZ), DURATION. */
  long getLong(int row);

  /** FLOAT32, FLOAT64. */
  double getDouble(int row);

  /** Any type, as {@code TypeKind} says; null for NULL. */
  @Nullable Object get(int row);
}
