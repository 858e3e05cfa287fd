package io.orbit.storage.lsm;

import io.orbit.api.storage.EngineCursor;
import io.orbit.api.storage.EngineGate;
import io.orbit.api.storage.EngineSnapshot;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Snapshot;

/** A RocksDB snapshot and the iterators on it. */
final class LsmSnapshot implements EngineSnapshot {
  private final LsmEngine engine;
  private final RocksDB database;
  private final long position;
  private final EngineGate gate = new EngineGate(LsmErrors::closed);
  private final Set<LsmCursor> cursors = ConcurrentHashMap.newKeySet();
  private final Snapshot snapshot;
  private final ReadOptions point;

  LsmSnapshot(LsmEngine engine, RocksDB database, long position) {
    this.engine = engine;
    this.database = database;
    this.position = position;
    this.snapshot = database.getSnapshot();
    this.point = new ReadOptions().setSnapshot(snapshot);
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    byte[] rowKey = LsmFormat.rowKey(key);
    long stamp = gate.enter();
    try {
      return database.get(point, rowKey);
    } catch (RocksDBException e) {
      throw LsmErrors.of(e, "reading");
    } finally {
      gate.leave(stamp);
    }
  }

  @Override
  public EngineCursor cursor(byte[] from, byte @Nullable [] to, boolean descending) {
    long stamp = gate.enter();
    try {
      LsmCursor cursor = new LsmCursor(this, database, snapshot, from, to, descending);
      cursors.add(cursor);
      return cursor;
    } finally {
      gate.leave(stamp);
    }
  }

  EngineGate gate() {
    return gate;
  }

  /** Ends one cursor; when the snapshot is closed, so is the cursor. */
  void release(LsmCursor cursor) {
    long stamp = gate.tryEnter();
    if (stamp != 0) {
      try {
        cursors.remove(cursor);
        cursor.release();
      } finally {
        gate.leave(stamp);
      }
    }
  }

  /** Ends every cursor on it too; waits for reads in progress. */
  @Override
  public void close() {
    gate.shut(this::release);
  }

  private void release() {
    cursors.forEach(LsmCursor::release);
    point.close();
    database.releaseSnapshot(snapshot);
    engine.closed(this);
  }
}
