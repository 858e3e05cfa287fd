package io.orbit.kernel.record;

import io.orbit.api.storage.ReadView;
import io.orbit.api.storage.RecordCursor;
import io.orbit.api.storage.RecordView;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Reading the hot store as of a timestamp; what differs between views is what they see. */
public abstract class HotView implements ReadView {
  protected final HotStore store;

  protected HotView(HotStore store) {
    this.store = store;
  }

  /** Commits above this timestamp are not seen. */
  protected abstract long horizon();

  /** The version of a record seen here, a tombstone included, or null. */
  protected abstract @Nullable Version visible(StoreRecord record);

  /** The table seen here; by default the one of the horizon. */
  protected @Nullable RecordTable table(int space) {
    Space found = store.spaces().find(space);
    return found == null ? null : found.tableAt(horizon());
  }

  @Override
  public boolean get(int space, byte[] key, int offset, int length, RecordView out) {
    RecordTable table = table(space);
    StoreRecord record = table == null ? null : table.find(key, offset, length);
    return record != null && show(visible(record), out);
  }

  /** Shows a version if it exists for this view; notes what the answer depends on. */
  protected final boolean show(@Nullable Version version, RecordView out) {
    if (version == null) {
      return false;
    }
    long timestamp = Math.max(0, version.timestamp());
    if (store.log().isUndurable(timestamp)) {
      out.dependsOn(timestamp);
    }
    if (version.isTombstone() || version.expiresAt() != 0 && version.isExpired(wallTime())) {
      return false;
    }
    version.show(out, timestamp);
    return true;
  }

  @Override
  public RecordCursor scan(int space, byte[] from, byte @Nullable [] to, boolean descending) {
    RecordTable table = table(space);
    Iterator<StoreRecord> records =
        table == null ? Collections.emptyIterator() : table.range(from, to, descending);
    return new ViewCursor(this, records);
  }

  @Override
  public RecordCursor all(int space) {
    RecordTable table = table(space);
    Iterator<StoreRecord> records = table == null ? Collections.emptyIterator() : table.all();
    return new ViewCursor(this, records);
  }
}
