package io.orbit.storage.xodus;

import io.orbit.api.storage.EngineCursor;
import io.orbit.api.storage.EngineGate;
import io.orbit.api.storage.EngineSnapshot;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import jetbrains.exodus.env.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * One state of the trees, kept by a read-only transaction. A Xodus transaction serves one thread at
 * a time (a tree remembers where it read last), so each reader borrows one on the same state.
 */
final class XodusSnapshot implements EngineSnapshot {
  private final XodusEngine engine;
  private final XodusStores stores;
  private final Transaction root;
  private final long position;
  private final EngineGate gate = new EngineGate(XodusErrors::closed);
  private final Queue<Transaction> idle = new ConcurrentLinkedQueue<>();
  private final Set<XodusCursor> cursors = ConcurrentHashMap.newKeySet();

  XodusSnapshot(XodusEngine engine, XodusStores stores, Transaction root) {
    this.engine = engine;
    this.stores = stores;
    this.root = root;
    this.position = stores.position(root);
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    long stamp = gate.enter();
    try {
      Transaction transaction = borrow();
      byte[] value = stores.get(transaction, key);
      idle.add(transaction);
      return value;
    } catch (RuntimeException e) {
      throw XodusErrors.of(e, "reading");
    } finally {
      gate.leave(stamp);
    }
  }

  @Override
  public EngineCursor cursor(byte[] from, byte @Nullable [] to, boolean descending) {
    long stamp = gate.enter();
    try {
      XodusCursor cursor = new XodusCursor(this, stores, borrow(), from, to, descending);
      cursors.add(cursor);
      return cursor;
    } catch (RuntimeException e) {
      throw XodusErrors.of(e, "scanning");
    } finally {
      gate.leave(stamp);
    }
  }

  private Transaction borrow() {
    Transaction transaction = idle.poll();
    return transaction == null ? root.getReadonlySnapshot() : transaction;
  }

  EngineGate gate() {
    return gate;
  }

  /** Ends one cursor; when the snapshot is closed, so is the cursor. */
  void release(XodusCursor cursor) {
    long stamp = gate.tryEnter();
    if (stamp != 0) {
      try {
        if (cursors.remove(cursor)) {
          idle.add(cursor.release());
        }
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
    cursors.forEach(cursor -> cursor.release().abort());
    idle.forEach(Transaction::abort);
    root.abort();
    engine.closed(this);
  }
}
