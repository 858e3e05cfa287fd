package io.orbit.kernel.transaction;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.Durability;
import io.orbit.api.storage.Isolation;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.RecordCursor;
import io.orbit.api.storage.RecordOperation;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.SpaceOptions;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.Wait;
import io.orbit.kernel.record.ColdReads;
import io.orbit.kernel.record.CommitStatus;
import io.orbit.kernel.record.HotView;
import io.orbit.kernel.record.RecordTable;
import io.orbit.kernel.record.Space;
import io.orbit.kernel.record.SpaceTransfer;
import io.orbit.kernel.record.StoreRecord;
import io.orbit.kernel.record.Version;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A transaction: a snapshot, record locks, and writes that nobody else sees until commit. Writes
 * wait in memory; commit appends them to the log, makes them visible at once, and gives the locks
 * back without waiting for the disk.
 */
final class OrbitTransaction extends HotView implements Transaction {
  private static final byte[] FIRST = new byte[0];
  private static final int NO_SPACE = -1;

  /** The version of the log that has records of moved spaces. */
  private static final int MOVES_SINCE = 3;

  private final TransactionSystem system;
  private final TransactionOptions options;
  private final LockOwner owner;
  private final long id;
  private final CommitStatus status = new CommitStatus();
  private final PendingWrites writes = new PendingWrites();

  /** The spaces in which it has ever written: the first one, and where there are more, all. */
  private int firstChanged = NO_SPACE;

  private Set<Integer> allChanged = Set.of();

  private final List<StoreRecord> locked = new ArrayList<>();
  private final List<Space> created = new ArrayList<>();
  private final List<Space> dropped = new ArrayList<>();
  private final List<SpaceTransfer> moved = new ArrayList<>();
  private final List<Consumer<Boolean>> listeners = new ArrayList<>();
  private final List<Runnable> rollbackListeners = new ArrayList<>();
  private final List<Runnable> checks = new ArrayList<>();
  private final TransactionOperation operation = new TransactionOperation(this);
  private final int slot;
  private final @Nullable SerializableState serializable;
  private long snapshot;
  private long wallTime;
  private long undurable;
  private long reserved;
  private boolean active = true;

