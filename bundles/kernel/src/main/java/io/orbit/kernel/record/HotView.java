package io.orbit.kernel.record;

import io.orbit.api.storage.ReadView;
import io.orbit.api.storage.RecordCursor;
import io.orbit.api.storage.RecordView;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Reading the hot store as of a timestamp; what differs between views is what they see. */
public abstract class HotView implements ReadView {
  private static final byte[] FIRST = new byte[0];

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
    StoreRecord record = table == null ? null : find(table, key, offset, length);
    return record != null && show(visible(record), out);
  }

  /** The record of a key, read from its engine where it is not in memory. */
  protected final @Nullable StoreRecord find(
      RecordTable table, byte[] key, int offset, int length) {
    StoreRecord found = table.find(key, offset, length);
    return table.residency() == null
        ? found
        : store.cold().resolve(table, found, key, offset, length);
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
    return new ViewCursor(this, range(table(space), from, to, descending));
  }

  protected static Iterator<StoreRecord> range(
      @Nullable RecordTable table, byte[] from, byte @Nullable [] to, boolean descending) {
    if (table == null) {
      return Collections.emptyIterator();
    }
    requireWaiting(table);
    return new RangeRun(table, from, to, descending);
  }

  protected final Iterator<StoreRecord> all(@Nullable RecordTable table) {
    if (table == null) {
      return Collections.emptyIterator();
    }
    requireWaiting(table);
    return table.isOrdered()
        ? new RangeRun(table, FIRST, null, false)
        : new AllRun(table, store.cold());
  }

  private static void requireWaiting(RecordTable table) {
    if (table.isPartial()) {
      ColdReads.requireWaiting();
    }
  }

  @Override
  public RecordCursor all(int space) {
    return new ViewCursor(this, all(table(space)));
  }
}
