package io.orbit.api.storage;

import org.jspecify.annotations.Nullable;

/**
 * A transaction over any number of records. One thread at a time; not tied to a thread. Reads see
 * its snapshot and its own changes.
 */
public interface Transaction extends ReadView, AutoCloseable {
  /** Unique since the store was created; shown in lock and activity views. */
  long id();

  TransactionOptions options();

  /** True until committed or rolled back. */
  boolean isActive();

  /** The snapshot's timestamp now. */
  long snapshotTimestamp();

  /** A new statement begins: under READ COMMITTED a new snapshot is taken. */
  void beginStatement();

  /**
   * The record as last committed (READ COMMITTED's re-check after a lock wait), or own change.
   *
   * @throws io.orbit.api.error.OrbitException SERIALIZATION_FAILURE under SERIALIZABLE when it has
   *     come or gone since the snapshot
   */
  boolean getLatest(int space, byte[] key, RecordView out);

  /**
   * Locks a record, existing or not, until the transaction ends.
   *
   * @return null when granted at once; otherwise what to wait for
   * @throws io.orbit.api.error.OrbitException SERIALIZATION_FAILURE above READ COMMITTED when the
   *     record changed after the snapshot, unless the mode is KEY_SHARE
   */
  @Nullable Wait lock(int space, byte[] key, LockMode mode);

  /**
   * As {@link #lock} without waiting for anybody; false when it would have to. On a {@link
   * NonBlocking} thread false, too, when the record must be read from its engine.
   */
  boolean tryLock(int space, byte[] key, LockMode mode);

  /** Writes a plain value. The record must be locked EXCLUSIVE or NO_KEY_EXCLUSIVE by this. */
  void put(int space, byte[] key, byte type, byte[] value, long expiresAt);

  /** Removes a record, locked likewise. */
  void delete(int space, byte[] key);

  /** True where it may have changes of its own in a space, undone ones perhaps among them. */
  boolean hasChanged(int space);

  /** Operations on single records inside this transaction; always the same object. */
  RecordOperation operation();

  /** A new space, there for others once this commits. */
  int createSpace(SpaceOptions options);

  /** Empties and removes a space when this commits. */
  void dropSpace(int space);

  /**
   * Moves a space into another engine when this commits. Copies all it holds before it returns,
   * which may take long, while others read and write the space; it is not to be called where nobody
   * may wait.
   *
   * @throws io.orbit.api.error.OrbitException CANNOT_CONNECT_NOW when the engine is not installed,
   *     OBJECT_IN_USE while the space is being moved already, and what the engines throw; nothing
   *     has changed then
   */
  void moveSpace(int space, String engine);

  /** Marks a point to which {@link #rollbackTo} returns; savepoints nest. */
  long savepoint();

  /** Undoes every change after the savepoint; locks stay (they may be given back). */
  void rollbackTo(long savepoint);

  /** Runs after each {@link #rollbackTo}, in the order given; must not fail. */
  void onRollbackTo(Runnable action);

  /**
   * Runs, last first, when {@link #rollbackTo} goes back to a savepoint from before this call; must
   * not fail.
   */
  void onUndo(Runnable step);

  /** Forgets a savepoint, keeping its changes. */
  void release(long savepoint);

  /**
   * Runs when {@link #commit} begins, in the order given, and may still read, lock and change. What
   * it throws ends the transaction by a rollback, and is thrown by the commit.
   */
  void beforeCommit(Runnable action);

  /** Runs on commit (after publication) or rollback, in the order given; must not fail. */
  void onEnd(java.util.function.Consumer<Boolean> committed);

  /** The highest undurable timestamp its reads depend on (see {@link RecordView#undurable()}). */
  long undurable();

  /**
   * Commits: appended to the log and visible to every later read when this returns.
   *
   * @return the commit timestamp; nothing may be acknowledged before {@link Store#durable} of it. 0
   *     when nothing was changed
   * @throws io.orbit.api.error.OrbitException SERIALIZATION_FAILURE, DISK_FULL, IO_ERROR: rolled
   *     back
   */
  long commit();

  void rollback();

  /** Rolls back if still active. */
  @Override
  void close();
}
