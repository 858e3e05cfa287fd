package io.orbit.records;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.Durability;
import io.orbit.api.storage.Isolation;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.ReadView;
import io.orbit.api.storage.RecordCursor;
import io.orbit.api.storage.RecordOperation;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.Snapshot;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.StoreStatistics;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.Wait;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory, small rather than fast: versions in one sorted map under one monitor, record
 * locks with deadlock detection, snapshots, savepoints.
 */
final class MemoryStore implements Store {
  /** A record's name. */
  private record Slot(int space, byte[] key) implements Comparable<Slot> {
    @Override
    public int compareTo(Slot other) {
      int bySpace = Integer.compare(space, other.space);
      return bySpace != 0 ? bySpace : Arrays.compareUnsigned(key, other.key);
    }
  }

  private record Version(long timestamp, byte @Nullable [] value, byte type, long expiresAt) {}

  private final NavigableMap<Slot, List<Version>> records = new TreeMap<>();
  private final Map<Slot, Map<Object, LockMode>> locks = new TreeMap<>();
  private final Map<Object, Set<Object>> waitsFor = new HashMap<>();
  private long clock = 1;
  private long transactions;
  private int spaces = 100;

  private @Nullable Version committed(Slot slot, long timestamp) {
    Version found = null;
    for (Version version : records.getOrDefault(slot, List.of())) {
      if (version.timestamp() <= timestamp) {
        found = version;
      }
    }
    return found;
  }

  private static boolean show(@Nullable Version version, RecordView out) {
    if (version == null || version.value() == null) {
      return false;
    }
    byte[] value = version.value();
    out.set(value, 0, value.length, version.type(), version.expiresAt(), version.timestamp());
    return true;
  }

  private synchronized void commit(NavigableMap<Slot, Version> changes) {
    clock++;
    changes.forEach(
        (slot, change) ->
            records
                .computeIfAbsent(slot, s -> new ArrayList<>())
                .add(new Version(clock, change.value(), change.type(), change.expiresAt())));
  }

  // ---- locks

  private synchronized boolean tryLock(Object owner, Slot slot, LockMode mode) {
    Map<Object, LockMode> holders = locks.computeIfAbsent(slot, s -> new HashMap<>());
    for (Map.Entry<Object, LockMode> holder : holders.entrySet()) {
      if (holder.getKey() != owner && !mode.isCompatibleWith(holder.getValue())) {
        return false;
      }
    }
    holders.merge(owner, mode, (a, b) -> a.compareTo(b) > 0 ? a : b);
    return true;
  }

  private synchronized void lock(Object owner, Slot slot, LockMode mode) {
    try {
      while (!tryLock(owner, slot, mode)) {
        Set<Object> holders = new HashSet<>(locks.getOrDefault(slot, Map.of()).keySet());
        holders.remove(owner);
        waitsFor.put(owner, holders);
        if (reaches(owner, owner, new HashSet<>())) {
          throw new OrbitException(ErrorCode.DEADLOCK_DETECTED, "deadlock detected");
        }
        wait();
      }
    } catch (InterruptedException e) {
      throw new OrbitException(ErrorCode.QUERY_CANCELED, "interrupted", e);
    } finally {
      waitsFor.remove(owner);
    }
  }

  private boolean reaches(Object from, Object to, Set<Object> seen) {
    for (Object next : waitsFor.getOrDefault(from, Set.of())) {
      if (next == to || (seen.add(next) && reaches(next, to, seen))) {
        return true;
      }
    }
    return false;
  }

  private synchronized void unlock(Object owner) {
    locks.values().forEach(holders -> holders.remove(owner));
    locks.values().removeIf(Map::isEmpty);
    notifyAll();
  }

  private synchronized void unlock(Object owner, Slot slot) {
    locks.getOrDefault(slot, Map.of()).remove(owner);
    notifyAll();
  }

  // ---- Store

  @Override
  public synchronized Transaction begin(TransactionOptions options) {
    return new MemoryTransaction(options, ++transactions);
  }

