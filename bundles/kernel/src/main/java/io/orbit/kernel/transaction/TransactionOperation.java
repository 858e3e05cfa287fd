package io.orbit.kernel.transaction;

import io.orbit.api.storage.Durability;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.RecordOperation;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.Wait;
import io.orbit.kernel.record.StoreRecord;
import io.orbit.kernel.record.Version;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An operation on one record inside a transaction: its commit is a pending write. */
final class TransactionOperation implements RecordOperation {
  private final OrbitTransaction transaction;
  private final RecordEdit edit = new RecordEdit();
  private @Nullable StoreRecord record;
  private @Nullable Version before;

  TransactionOperation(OrbitTransaction transaction) {
    this.transaction = transaction;
  }

  @Override
  public boolean begin(int space, byte[] key, int offset, int length) {
    byte[] name = Arrays.copyOfRange(key, offset, offset + length);
    if (!transaction.tryLock(space, name, LockMode.EXCLUSIVE)) {
      return false;
    }
    begin(space, name);
    return true;
  }

  @Override
  public void beginWaiting(
      int space, byte[] key, int offset, int length, UnaryOperator<Wait> watch) {
    byte[] name = Arrays.copyOfRange(key, offset, offset + length);
    Wait wait = transaction.lock(space, name, LockMode.EXCLUSIVE);
    if (wait != null) {
      watch.apply(wait).await(0);
    }
    begin(space, name);
  }

  private void begin(int space, byte[] name) {
    StoreRecord locked = transaction.lockedRecord(space, name);
    Version seen = transaction.newest(locked);
    boolean exists = seen != null && seen.exists(transaction.wallTime());
    record = locked;
    before = exists ? seen : null;
    edit.begin(before);
    transaction.noteDependency(seen, edit.view());
  }

  @Override
  public boolean exists() {
    return edit.exists();
  }

  @Override
  public RecordView current() {
    Version seen = before;
    return edit.current(seen == null ? 0 : Math.max(0, seen.timestamp()));
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
    edit.createComposite(type, expiresAt);
  }

  @Override
  public void putElement(byte[] key, byte[] value) {
    TransactionSystem.requireKeyLength(key.length);
    edit.elements().put(key, value);
  }

  @Override
  public void removeElement(byte[] key) {
    boolean ignored = edit.elements().remove(key);
  }

  @Override
  public long commit(Durability durability) {
    StoreRecord locked = record;
    if (locked == null) {
      throw new IllegalStateException("the operation has not begun");
    }
    if (edit.isChanged()) {
      transaction.write(locked, edit.finish(transaction.status()));
    }
    abandon();
    return 0;
  }

  @Override
  public void abandon() {
    record = null;
    before = null;
    edit.begin(null);
  }
}
