package io.orbit.kernel.security;

import io.orbit.api.storage.Durability;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.RecordCursor;
import io.orbit.api.storage.RecordOperation;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.SpaceOptions;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.Wait;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A store's transaction as a session hands it out: the same, but that its lock waits end when the
 * session's statement is cancelled. It moves from session to session with its token.
 */
final class SessionTransaction implements Transaction {
  private final Transaction transaction;
  private final long began;
  private final boolean writing;
  private @Nullable CancellableOperation operation;
  private volatile Cancellation cancellation;
  private volatile Consumer<SessionTransaction> ended;

  /**
   * @param began when it began, in the session clock's milliseconds
   * @param ended told when the transaction is over
   */
  SessionTransaction(
      Transaction transaction,
      long began,
      Cancellation cancellation,
      Consumer<SessionTransaction> ended) {
    this.transaction = transaction;
    this.began = began;
    this.writing = !transaction.options().readOnly();
    this.cancellation = cancellation;
    this.ended = ended;
    transaction.onEnd(committed -> this.ended.accept(this));
  }

  long began() {
    return began;
  }

  /** The store's own. */
  Transaction underlying() {
    return transaction;
  }

  /** The transaction goes on in another session. */
  void moveTo(Cancellation otherCancellation, Consumer<SessionTransaction> otherEnded) {
    cancellation = otherCancellation;
    ended = otherEnded;
  }

  @Override
  public @Nullable Wait lock(int space, byte[] key, LockMode mode) {
    Wait wait = transaction.lock(space, key, mode);
    return wait == null ? null : cancellation.watch(wait);
  }

  @Override
  public RecordOperation operation() {
    if (operation == null) {
      operation = new CancellableOperation(transaction.operation());
    }
    return operation;
  }

  @Override
  public boolean get(int space, byte[] key, int offset, int length, RecordView out) {
    return transaction.get(space, key, offset, length, out);
  }

  @Override
  public RecordCursor scan(int space, byte[] from, byte @Nullable [] to, boolean descending) {
    return transaction.scan(space, from, to, descending);
  }

  @Override
  public RecordCursor all(int space) {
    return transaction.all(space);
  }

  @Override
  public long wallTime() {
    return transaction.wallTime();
  }

  @Override
  public long id() {
    return transaction.id();
  }

  @Override
  public TransactionOptions options() {
    return transaction.options();
  }

  @Override
  public boolean isActive() {
    return transaction.isActive();
  }

  @Override
  public long snapshotTimestamp() {
    return transaction.snapshotTimestamp();
  }

  @Override
  public void beginStatement() {
    transaction.beginStatement();
  }

  @Override
  public boolean getLatest(int space, byte[] key, RecordView out) {
    return transaction.getLatest(space, key, out);
  }

  @Override
  public boolean tryLock(int space, byte[] key, LockMode mode) {
    return transaction.tryLock(space, key, mode);
  }

  @Override
  public boolean hasChanged(int space) {
    return transaction.hasChanged(space);
  }

  @Override
  public void put(int space, byte[] key, byte type, byte[] value, long expiresAt) {
    transaction.put(space, key, type, value, expiresAt);
  }

  @Override
  public void delete(int space, byte[] key) {
    transaction.delete(space, key);
  }

  @Override
  public int createSpace(SpaceOptions options) {
    return transaction.createSpace(options);
  }

  @Override
  public void dropSpace(int space) {
    transaction.dropSpace(space);
  }

  @Override
  public void moveSpace(int space, String engine) {
    transaction.moveSpace(space, engine);
  }

  @Override
  public long savepoint() {
    return transaction.savepoint();
  }

  @Override
  public void rollbackTo(long savepoint) {
    transaction.rollbackTo(savepoint);
  }

  @Override
  public void onUndo(Runnable step) {
    transaction.onUndo(step);
  }

  @Override
  public void onRollbackTo(Runnable action) {
    transaction.onRollbackTo(action);
  }

  @Override
  public void release(long savepoint) {
    transaction.release(savepoint);
  }

  @Override
  public void beforeCommit(Runnable action) {
    transaction.beforeCommit(action);
  }

  @Override
  public void onEnd(Consumer<Boolean> committed) {
    transaction.onEnd(committed);
  }

  @Override
  public long undurable() {
    return transaction.undurable();
  }

  @Override
  public long commit() {
    return transaction.commit();
  }

  @Override
  public void rollback() {
    transaction.rollback();
  }

  @Override
  public void close() {
    transaction.close();
  }

  /** Takes the record's lock by a wait that can be cancelled, before the operation asks for it. */
  private final class CancellableOperation implements RecordOperation {
    private final RecordOperation operation;

    CancellableOperation(RecordOperation operation) {
      this.operation = operation;
    }

    @Override
    public boolean begin(int space, byte[] key, int offset, int length) {
      return operation.begin(space, key, offset, length);
    }

    @Override
    public void beginWaiting(
        int space, byte[] key, int offset, int length, UnaryOperator<Wait> watch) {
      if (operation.begin(space, key, offset, length)) {
        return;
      }
      if (writing) {
        byte[] copy = Arrays.copyOfRange(key, offset, offset + length);
        Wait wait = lock(space, copy, LockMode.EXCLUSIVE);
        if (wait != null) {
          wait.await(0);
        }
      }
      operation.beginWaiting(space, key, offset, length);
    }

    @Override
    public boolean exists() {
      return operation.exists();
    }

    @Override
    public RecordView current() {
      return operation.current();
    }

    @Override
    public void put(byte type, byte[] value, int offset, int length, long expiresAt) {
      operation.put(type, value, offset, length, expiresAt);
    }

    @Override
    public void delete() {
      operation.delete();
    }

    @Override
    public void expireAt(long expiresAt) {
      operation.expireAt(expiresAt);
    }

    @Override
    public void createComposite(byte type, long expiresAt) {
      operation.createComposite(type, expiresAt);
    }

    @Override
    public void putElement(byte[] key, byte[] value) {
      operation.putElement(key, value);
    }

    @Override
    public void removeElement(byte[] key) {
      operation.removeElement(key);
    }

    @Override
    public long commit(Durability durability) {
      return operation.commit(durability);
    }

    @Override
    public void abandon() {
      operation.abandon();
    }
  }
}