  @Override
  public Snapshot snapshot() {
    return new MemoryView(visibleTimestamp());
  }

  @Override
  public ReadView latest() {
    return new LatestView();
  }

  @Override
  public RecordOperation operation() {
    return new MemoryOperation(null);
  }

  @Override
  public long walk(int space, long cursor, int count, KeyVisitor visitor) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long randomCursor(int space) {
    return 0;
  }

  @Override
  public long lastChange(int space, byte[] key) {
    throw new UnsupportedOperationException("this store keeps no removals");
  }

  @Override
  public long count(int space) {
    try (RecordCursor cursor = latest().all(space)) {
      long count = 0;
      while (cursor.next()) {
        count++;
      }
      return count;
    }
  }

  @Override
  public long clear(int space, Durability durability) {
    throw new UnsupportedOperationException();
  }

  @Override
  public @Nullable Wait durable(long commitTimestamp) {
    return null;
  }

  @Override
  public synchronized long visibleTimestamp() {
    return clock;
  }

  @Override
  public void checkpoint() {}

  @Override
  public StoreStatistics statistics() {
    return new StoreStatistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  // ---- views

  private class MemoryView implements Snapshot {
    long timestamp;
    final NavigableMap<Slot, Version> changes = new TreeMap<>();

    MemoryView(long timestamp) {
      this.timestamp = timestamp;
    }

    @Override
    public boolean get(int space, byte[] key, int offset, int length, RecordView out) {
      Slot slot = new Slot(space, Arrays.copyOfRange(key, offset, offset + length));
      Version own = changes.get(slot);
      synchronized (MemoryStore.this) {
        return show(own != null ? own : committed(slot, timestamp), out);
      }
    }

    @Override
    public RecordCursor scan(int space, byte[] from, byte @Nullable [] to, boolean descending) {
      Slot lower = new Slot(space, from);
      Slot upper = to == null ? new Slot(space + 1, new byte[0]) : new Slot(space, to);
      NavigableMap<Slot, Version> seen = new TreeMap<>();
      if (lower.compareTo(upper) < 0) {
        synchronized (MemoryStore.this) {
          for (Slot slot : records.subMap(lower, upper).keySet()) {
            Version version = committed(slot, timestamp);
            if (version != null) {
              seen.put(slot, version);
            }
          }
        }
        seen.putAll(changes.subMap(lower, upper));
      }
      seen.values().removeIf(version -> version.value() == null);
      return new MemoryCursor(descending ? seen.descendingMap() : seen);
    }

    @Override
    public RecordCursor all(int space) {
      return scan(space, new byte[0], null, false);
    }

    @Override
    public long wallTime() {
      return 1_800_000_000_000L;
    }

    @Override
    public long timestamp() {
      return timestamp;
    }

    @Override
    public void close() {}
  }

  /** Looks anew at every call and is neither snapshot nor transaction. */
  private final class LatestView implements ReadView {
    @Override
    public boolean get(int space, byte[] key, int offset, int length, RecordView out) {
      return new MemoryView(Long.MAX_VALUE).get(space, key, offset, length, out);
    }

    @Override
    public RecordCursor scan(int space, byte[] from, byte @Nullable [] to, boolean descending) {
      return new MemoryView(Long.MAX_VALUE).scan(space, from, to, descending);
    }

    @Override
    public RecordCursor all(int space) {
      return new MemoryView(Long.MAX_VALUE).all(space);
    }

    @Override
    public long wallTime() {
      return 1_800_000_000_000L;
    }
  }

  private static final class MemoryCursor implements RecordCursor {
    private final List<Map.Entry<Slot, Version>> entries;
    private final RecordView view = new RecordView();
    private int at = -1;

    MemoryCursor(NavigableMap<Slot, Version> seen) {
      entries = new ArrayList<>(seen.entrySet());
    }

    @Override
    public boolean next() {
      at++;
      return at < entries.size() && show(entries.get(at).getValue(), view);
    }

    @Override
    public byte[] key() {
      return entries.get(at).getKey().key();
    }

    @Override
    public RecordView value() {
      return view;
    }

    @Override
    public void close() {}
  }

  // ---- transactions

  private final class MemoryTransaction extends MemoryView implements Transaction {
    private final TransactionOptions options;
    private final long id;
    private final List<NavigableMap<Slot, Version>> savepoints = new ArrayList<>();
    private final List<Consumer<Boolean>> endings = new ArrayList<>();
    private final List<Runnable> rollbacks = new ArrayList<>();
    private boolean active = true;

    MemoryTransaction(TransactionOptions options, long id) {
      super(visibleTimestamp());
      this.options = options;
      this.id = id;
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
      return timestamp;
    }

    @Override
    public void beginStatement() {
      if (options.isolation() == Isolation.READ_COMMITTED) {
        timestamp = visibleTimestamp();
      }
    }

    @Override
    public boolean getLatest(int space, byte[] key, RecordView out) {
      Slot slot = new Slot(space, key);
      Version own = changes.get(slot);
      synchronized (MemoryStore.this) {
        return show(own != null ? own : committed(slot, Long.MAX_VALUE), out);
      }
    }

    @Override
    public @Nullable Wait lock(int space, byte[] key, LockMode mode) {
      Slot slot = new Slot(space, key);
      if (MemoryStore.this.tryLock(this, slot, mode)) {
        checkUnchanged(slot, mode);
        return null;
      }
      return new MemoryWait(
          () -> {
            MemoryStore.this.lock(this, slot, mode);
            checkUnchanged(slot, mode);
          });
    }

    private void checkUnchanged(Slot slot, LockMode mode) {
      if (options.isolation() == Isolation.READ_COMMITTED
          || mode.compareTo(LockMode.NO_KEY_EXCLUSIVE) < 0) {
        return;
      }
      synchronized (MemoryStore.this) {
        Version newest = committed(slot, Long.MAX_VALUE);
        if (newest != null && newest.timestamp() > timestamp) {
          throw new OrbitException(
              ErrorCode.SERIALIZATION_FAILURE,
              "could not serialize access due to concurrent update");
        }
      }
    }

    @Override
    public boolean tryLock(int space, byte[] key, LockMode mode) {
      return MemoryStore.this.tryLock(this, new Slot(space, key), mode);
    }

    @Override
    public void put(int space, byte[] key, byte type, byte[] value, long expiresAt) {
      change(new Slot(space, key), new Version(0, value, type, expiresAt));
    }

    @Override
    public void delete(int space, byte[] key) {
      change(new Slot(space, key), new Version(0, null, (byte) 0, 0));
    }

    private void change(Slot slot, Version version) {
      synchronized (MemoryStore.this) {
        LockMode held = locks.getOrDefault(slot, Map.of()).get(this);
        if (held == null || held.compareTo(LockMode.NO_KEY_EXCLUSIVE) < 0) {
          throw new IllegalStateException("a record is written without its lock");
        }
      }
      changes.put(slot, version);
    }

    @Override
    public RecordOperation operation() {
      return new MemoryOperation(this);
    }

    @Override
    public int createSpace(io.orbit.api.storage.SpaceOptions space) {
      synchronized (MemoryStore.this) {
        return ++spaces;
      }
    }

    @Override
    public void dropSpace(int space) {
      endings.add(
          committed -> {
            synchronized (MemoryStore.this) {
              if (committed) {
                records
                    .subMap(new Slot(space, new byte[0]), new Slot(space + 1, new byte[0]))
                    .clear();
              }
            }
          });
    }

    @Override
    public long savepoint() {
      savepoints.add(new TreeMap<>(changes));
      return savepoints.size() - 1;
    }

    @Override
    public void rollbackTo(long savepoint) {
      changes.clear();
      changes.putAll(savepoints.get((int) savepoint));
      rollbacks.forEach(Runnable::run);
    }

    @Override
    public void onRollbackTo(Runnable action) {
      rollbacks.add(action);
    }

    @Override
    public void release(long savepoint) {}

    @Override
    public void onEnd(Consumer<Boolean> committed) {
      endings.add(committed);
    }

    @Override
    public long undurable() {
      return 0;
    }

    @Override
    public long commit() {
      MemoryStore.this.commit(changes);
      end(true);
      return visibleTimestamp();
    }

    @Override
    public void rollback() {
      end(false);
    }

    private void end(boolean committed) {
      active = false;
      endings.forEach(ending -> ending.accept(committed));
      unlock(this);
    }

    @Override
    public void close() {
      if (active) {
        rollback();
      }
    }
  }

  /** Runs what blocks on a virtual thread. */
  private static final class MemoryWait implements Wait {
    private final Runnable blocking;
    private @Nullable RuntimeException failure;

    MemoryWait(Runnable blocking) {
      this.blocking = blocking;
    }

    @Override
    public void onDone(Runnable continuation) {
      Thread.startVirtualThread(
          () -> {
            await(0);
            continuation.run();
          });
    }

    @Override
    public void await(long timeoutMillis) {
      try {
        blocking.run();
      } catch (OrbitException e) {
        failure = e;
      }
    }

    @Override
    public void result() {
      if (failure != null) {
        throw failure;
      }
    }

    @Override
    public void cancel() {}
  }

  /** An operation of its own, or of a transaction. */
  private final class MemoryOperation implements RecordOperation {
    private final @Nullable MemoryTransaction transaction;
    private final RecordView current = new RecordView();
    private @Nullable Slot slot;
    private @Nullable Version change;
    private boolean exists;

    MemoryOperation(@Nullable MemoryTransaction transaction) {
      this.transaction = transaction;
    }

    private Object owner() {
      return transaction == null ? this : transaction;
    }

    private Slot slot() {
      return java.util.Objects.requireNonNull(slot);
    }

    @Override
    public boolean begin(int space, byte[] key, int offset, int length) {
      Slot wanted = new Slot(space, Arrays.copyOfRange(key, offset, offset + length));
      if (!tryLock(owner(), wanted, LockMode.EXCLUSIVE)) {
        return false;
      }
      look(wanted);
      return true;
    }

    @Override
    public void beginWaiting(int space, byte[] key, int offset, int length) {
      Slot wanted = new Slot(space, Arrays.copyOfRange(key, offset, offset + length));
      lock(owner(), wanted, LockMode.EXCLUSIVE);
      look(wanted);
    }

    private void look(Slot wanted) {
      slot = wanted;
      change = null;
      exists =
          transaction != null
              ? transaction.getLatest(wanted.space(), wanted.key(), current)
              : latest().get(wanted.space(), wanted.key(), current);
    }

    @Override
    public boolean exists() {
      return exists;
    }

    @Override
    public RecordView current() {
      return current;
    }

    @Override
    public void put(byte type, byte[] value, int offset, int length, long expiresAt) {
      change = new Version(0, Arrays.copyOfRange(value, offset, offset + length), type, expiresAt);
    }

    @Override
    public void delete() {
      change = new Version(0, null, (byte) 0, 0);
    }

    @Override
    public void expireAt(long expiresAt) {
      change = new Version(0, current.copy(), current.type(), expiresAt);
    }

    @Override
    public void createComposite(byte type, long expiresAt) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void putElement(byte[] key, byte[] value) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void removeElement(byte[] key) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long commit(Durability durability) {
      if (transaction != null) {
        if (change != null) {
          transaction.changes.put(slot(), change);
        }
        return 0;
      }
      if (change != null) {
        MemoryStore.this.commit(new TreeMap<>(Map.of(slot(), change)));
      }
      unlock(this, slot());
      return visibleTimestamp();
    }

    @Override
    public void abandon() {
      if (transaction == null) {
        unlock(this, slot());
      }
    }
  }
}
