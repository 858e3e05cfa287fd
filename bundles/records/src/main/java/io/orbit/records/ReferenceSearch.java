package io.orbit.records;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.records.KeyRange;
import io.orbit.api.records.RowCursor;
import io.orbit.api.storage.ReadView;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.Transaction;
import io.orbit.api.value.ValueOrder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds rows by the values of some of their columns, through the best index there is. */
final class ReferenceSearch {
  private final Store store;
  private final Transaction transaction;

  ReferenceSearch(Store store, Transaction transaction) {
    this.store = store;
    this.transaction = transaction;
  }

  /**
   * Keys of rows that may have these values: those of the transaction's own view and those
   * committed since its snapshot. The caller looks at each one's latest version.
   */
  Collection<byte[]> find(CollectionLayout layout, int[] columns, @Nullable Object[] values) {
    Map<ByteBuffer, byte[]> keys = new LinkedHashMap<>();
    collect(transaction, layout, columns, values, keys);
    collect(store.latest(), layout, columns, values, keys);
    return keys.values();
  }

  private void collect(
      ReadView view,
      CollectionLayout layout,
      int[] columns,
      @Nullable Object[] values,
      Map<ByteBuffer, byte[]> keys) {
    StoredRowReader reader = new StoredRowReader(store, view, layout);
    try (RowCursor rows = open(reader, layout, columns, values)) {
      StoredRowView row = (StoredRowView) rows.row();
      while (rows.next()) {
        if (matches(layout, columns, values, row)) {
          byte[] key = row.key();
          keys.putIfAbsent(ByteBuffer.wrap(key), key);
        }
      }
    }
  }

  private static RowCursor open(
      StoredRowReader reader, CollectionLayout layout, int[] columns, @Nullable Object[] values) {
    List<@Nullable Object> prefix = prefix(layout.keyColumns(), columns, values);
    if (prefix != null) {
      return reader.scan(KeyRange.equal(prefix), false);
    }
    for (IndexLayout index : layout.indexes()) {
      if (!index.coversAllRows()) {
        continue;
      }
      int[] order = new int[index.elements()];
      Arrays.setAll(order, index::column);
      List<@Nullable Object> indexPrefix = prefix(order, columns, values);
      if (indexPrefix != null) {
        return reader.scanIndex(index.index(), KeyRange.equal(indexPrefix), false);
      }
    }
    return reader.scan(KeyRange.ALL, false);
  }

  /** The values in the order of a key's leading columns, or null when these are others. */
  private static @Nullable List<@Nullable Object> prefix(
      int[] order, int[] columns, @Nullable Object[] values) {
    if (order.length < columns.length) {
      return null;
    }
    List<@Nullable Object> prefix = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      int at = -1;
      for (int j = 0; j < columns.length; j++) {
        at = columns[j] == order[i] ? j : at;
      }
      if (at < 0) {
        return null;
      }
      prefix.add(values[at]);
    }
    return prefix;
  }

  private static boolean matches(
      CollectionLayout layout, int[] columns, @Nullable Object[] values, StoredRowView row) {
    for (int i = 0; i < columns.length; i++) {
      Object actual = row.get(columns[i]);
      if (actual == null
          || ValueOrder.compareNullable(actual, values[i], layout.type(columns[i])) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether a row's columns have these values. */
  static boolean hasValues(
      CollectionLayout layout, int[] columns, @Nullable Object[] row, @Nullable Object[] values) {
    for (int i = 0; i < columns.length; i++) {
      if (ValueOrder.compareNullable(row[columns[i]], values[i], layout.type(columns[i])) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether two lists name the same columns in whatever order. */
  static boolean sameColumns(int[] a, int[] b) {
    int[] left = a.clone();
    int[] right = b.clone();
    Arrays.sort(left);
    Arrays.sort(right);
    return Arrays.equals(left, right);
  }

  /** The unique index over exactly these columns. */
  static IndexLayout uniqueIndex(CollectionLayout layout, int[] columns) {
    for (IndexLayout index : layout.indexes()) {
      int[] order = new int[index.elements()];
      Arrays.setAll(order, index::column);
      if (index.index().unique() && index.coversAllRows() && sameColumns(order, columns)) {
        return index;
      }
    }
    throw new OrbitException(
        ErrorCode.INTERNAL_ERROR,
        "no unique index of " + layout.collection().name() + " serves its foreign key");
  }
}
