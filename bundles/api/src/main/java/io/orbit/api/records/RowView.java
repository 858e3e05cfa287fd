package io.orbit.api.records;

import org.jspecify.annotations.Nullable;

/**
 * A row where it lies, decoded column by column as it is asked for. Columns are positions in {@code
 * Collection.columns()}. Valid until its cursor moves or its reader reads again.
 */
public interface RowView {
  /** The encoded primary key (or hidden row id). */
  byte[] key();

  boolean isNull(int column);

  /** BOOLEAN (0, 1), INT16, INT32, INT64, OIDs, DATE, TIME, TIMESTAMP(TZ), DURATION. */
  long getLong(int column);

  /** FLOAT32 and FLOAT64. */
  double getDouble(int column);

  /** Any column, as {@code TypeKind} says; null for NULL. */
  @Nullable Object get(int column);

  /** All columns. */
  @Nullable Object[] values();

  /** Milliseconds since 1970 at which the record expires, or 0. */
  long expiresAt();
}