  OrbitTransaction(TransactionSystem system, TransactionOptions options) {
    super(system.store());
    this.system = system;
    this.options = options;
    this.id = system.newNumber();
    this.owner = LockOwner.transaction(id, options.deadlockVictim());
    boolean tracked = options.isolation() == Isolation.SERIALIZABLE;
    this.serializable =
        tracked ? system.conflicts().begin(store.snapshots(), options.readOnly()) : null;
    this.slot = serializable == null ? store.snapshots().acquire() : serializable.slot;
    this.snapshot = store.snapshots().timestamp(slot);
    this.wallTime = store.clock().wallTime();
    system.began();
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public TransactionOptions options() {
    return options;
  }

  @Override
  public boolean isActive() {
    return active;
  }

  @Override
  public long snapshotTimestamp() {
    return snapshot;
  }

  @Override
  public long wallTime() {
    return wallTime;
  }

  LockOwner owner() {
    return owner;
  }

  CommitStatus status() {
    return status;
  }

  @Override
  public void beginStatement() {
    requireActive();
    if (options.isolation() == Isolation.READ_COMMITTED) {
      store.snapshots().renew(slot);
      snapshot = store.snapshots().timestamp(slot);
      wallTime = store.clock().wallTime();
    }
  }

  private void requireActive() {
    if (!active) {
      throw new OrbitException(ErrorCode.NO_ACTIVE_TRANSACTION, "The transaction has ended");
    }
    SerializableState state = serializable;
    if (state != null && state.doomed) {
      system.countSerializationFailure();
      SerializableConflicts.requireNotDoomed(state);
    }
  }

  @Override
  protected long horizon() {
    return snapshot;
  }

  @Override
  protected @Nullable RecordTable table(int space) {
    Space found = store.spaces().find(space);
    if (found != null && dropped.contains(found)) {
      return null;
    }
    return super.table(space);
  }

  @Override
  protected @Nullable Version visible(StoreRecord record) {
    Version own = writes.isEmpty() ? null : writes.get(record);
    return own != null ? own : depend(record.visibleAt(snapshot));
  }

  private @Nullable Version depend(@Nullable Version version) {
    if (version != null && store.log().isUndurable(version.timestamp())) {
      undurable = Math.max(undurable, version.timestamp());
    }
    return version;
  }

  void noteDependency(@Nullable Version version, RecordView view) {
    if (version != null && store.log().isUndurable(Math.max(0, version.timestamp()))) {
      undurable = Math.max(undurable, version.timestamp());
      view.dependsOn(version.timestamp());
    }
  }

  @Override
  public boolean get(int space, byte[] key, int offset, int length, RecordView out) {
    requireActive();
    SerializableState state = serializable;
    if (state == null) {
      return super.get(space, key, offset, length, out);
    }
    byte[] name = java.util.Arrays.copyOfRange(key, offset, offset + length);
    system.conflicts().reads(state, space, name);
    noteClear(state, space);
    RecordTable table = table(space);
    StoreRecord record = table == null ? null : find(table, name, 0, length);
    if (record == null) {
      return false;
    }
    system.conflicts().found(state, record);
    requireActive();
    return show(visible(record), out);
  }

  /** Whoever emptied the space after the snapshot overwrote what is read in it. */
  private void noteClear(SerializableState state, int space) {
    Space found = store.spaces().find(space);
    long cleared = found == null ? 0 : found.clearedAfter(snapshot);
    if (cleared != 0) {
      system.conflicts().cleared(state, cleared);
    }
  }

  @Override
  public RecordCursor scan(int space, byte[] from, byte @Nullable [] to, boolean descending) {
    requireActive();
    if (serializable == null) {
      return super.scan(space, from, to, descending);
    }
    RangeRead range = system.conflicts().readsRange(serializable, space, from, to);
    noteClear(serializable, space);
    Iterator<StoreRecord> records = range(table(space), from, to, descending);
    return new SerializableCursor(
        this, records, system.conflicts(), serializable, range, descending);
  }

  @Override
  public RecordCursor all(int space) {
    requireActive();
    if (serializable == null) {
      return super.all(space);
    }
    RangeRead range = system.conflicts().readsRange(serializable, space, FIRST, null);
    noteClear(serializable, space);
    Iterator<StoreRecord> records = all(table(space));
    return new SerializableCursor(this, records, system.conflicts(), serializable, range, false);
  }

  @Override
  public boolean getLatest(int space, byte[] key, RecordView out) {
    requireActive();
    SerializableState state = serializable;
    if (state != null) {
      system.conflicts().reads(state, space, key);
    }
    StoreRecord record = find(store.spaces().require(space).table(), key, 0, key.length);
    if (state != null && record != null) {
      requireAsInSnapshot(record);
    }
    return record != null && show(newest(record), out);
  }

  /** What has come or gone since the snapshot has no place in a serial order with what it shows. */
  private void requireAsInSnapshot(StoreRecord record) {
    Version newest = record.committed();
    if (newest == null || newest.timestamp() <= snapshot || writes.get(record) != null) {
      return;
    }
    Version seen = record.visibleAt(snapshot);
    boolean was = seen != null && !seen.isTombstone();
    if (was == newest.isTombstone()) {
      throw system.serializationFailure(concurrent(newest));
    }
  }

  private static String concurrent(Version newest) {
    return newest.isTombstone()
        ? "could not serialize access due to concurrent delete"
        : "could not serialize access due to concurrent update";
  }

  /** The own pending version or the newest committed one. */
  @Nullable Version newest(StoreRecord record) {
    Version own = writes.get(record);
    return own != null ? own : depend(record.committed());
  }

  @Override
  public @Nullable Wait lock(int space, byte[] key, LockMode mode) {
    requireWritable(mode);
    while (true) {
      StoreRecord record = find(space, key);
      LockManager.Answer answer = system.locks().tryLock(record, owner, mode);
      switch (answer) {
        case GRANTED, HELD -> {
          granted(record, mode, answer == LockManager.Answer.GRANTED);
          return null;
        }
        case DEAD -> Thread.onSpinWait();
        case BUSY -> {
          LockWait wait =
              system.locks().enqueue(record, owner, mode, () -> granted(record, mode, false));
          if (wait != null) {
            locked.add(record);
            return wait;
          }
        }
      }
    }
  }

  @Override
  public boolean tryLock(int space, byte[] key, LockMode mode) {
    requireWritable(mode);
    while (true) {
      StoreRecord record = find(space, key);
      LockManager.Answer answer = system.locks().tryLock(record, owner, mode);
      switch (answer) {
        case GRANTED, HELD -> {
          if (ColdReads.mustNotWait() && store.cold().wouldRead(record)) {
            giveBack(record, answer);
            return false;
          }
          granted(record, mode, answer == LockManager.Answer.GRANTED);
          return true;
        }
        case DEAD -> Thread.onSpinWait();
        case BUSY -> {
          return false;
        }
      }
    }
  }

  /** A lock that was just granted is not wanted after all. */
  private void giveBack(StoreRecord record, LockManager.Answer answer) {
    if (answer == LockManager.Answer.GRANTED) {
      system.locks().release(record, owner);
      boolean wasLast = store.abandon(record, null);
    }
  }

  private void requireWritable(LockMode mode) {
    requireActive();
    if (options.readOnly() && mode.compareTo(LockMode.SHARE) > 0) {
      throw new OrbitException(
          ErrorCode.READ_ONLY_TRANSACTION, "cannot change data in a read-only transaction");
    }
  }

  private StoreRecord find(int space, byte[] key) {
    TransactionSystem.requireKeyLength(key.length);
    return store.spaces().require(space).table().findOrAdd(key, 0, key.length);
  }

  /**
   * A lock was granted: where the snapshot stays, only the existence of what has changed since can
   * be relied on.
   */
  private void granted(StoreRecord record, LockMode mode, boolean fresh) {
    if (fresh) {
      locked.add(record);
    }
    store.cold().load(record);
    SerializableState state = serializable;
    if (state != null) {
      system.conflicts().reads(state, record.table().space(), record.key());
      noteClear(state, record.table().space());
    }
    if (mode != LockMode.KEY_SHARE && options.isolation() != Isolation.READ_COMMITTED) {
      Version newest = record.committed();
      if (newest != null && newest.timestamp() > snapshot) {
        throw system.serializationFailure(concurrent(newest));
      }
      if (store.spaces().require(record.table().space()).clearedAfter(snapshot) != 0) {
        throw system.serializationFailure(
            "could not serialize access: the space was cleared meanwhile");
      }
    }
  }

  /** The record of a key that this transaction holds. */
  StoreRecord lockedRecord(int space, byte[] key) {
    RecordTable table = store.spaces().require(space).table();
    StoreRecord record = table.find(key, 0, key.length);
    if (record == null || !system.locks().mayWrite(record, owner)) {
      throw system.serializationFailure(
          "could not serialize access: the record is not locked, or its space was cleared");
    }
    return record;
  }

  @Override
  public void put(int space, byte[] key, byte type, byte[] value, long expiresAt) {
    requireWritable(LockMode.EXCLUSIVE);
    write(lockedRecord(space, key), Version.plain(value, type, expiresAt, status));
  }

  @Override
  public void delete(int space, byte[] key) {
    requireWritable(LockMode.EXCLUSIVE);
    write(lockedRecord(space, key), Version.tombstone(status));
  }

  void write(StoreRecord record, Version version) {
    requireWritable(LockMode.EXCLUSIVE);
    writes.put(record, version);
    reserve(!version.isTombstone());
    noteChanged(record.table().space());
    if (!version.isTombstone()) {
      record.table().index(record);
    }
  }

  /** Takes what the pending writes need of the memory budget, so that all transactions share it. */
  private void reserve(boolean ask) {
    long more = writes.bytes() - reserved;
    if (ask && more > 0) {
      store.memory().require(more);
    }
    store.memory().add(more);
    reserved += more;
  }

  @Override
  public boolean hasChanged(int space) {
    return firstChanged == space || allChanged.contains(space);
  }

  private void noteChanged(int space) {
    if (firstChanged == NO_SPACE) {
      firstChanged = space;
    } else if (firstChanged != space && !allChanged.contains(space)) {
      allChanged = new HashSet<>(allChanged);
      allChanged.add(space);
    }
  }

  @Override
  public RecordOperation operation() {
    return operation;
  }

  @Override
  public int createSpace(SpaceOptions spaceOptions) {
    requireWritable(LockMode.EXCLUSIVE);
    system.requireEngine(spaceOptions.engine());
    Space space = store.spaces().create(spaceOptions);
    created.add(space);
    writes.onUndo(
        () -> {
          created.remove(space);
          store.spaces().remove(space);
        });
    return space.id();
  }

  @Override
  public void dropSpace(int space) {
    requireWritable(LockMode.EXCLUSIVE);
    Space target = store.spaces().require(space);
    if (!dropped.contains(target)) {
      dropped.add(target);
      writes.onUndo(() -> dropped.remove(target));
    }
  }

  @Override
  public void moveSpace(int space, String engine) {
    requireWritable(LockMode.EXCLUSIVE);
    Space target = store.spaces().require(space);
    String before = target.options().engine();
    if (space == Store.CATALOG_SPACE) {
      throw new OrbitException(
          ErrorCode.FEATURE_NOT_SUPPORTED, "The catalog stays in the store's own engine");
    }
    boolean here = engine.equals(before) && target.target() == null;
    if (here
        || moved.stream().anyMatch(move -> move.space() == target && move.to().equals(engine))) {
      return;
    }
    system.requireEngine(engine);
    if (created.contains(target)) {
      target.place(engine);
      writes.onUndo(() -> target.place(before));
      return;
    }
    if (store.log().format() < MOVES_SINCE) {
      throw new OrbitException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "The data folder still has the format of the version before, which knows no moves")
          .withHint("Confirm the upgrade: POST /api/v1/storage/format.");
    }
    SpaceTransfer move = system.copy(target, engine, this::beginStatement);
    moved.add(move);
    writes.onUndo(
        () -> {
          moved.remove(move);
          move.end();
        });
  }

