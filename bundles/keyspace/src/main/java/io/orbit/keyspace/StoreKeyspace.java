package io.orbit.keyspace;

import io.orbit.api.catalog.Catalog;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.BlockedCall;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Dumps;
import io.orbit.api.keyspace.Hashes;
import io.orbit.api.keyspace.KeyEvent;
import io.orbit.api.keyspace.KeyName;
import io.orbit.api.keyspace.KeyType;
import io.orbit.api.keyspace.Keyspace;
import io.orbit.api.keyspace.QueuePlace;
import io.orbit.api.keyspace.Sets;
import io.orbit.api.keyspace.SortedSets;
import io.orbit.api.keyspace.Streams;
import io.orbit.api.keyspace.Strings;
import io.orbit.api.keyspace.Trees;
import io.orbit.api.records.Records;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Isolation;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.Wait;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The keyspace of one session over a store. */
final class StoreKeyspace implements Keyspace {
  private static final int ATTEMPTS = 5;

  private final Access access;
  private final Rows rows;
  private final StoreStrings strings;
  private final StoreHashes hashes;
  private final StoreLists lists;
  private final StoreSets sets;
  private final StoreSortedSets sortedSets;
  private final StoreStreams streams;
  private final Map<KeyType, StoreTrees> trees = new EnumMap<>(KeyType.class);
  private final TagIndex tags;
  private final StoreKeys keys;
  private final StoreDumps dumps;
  private final Supplier<Internals> makeInternals;
  private @Nullable Internals internals;

  StoreKeyspace(
      Store store,
      Catalog catalog,
      Records records,
      KeyQueues queues,
      Session session,
      ScanPositions positions) {
    CompositeScan scan = new CompositeScan(positions);
    access = new Access(store, catalog, queues, session);
    rows = new Rows(access, records, this);
    strings = new StoreStrings(access, rows, this);
    hashes = new StoreHashes(access, rows, scan);
    lists = new StoreLists(access, rows);
    sets = new StoreSets(access, rows, scan);
    sortedSets = new StoreSortedSets(access, rows, scan);
    streams = new StoreStreams(access, rows);
    tags = new TagIndex(access, this);
    keys = new StoreKeys(access, rows, this, positions, tags);
    dumps = new StoreDumps(access, rows, this, tags);
    makeInternals = () -> new Internals(store, catalog, records, queues, session, positions, this);
  }

  @Override
  public Hashes internals() {
    return openInternals().hashes(access);
  }

  @Override
  public boolean hasInternals() {
    return openInternals().exists();
  }

  private Internals openInternals() {
    Internals opened = internals;
    if (opened == null) {
      opened = makeInternals.get();
      internals = opened;
    }
    return opened;
  }

  @Override
  public Strings strings() {
    return strings;
  }

  @Override
  public Hashes hashes() {
    return hashes;
  }

  @Override
  public StoreLists lists() {
    return lists;
  }

  @Override
  public Sets sets() {
    return sets;
  }

  @Override
  public SortedSets sortedSets() {
    return sortedSets;
  }

  @Override
  public Streams streams() {
    return streams;
  }

  @Override
  public Trees trees(KeyType type) {
    return trees.computeIfAbsent(type, each -> new StoreTrees(access, rows, tags, each));
  }

  @Override
  public void consistently(Runnable reads) {
    access.consistently(reads);
  }

  @Override
  public <T> BlockedCall<T> block(
      KeyType type, List<ByteRange> awaited, Function<ByteRange, @Nullable T> attempt) {
    access.requireWaiting();
    KeyWaiter<T> waiter = access.waiter(type, awaited);
    waiter.begin(attempt);
    return waiter;
  }

  @Override
  public QueuePlace queue(KeyType type, List<ByteRange> awaited) {
    return access.waiter(type, awaited);
  }

  @Override
  public <T> BlockedCall<T> block(QueuePlace place, Function<ByteRange, @Nullable T> attempt) {
    access.requireWaiting();
    @SuppressWarnings("unchecked") // it has taken nothing yet, so it is of any type
    KeyWaiter<T> waiter = (KeyWaiter<T>) place;
    waiter.begin(attempt);
    return waiter;
  }

