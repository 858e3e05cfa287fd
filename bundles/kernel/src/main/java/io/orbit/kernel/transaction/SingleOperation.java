package io.orbit.kernel.transaction;

import io.orbit.api.storage.Durability;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.RecordOperation;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.Wait;
import io.orbit.kernel.bytes.ByteWriter;
import io.orbit.kernel.composite.CompositeTree;
import io.orbit.kernel.log.CommitLog;
import io.orbit.kernel.log.LogFormat;
import io.orbit.kernel.record.ChangeFormat;
import io.orbit.kernel.record.ColdReads;
import io.orbit.kernel.record.HotStore;
import io.orbit.kernel.record.RecordTable;
import io.orbit.kernel.record.StoreRecord;
import io.orbit.kernel.record.Version;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A single-record operation of its own: locks, shows, changes, appends, publishes. No transaction
 * object; nothing is allocated but the new version (and the record, for a new key).
 *
 * <p>When the space is cleared between begin and commit, the operation counts as having come just
 * before: nothing remains of it and nothing is logged.
 */
final class SingleOperation implements RecordOperation {
  private static final int KEPT_BUFFER = 64 << 10;
  private static final LockWait.Check NO_CHECK = () -> {};

  private final TransactionSystem system;
  private final HotStore store;
  private final CommitLog log;
  private final LockManager locks;
  private final LockOwner owner = LockOwner.operation();
  private final RecordEdit edit = new RecordEdit();
  private final ByteWriter elements = new ByteWriter(0);
  private final ByteWriter buffer;
  private final CRC32C checksum = new CRC32C();

  private @Nullable StoreRecord record;
  private @Nullable Version head;
  private long chunks;

  SingleOperation(TransactionSystem system) {
    this.system = system;
    this.store = system.store();
    this.log = store.log();
    this.locks = system.locks();
    this.buffer = log.newBuffer(this::drain);
  }

  @Override
  public boolean begin(int space, byte[] key, int offset, int length) {
    StoreRecord locked = lock(space, key, offset, length);
    if (locked == null) {
      return false;
    }
    if (ColdReads.mustNotWait() && store.cold().wouldRead(locked)) {
      record = locked;
      abandon();
      return false;
    }
    begin(locked);
    return true;
  }

  /** The record, locked, or null when somebody else holds it. */
  private @Nullable StoreRecord lock(int space, byte[] key, int offset, int length) {
    if (record != null) {
      throw new IllegalStateException("the operation before has neither committed nor abandoned");
    }
    TransactionSystem.requireKeyLength(length);
    while (true) {
      RecordTable table = store.spaces().require(space).table();
      StoreRecord found = table.findOrAdd(key, offset, length);
      LockManager.Answer answer = locks.tryLock(found, owner, LockMode.EXCLUSIVE);
      if (answer == LockManager.Answer.BUSY) {
        return null;
      }
      if (answer != LockManager.Answer.DEAD) {
        return found;
      }
      Thread.onSpinWait();
    }
  }

  @Override
  public void beginWaiting(
      int space, byte[] key, int offset, int length, UnaryOperator<Wait> watch) {
    while (!begin(space, key, offset, length)) {
      StoreRecord found = store.spaces().require(space).table().findOrAdd(key, offset, length);
      LockWait wait = locks.enqueue(found, owner, LockMode.EXCLUSIVE, NO_CHECK);
      if (wait != null) {
        watch.apply(wait).await(0);
        begin(found);
        return;
      }
    }
  }

  private void begin(StoreRecord locked) {
    record = locked;
    if (locked.table().mayEvict()) {
      load(locked);
    }
    head = locked.committed();
    Version newest = head;
    boolean exists =
        newest != null
            && !newest.isTombstone()
            && (newest.expiresAt() == 0 || newest.exists(store.clock().wallTime()));
    edit.begin(exists ? newest : null);
    if (newest != null && log.isUndurable(newest.timestamp())) {
      edit.view().dependsOn(newest.timestamp());
    }
  }

  private void load(StoreRecord locked) {
    try {
      store.cold().load(locked);
    } catch (RuntimeException | Error e) {
      abandon();
      throw e;
    }
  }

  private StoreRecord record() {
    StoreRecord locked = record;
    if (locked == null) {
      throw new IllegalStateException("the operation has not begun");
    }
    return locked;
  }

  @Override
  public boolean exists() {
    return edit.exists();
  }

  @Override
  public RecordView current() {
    Version newest = head;
    return edit.current(newest == null ? 0 : newest.timestamp());
  }

  @Override
  public void put(byte type, byte[] value, int offset, int length, long expiresAt) {
    edit.put(type, value, offset, length, expiresAt);
  }

  @Override
  public void delete() {
    edit.delete();
  }

  @Override
  public void expireAt(long expiresAt) {
    edit.expireAt(expiresAt);
  }

  @Override
  public void createComposite(byte type, long expiresAt) {
    elements.reset();
    edit.createComposite(type, expiresAt);
  }

