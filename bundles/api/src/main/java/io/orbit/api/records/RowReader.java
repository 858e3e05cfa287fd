package io.orbit.api.records;

import io.orbit.api.catalog.Index;
import org.jspecify.annotations.Nullable;

/** Reads rows of one collection as of one view. One thread. */
public interface RowReader {
  /**
   * Shows the row with that primary key; false when there is none.
   *
   * @param keyValues one value for each primary key column, in key order, of the columns' types
   */
  boolean get(@Nullable Object[] keyValues, RowView out);

  /** Shows the row with that encoded key. */
  boolean get(byte[] key, RowView out);

  /** A new view for {@link #get}. */
  RowView newView();

  /** All rows in the order of the primary key within the range. */
  RowCursor scan(KeyRange range, boolean descending);

  /**
   * Rows whose encoded keys, compared as unsigned bytes, are in a range, ascending.
   *
   * @param to exclusive, or null for the end
   */
  RowCursor scanKeys(byte[] from, byte @Nullable [] to);

  /** Rows in the order of an index within the range; each entry leads to its row. */
  RowCursor scanIndex(Index index, KeyRange range, boolean descending);

  /** The encoded key of primary key values. */
  byte[] encodeKey(@Nullable Object[] keyValues);

  /** Number of rows, an estimate. */
  long estimatedRows();

  /** Number of old versions of rows that snapshots keep in memory. */
  long oldVersions();

  /** The row view's underlying read's dependency, see {@code RecordView.undurable}. */
  long undurable();
}
