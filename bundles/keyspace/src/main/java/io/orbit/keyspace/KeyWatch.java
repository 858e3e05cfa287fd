package io.orbit.keyspace;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Keyspace;
import io.orbit.api.storage.ReadView;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.Store;

/**
 * What a key held when it was watched: whether it was there, and the commit timestamp of its newest
 * version, a removal included. The snapshot of the client's watches keeps removals from being
 * forgotten.
 */
final class KeyWatch implements Keyspace.Watch {
  private final Access access;
  private final ByteRange key;
  private final int number;
  private final boolean own;
  private final LockTarget target;
  private final RecordView view = new RecordView();
  private final boolean existed;
  private final long changed;
  private boolean closed;

  KeyWatch(Access access, Rows rows, ByteRange key) {
    this.access = access;
    this.key = ByteRange.of(key.copy());
    this.number = access.selected();
    this.own = access.rowOf(key) == null;
    this.target = rows.lockTarget(key);
    Store store = access.store;
    access.watches.acquire();
    boolean exists;
    long change;
    try {
      do {
        change = lastChange();
        exists = isThere(store.latest());
      } while (change != lastChange());
    } catch (RuntimeException e) {
      access.watches.release();
      throw e;
    }
    this.changed = change;
    this.existed = exists;
  }

  LockTarget target() {
    return target;
  }

  @Override
  public boolean isUnchanged() {
    int space = access.space(number);
    if (own && space != target.space()) {
      return !existed && !access.reads().get(space, key.array(), key.offset(), key.length(), view);
    }
    long change = lastChange();
    // The removal of a key that was gone already is forgotten some day, a later one not before the
    // snapshot of the watches ends.
    boolean same = change == changed || change == 0 && !existed;
    return same && isThere(access.reads()) == existed;
  }

  private long lastChange() {
    return access.store.lastChange(target.space(), target.key());
  }

  private boolean isThere(ReadView reads) {
    return reads.get(target.space(), target.key(), view);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      access.watches.release();
    }
  }
}