  @Override
  public void putElement(byte[] key, byte[] value) {
    TransactionSystem.requireKeyLength(key.length);
    edit.elements().put(key, value);
    ChangeFormat.element(elements, key, value);
  }

  @Override
  public void removeElement(byte[] key) {
    if (edit.elements().remove(key)) {
      ChangeFormat.element(elements, key, null);
    }
  }

  @Override
  public long commit(Durability durability) {
    StoreRecord locked = record();
    Version old = head;
    boolean nothing = !edit.isChanged() || edit.isRemoval() && (old == null || old.isTombstone());
    if (nothing) {
      abandon();
      return 0;
    }
    long timestamp;
    Version installed;
    try {
      installed = edit.finish(null);
      if (!installed.isTombstone()) {
        long growth = installed.bytesHeld() + installed.treeBytes();
        store.memory().require(old == null ? growth : growth - old.bytesHeld() - old.treeBytes());
      }
      encode(locked, installed);
      timestamp = append(locked, installed, durability == Durability.ALWAYS);
    } catch (RuntimeException | Error e) {
      if (chunks != 0) {
        log.rollbackChunks(chunks);
      }
      abandon();
      throw e;
    }
    finish(locked, installed, timestamp);
    return timestamp;
  }

  private void encode(StoreRecord locked, Version installed) {
    int space = locked.table().space();
    byte[] key = locked.key();
    Version old = head;
    boolean existed = old != null && !old.isTombstone();
    buffer.reset();
    chunks = 0;
    if (existed && store.images().contains(space)) {
      CompositeTree same = old.type() == installed.type() ? installed.tree() : null;
      ChangeFormat.before(buffer, space, key, old, same);
    }
    if (edit.isValue() && existed) {
      byte[] value = edit.value();
      ChangeFormat.put(buffer, space, key, edit.type(), edit.expiresAt(), value, 0, value.length);
    } else if (edit.isValue()) {
      byte[] value = edit.value();
      ChangeFormat.insert(
          buffer, space, key, edit.type(), edit.expiresAt(), value, 0, value.length);
    } else if (edit.isRemoval()) {
      ChangeFormat.delete(buffer, space, key);
    } else if (edit.isExpiryOfPlain()) {
      ChangeFormat.expire(buffer, space, key, edit.expiresAt());
    } else {
      ChangeFormat.edit(buffer, space, key, edit.type(), edit.expiresAt(), edit.isCreated());
      buffer.bytes(elements.array(), 0, elements.size());
      ChangeFormat.endEdit(buffer);
    }
    if (chunks != 0) {
      buffer.u64(chunks);
    }
    CommitLog.checksum(buffer, checksum);
  }

  private void drain(ByteWriter full) {
    if (chunks == 0) {
      chunks = log.newChunkNumber();
    }
    log.appendChunk(chunks, full);
  }

  /** Appends and publishes; answers the timestamp, or 0 when the space was cleared meanwhile. */
  private long append(StoreRecord locked, Version installed, boolean synced) {
    locked.table().index(locked);
    log.lock();
    try {
      if (!system.conflicts().isWatching()) {
        return publish(locked, installed, synced);
      }
    } finally {
      log.unlock();
    }
    return system.conflicts().overwrite(List.of(locked), () -> publish(locked, installed, synced));
  }

  /** With the log's lock held. */
  private long publish(StoreRecord locked, Version installed, boolean synced) {
    if (locked.table().isDetached()) {
      return 0;
    }
    byte kind = chunks == 0 ? LogFormat.COMMIT : LogFormat.LAST;
    long timestamp = log.append(kind, buffer, checksum, synced);
    log.closeChunks(chunks);
    installed.stamp(timestamp);
    installed.follow(head);
    locked.setHead(installed);
    store.dirty().add(locked, head);
    log.publish(timestamp);
    return timestamp;
  }

  private void finish(StoreRecord locked, Version installed, long timestamp) {
    if (timestamp == 0) {
      if (chunks != 0) {
        log.rollbackChunks(chunks);
      }
      abandon();
      return;
    }
    boolean gone = store.settle(locked, installed, head, owner.token(LockMode.EXCLUSIVE));
    if (!gone) {
      locks.release(locked, owner);
    }
    system.operationCommitted();
    end();
  }

  private void end() {
    record = null;
    head = null;
    edit.begin(null);
    if (elements.size() > 0) {
      elements.resetAndShrink(KEPT_BUFFER);
    }
    if (buffer.array().length > KEPT_BUFFER) {
      buffer.resetAndShrink(KEPT_BUFFER);
    }
  }

  @Override
  public void abandon() {
    StoreRecord locked = record();
    if (head != null || !store.abandon(locked, owner.token(LockMode.EXCLUSIVE))) {
      locks.release(locked, owner);
      boolean wasLast = store.abandon(locked, null);
    }
    end();
  }
}