  @Override
  public long savepoint() {
    requireActive();
    return writes.savepoint();
  }

  @Override
  public void rollbackTo(long savepoint) {
    requireActive();
    writes.rollbackTo(savepoint);
    reserve(false);
    rollbackListeners.forEach(Runnable::run);
  }

  @Override
  public void onRollbackTo(Runnable action) {
    rollbackListeners.add(action);
  }

  @Override
  public void onUndo(Runnable step) {
    writes.onUndo(step);
  }

  @Override
  public void release(long savepoint) {
    requireActive();
    writes.release(savepoint);
    reserve(false);
  }

  @Override
  public void beforeCommit(Runnable action) {
    requireActive();
    checks.add(action);
  }

  @Override
  public void onEnd(Consumer<Boolean> committed) {
    listeners.add(committed);
  }

  @Override
  public long undurable() {
    return undurable;
  }

  @Override
  public long commit() {
    TransactionCommit commit =
        new TransactionCommit(
            store,
            status,
            options.durability() == Durability.ALWAYS,
            serializable == null ? system.conflicts() : null,
            created,
            dropped,
            moved);
    long timestamp;
    try {
      requireActive();
      for (int i = 0; i < checks.size(); i++) {
        checks.get(i).run();
      }
      commit.prepare(writes.versions());
      timestamp = commit.isEmpty() ? 0 : run(commit);
    } catch (RuntimeException | Error e) {
      commit.giveUp();
      rollback();
      throw e;
    }
    end(true, commit.steps());
    return timestamp;
  }

