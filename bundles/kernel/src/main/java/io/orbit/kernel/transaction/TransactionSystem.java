package io.orbit.kernel.transaction;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.NamedLocks;
import io.orbit.api.storage.RecordOperation;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.WaitingLock;
import io.orbit.kernel.log.CommitLog;
import io.orbit.kernel.log.Completion.Scheduler;
import io.orbit.kernel.record.HotStore;
import io.orbit.kernel.record.Space;
import io.orbit.kernel.record.SpaceTransfer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** What all transactions and operations of a store share: locks, conflicts, counts. Thread-safe. */
public final class TransactionSystem {
  /** Longest key of a record or an element, in bytes: it must fit an engine's key, escaped. */
  public static final int MAXIMUM_KEY = 256 << 10;

  private final HotStore store;
  private final LockManager locks;
  private final LockNames names = new LockNames();
  private final SerializableConflicts conflicts;
  private final Consumer<String> engines;
  private final SpaceTransfer.Maker mover;
  private final AtomicLong numbers;
  private final AtomicInteger active = new AtomicInteger();
  private final LongAdder commits = new LongAdder();
  private final LongAdder rollbacks = new LongAdder();
  private final LongAdder serializationFailures = new LongAdder();

  /**
   * @param engines called with an engine's name before a space is created in it; fails when there
   *     is no such engine
   * @param mover copies a space into an engine
   */
  public TransactionSystem(
      HotStore store, Scheduler scheduler, Consumer<String> engines, SpaceTransfer.Maker mover) {
    this.store = store;
    this.engines = engines;
    this.mover = mover;
    this.conflicts = new SerializableConflicts(store.log());
    store.snapshots().keepSuccessors(conflicts::isWatching);
    this.locks = new LockManager(scheduler);
    this.numbers = new AtomicLong(store.log().visibleTimestamp());
  }

  public Transaction begin(TransactionOptions options) {
    return new OrbitTransaction(this, options);
  }

  public RecordOperation operation() {
    return new SingleOperation(this);
  }

  /** A new holder of names; see {@link io.orbit.api.storage.Store#namedLocks}. */
  public NamedLocks namedLocks(String holder) {
    return new ClientLocks(locks, names, holder);
  }

  /** How many names are locked or waited for. */
  int lockedNames() {
    return names.size();
  }

  /**
   * Empties a space at once.
   *
   * @param publish appends and publishes, with the log's lock held; answers the timestamp
   */
  public long clear(int space, LongSupplier publish) {
    CommitLog log = store.log();
    log.lock();
    try {
      if (!conflicts.isWatching()) {
        return publish.getAsLong();
      }
    } finally {
      log.unlock();
    }
    return conflicts.overwriteAll(space, publish);
  }

  HotStore store() {
    return store;
  }

  LockManager locks() {
    return locks;
  }

  SerializableConflicts conflicts() {
    return conflicts;
  }

  void requireEngine(String name) {
    engines.accept(name);
  }

  /** Copies a space into an engine that is open. */
  SpaceTransfer copy(Space space, String engine, Runnable step) {
    return mover.copy(space, engine, step);
  }

  long newNumber() {
    return numbers.incrementAndGet();
  }

  void began() {
    active.incrementAndGet();
  }

  void ended(boolean committed) {
    active.decrementAndGet();
    (committed ? commits : rollbacks).increment();
  }

  void operationCommitted() {
    commits.increment();
  }

  OrbitException serializationFailure(String message) {
    serializationFailures.increment();
    return new OrbitException(ErrorCode.SERIALIZATION_FAILURE, message)
        .withHint("The transaction might succeed if retried.");
  }

  void countSerializationFailure() {
    serializationFailures.increment();
  }

  public int active() {
    return active.get();
  }

  public long commits() {
    return commits.sum();
  }

  public long rollbacks() {
    return rollbacks.sum();
  }

  public long deadlocks() {
    return locks.deadlocks();
  }

  /** Who waits for a record's lock now. */
  public List<WaitingLock> waitingLocks() {
    return locks.waiting();
  }

  public long serializationFailures() {
    return serializationFailures.sum();
  }

  static void requireKeyLength(int length) {
    if (length > MAXIMUM_KEY) {
      throw new OrbitException(
          ErrorCode.PROGRAM_LIMIT_EXCEEDED,
          "A key of " + length + " bytes is too long; at most " + MAXIMUM_KEY + " are possible");
    }
  }
}
