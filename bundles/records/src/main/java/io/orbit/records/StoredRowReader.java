package io.orbit.records;

import io.orbit.api.catalog.Index;
import io.orbit.api.records.KeyRange;
import io.orbit.api.records.RowCursor;
import io.orbit.api.records.RowReader;
import io.orbit.api.records.RowView;
import io.orbit.api.storage.ReadView;
import io.orbit.api.storage.RecordCursor;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.Snapshot;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.Transaction;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads rows of one collection from a view of the store. */
final class StoredRowReader implements RowReader {
  private final Store store;
  private final ReadView view;
  private final CollectionLayout layout;
  private final TupleWriter keyWriter = new TupleWriter();
  private long undurable;

  StoredRowReader(Store store, ReadView view, CollectionLayout layout) {
    this.store = store;
    this.view = view;
    this.layout = layout;
  }

  @Override
  public boolean get(@Nullable Object[] keyValues, RowView out) {
    writeKey(keyValues);
    return get(keyWriter.buffer(), keyWriter.length(), (StoredRowView) out);
  }

  @Override
  public boolean get(byte[] key, RowView out) {
    return get(key, key.length, (StoredRowView) out);
  }

  private boolean get(byte[] key, int length, StoredRowView out) {
    boolean found = view.get(layout.space(), key, 0, length, out.stored());
    note(out.stored());
    if (found) {
      out.bind(layout, key, length);
    }
    return found;
  }

  private void note(RecordView record) {
    undurable = Math.max(undurable, record.undurable());
  }

  @Override
  public RowView newView() {
    return new StoredRowView(layout);
  }

  @Override
  public RowCursor scan(KeyRange range, boolean descending) {
    KeyBounds bounds = KeyBounds.of(range, KeyBounds.primaryKey(layout));
    return new RowScan(view.scan(layout.space(), bounds.from(), bounds.to(), descending));
  }

  @Override
  public RowCursor scanKeys(byte[] from, byte @Nullable [] to) {
    return new RowScan(view.scan(layout.space(), from, to, false));
  }

  @Override
  public RowCursor scanIndex(Index index, KeyRange range, boolean descending) {
    IndexLayout indexLayout = layout.index(index);
    KeyBounds bounds = KeyBounds.of(range, KeyBounds.index(indexLayout));
    return new IndexScan(
        indexLayout, view.scan(index.space(), bounds.from(), bounds.to(), descending));
  }

  private void writeKey(@Nullable Object[] keyValues) {
    keyWriter.reset();
    int[] columns = layout.keyColumns();
    for (int i = 0; i < columns.length; i++) {
      keyWriter.element(keyValues[i], layout.type(columns[i]), false, false);
    }
  }

  @Override
  public byte[] encodeKey(@Nullable Object[] keyValues) {
    writeKey(keyValues);
    return keyWriter.toBytes();
  }

  @Override
  public long estimatedRows() {
    return store.count(layout.space());
  }

  @Override
  public long oldVersions() {
    return store.oldVersions(layout.space());
  }

  @Override
  public long undurable() {
    return undurable;
  }

  /** Rows in the order of their keys. */
  private final class RowScan implements RowCursor {
    private final RecordCursor records;
    private final StoredRowView row = new StoredRowView(layout);

    RowScan(RecordCursor records) {
      this.records = records;
    }

    @Override
    public boolean next() {
      if (!records.next()) {
        return false;
      }
      byte[] key = records.key();
      note(records.value());
      row.bind(layout, key, key.length, records.value());
      return true;
    }

    @Override
    public RowView row() {
      return row;
    }

    @Override
    public void close() {
      records.close();
    }
  }

  /**
   * Rows in the order of an index. A snapshot's or transaction's entries and rows belong together;
   * the newest versions are read at two moments, so there an entry counts only while its row still
   * has that entry.
   */
  private final class IndexScan implements RowCursor {
    private final IndexLayout index;
    private final RecordCursor entries;
    private final StoredRowView row = new StoredRowView(layout);
    private final TupleReader reader = new TupleReader();
    private final boolean checked = !(view instanceof Snapshot) && !(view instanceof Transaction);

    IndexScan(IndexLayout index, RecordCursor entries) {
      this.index = index;
      this.entries = entries;
    }

    @Override
    public boolean next() {
      while (entries.next()) {
        RecordView entry = entries.value();
        note(entry);
        byte[] key =
            index.rowKey(reader, entries.key(), entry.array(), entry.offset(), entry.length());
        if (get(key, key.length, row) && (!checked || stillHas(entries.key()))) {
          return true;
        }
      }
      return false;
    }

    private boolean stillHas(byte[] entryKey) {
      if (index.hasExpressions()) {
        return true;
      }
      @Nullable Object[] values = new @Nullable Object[index.elements()];
      for (int i = 0; i < values.length; i++) {
        values[i] = row.get(index.column(i));
      }
      TupleWriter elements = index.writeElements(new TupleWriter(), values);
      return entryKey.length >= elements.length()
          && Arrays.equals(entryKey, 0, elements.length(), elements.buffer(), 0, elements.length());
    }

    @Override
    public RowView row() {
      return row;
    }

    @Override
    public void close() {
      entries.close();
    }
  }
}