  private long run(TransactionCommit commit) {
    SerializableState state = serializable;
    if (state == null) {
      return append(commit);
    }
    try {
      return system.conflicts().commit(state, commit.records(), () -> append(commit));
    } catch (OrbitException e) {
      if (state.doomed) {
        system.countSerializationFailure();
      }
      throw e;
    }
  }

  private long append(TransactionCommit commit) {
    long timestamp = commit.run();
    if (timestamp == 0) {
      throw system.serializationFailure(
          "could not serialize access: a space was cleared or dropped meanwhile");
    }
    return timestamp;
  }

  @Override
  public void rollback() {
    if (!active) {
      return;
    }
    status.rollback();
    created.forEach(store.spaces()::remove);
    end(false, List.of());
  }

  private void end(boolean committed, List<TransactionCommit.Step> steps) {
    active = false;
    store.memory().add(-reserved);
    reserved = 0;
    system.locks().leave(owner);
    SerializableState state = serializable;
    if (state != null) {
      system.conflicts().end(state, committed, store.log().visibleTimestamp());
    }
    store.snapshots().release(slot);
    moved.forEach(SpaceTransfer::end);
    for (TransactionCommit.Step step : steps) {
      Object word = step.record().lockWord();
      Object held = word instanceof LockToken token && token.owner == owner ? token : this;
      boolean ignored = store.settle(step.record(), step.installed(), step.replaced(), held);
    }
    for (StoreRecord record : locked) {
      Object word = record.lockWord();
      boolean alone = word instanceof LockToken token && token.owner == owner;
      if (!alone || !store.abandon(record, word)) {
        system.locks().release(record, owner);
        boolean wasLast = store.abandon(record, null);
      }
    }
    locked.clear();
    system.ended(committed);
    listeners.forEach(listener -> listener.accept(committed));
  }

  @Override
  public void close() {
    rollback();
  }
}
