package io.orbit.storage.lsm;

import io.orbit.api.storage.EngineCursor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;

/** A RocksDB iterator with bounds. */
final class LsmCursor implements EngineCursor {
  private static final byte[] NONE = {};

  private final LsmSnapshot owner;
  private final boolean descending;
  private final Slice lower;
  private final Slice upper;
  private final ReadOptions range;
  private final RocksIterator iterator;
  private boolean started;
  private boolean ended;
  private boolean released;
  private byte[] key = NONE;
  private byte[] value = NONE;

  LsmCursor(
      LsmSnapshot owner,
      RocksDB database,
      Snapshot snapshot,
      byte[] from,
      byte @Nullable [] to,
      boolean descending) {
    this.owner = owner;
    this.descending = descending;
    this.ended = to != null && Arrays.compareUnsigned(from, to) >= 0;
    this.lower = new Slice(LsmFormat.rowKey(from));
    this.upper = new Slice(to == null ? LsmFormat.endOfRows() : LsmFormat.rowKey(to));
    this.range =
        new ReadOptions()
            .setSnapshot(snapshot)
            .setIterateLowerBound(lower)
            .setIterateUpperBound(upper);
    this.iterator = database.newIterator(range);
  }

  @Override
  public boolean next() {
    long stamp = owner.gate().enter();
    try {
      if (ended || released) {
        return false;
      }
      move();
      if (!iterator.isValid()) {
        ended = true;
        iterator.status();
        return false;
      }
      key = LsmFormat.key(iterator.key());
      value = iterator.value();
      return true;
    } catch (RocksDBException e) {
      throw LsmErrors.of(e, "scanning");
    } finally {
      owner.gate().leave(stamp);
    }
  }

  private void move() {
    if (started) {
      if (descending) {
        iterator.prev();
      } else {
        iterator.next();
      }
    } else if (descending) {
      iterator.seekToLast();
    } else {
      iterator.seekToFirst();
    }
    started = true;
  }

  @Override
  public byte[] key() {
    return key;
  }

  @Override
  public byte[] value() {
    return value;
  }

  @Override
  public void close() {
    owner.release(this);
  }

  /** Frees the native memory; the caller sees to it that nobody else is in the snapshot's gate. */
  void release() {
    if (!released) {
      released = true;
      iterator.close();
      range.close();
      lower.close();
      upper.close();
    }
  }
}