  @Override
  public StoreKeys keys() {
    return keys;
  }

  @Override
  public Dumps dumps() {
    return dumps;
  }

  @Override
  public int selected() {
    return access.selected();
  }

  @Override
  public void select(int number) {
    access.select(number);
  }

  @Override
  public void databaseChanged() {
    access.select(0);
  }

  @Override
  public void setMayWait(boolean mayWait) {
    access.setMayWait(mayWait);
  }

  @Override
  public void enter(@Nullable Transaction transaction) {
    access.enter(transaction);
  }

  @Override
  public boolean isRow(ByteRange key) {
    return access.rowOf(key) != null;
  }

  @Override
  public @Nullable Wait settle() {
    Wait own = access.settle();
    Internals opened = internals;
    Wait other = opened == null ? null : opened.settle();
    if (own == null || other == null) {
      return own == null ? other : own;
    }
    return new BothWaits(own, other);
  }

  @Override
  public long now() {
    return access.now();
  }

  @Override
  public void expect(ByteRange key) {
    access.expect(key);
  }

  @Override
  public void fetchExpected() {
    access.fetchExpected();
  }

  @Override
  public void announce(@Nullable KeyEvent change, boolean misses) {
    access.announce(change, misses);
  }

  @Override
  public void tell(ByteRange key, KeyEvent event) {
    access.tell(key, event);
  }

  @Override
  public KeyName nameOf(ByteRange key) {
    return access.nameOf(key);
  }

  @Override
  public Watch watch(ByteRange key) {
    return new KeyWatch(access, rows, key);
  }

  @Override
  public boolean atomically(List<ByteRange> touched, List<Watch> watched, Runnable body) {
    TreeSet<LockTarget> sorted = new TreeSet<>();
    for (ByteRange key : touched) {
      sorted.add(rows.lockTarget(key));
    }
    for (Watch watch : watched) {
      sorted.add(((KeyWatch) watch).target());
    }
    if (access.transaction() != null) {
      lock(sorted);
      body.run();
      return true;
    }
    for (int attempt = 1; ; attempt++) {
      try {
        return attempt(sorted, watched, body);
      } catch (OrbitException e) {
        if (attempt == ATTEMPTS || !isConflict(e)) {
          throw e;
        }
      }
    }
  }

  private boolean attempt(TreeSet<LockTarget> sorted, List<Watch> watched, Runnable body) {
    Session session = access.session;
    Transaction transaction =
        session.begin(
            new TransactionOptions(Isolation.READ_COMMITTED, false, session.durability(), false),
            false);
    boolean committed = false;
    try {
      access.enter(transaction);
      access.freeze();
      access.setServesFilled(true);
      lock(sorted);
      transaction.beginStatement();
      boolean unchanged = watched.stream().allMatch(Watch::isUnchanged);
      if (unchanged) {
        body.run();
        access.noteDependency(transaction.undurable());
        committed = true;
        access.noteWritten(session.commit());
      }
    } finally {
      access.enter(null);
      access.thaw();
      if (!committed) {
        session.rollback();
        access.setServesFilled(false);
      }
    }
    if (committed) {
      access.serveFilled();
      access.setServesFilled(false);
    }
    return committed;
  }

  private static boolean isConflict(OrbitException e) {
    return e.code() == ErrorCode.SERIALIZATION_FAILURE || e.code() == ErrorCode.DEADLOCK_DETECTED;
  }

  private void lock(TreeSet<LockTarget> sorted) {
    for (LockTarget target : sorted) {
      access.lock(target);
    }
  }

  @Override
  public void guarded(Runnable call) {
    Transaction transaction = access.transaction();
    if (transaction == null) {
      throw new IllegalStateException("guarded() belongs inside atomically()");
    }
    long savepoint = transaction.savepoint();
    try {
      call.run();
      transaction.release(savepoint);
    } catch (OrbitException e) {
      transaction.rollbackTo(savepoint);
      throw e;
    }
  }
}
