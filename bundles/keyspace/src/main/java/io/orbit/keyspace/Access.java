package io.orbit.keyspace;

import io.orbit.api.catalog.Catalog;
import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Collection;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.KeyEvent;
import io.orbit.api.keyspace.KeyName;
import io.orbit.api.keyspace.KeyType;
import io.orbit.api.keyspace.Keyspaces;
import io.orbit.api.keyspace.MustWait;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Composite;
import io.orbit.api.storage.ExpiringElements;
import io.orbit.api.storage.ReadView;
import io.orbit.api.storage.RecordOperation;
import io.orbit.api.storage.RecordPrefetch;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.Snapshot;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.ValueType;
import io.orbit.api.storage.Wait;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a session's calls go: which space, which view, which transaction, and what their results
 * must wait for. Shared by the data types of one {@link StoreKeyspace}; one thread at a time.
 */
final class Access {
  final Store store;
  final Session session;
  final WatchedSnapshot watches;

  /** What the last {@link #find} found. */
  final RecordView view = new RecordView();

  private final Catalog catalog;
  private final KeyQueues queues;
  private final ReadView latest;
  private final RecordOperation single;

  /** The number of the key space that no client selects. */
  static final int INTERNAL = Keyspaces.COUNT;

  private static final int NO_SPACE = -1;

  private @Nullable CatalogView known;
  private RowPrefixes rowPrefixes = RowPrefixes.NONE;
  private List<Integer> spaces = List.of();
  private long database;
  private int selected;
  private int space;
  private boolean frozen;
  private boolean mayWait;
  private @Nullable Transaction transaction;
  private @Nullable Snapshot consistent;
  private @Nullable RecordOperation begun;
  private int begunSpace;
  private boolean begunStream;
  private boolean begunExisted;
  private boolean begunExpired;
  private @Nullable KeyEvent announced;
  private List<KeyEvent> further = List.of();
  private boolean tellsMisses;
  private ByteRange begunKey = new ByteRange();
  private final Set<KeyQueues.Name> filled = new LinkedHashSet<>();
  private boolean servesFilled;
  private boolean serving;
  private RecordPrefetch prefetch = RecordPrefetch.NONE;
  private long written;
  private long dependsOn;

  Access(Store store, Catalog catalog, KeyQueues queues, Session session) {
    this.store = store;
    this.catalog = catalog;
    this.queues = queues;
    this.session = session;
    this.watches = new WatchedSnapshot(store);
    this.latest = store.latest();
    this.single = store.operation();
    select(0);
  }

  // ---- where

  void select(int number) {
    if (number < 0 || number >= Keyspaces.COUNT) {
      throw new OrbitException(ErrorCode.INDEX_OUT_OF_RANGE, "DB index is out of range");
    }
    selected = number;
    known = null;
    refresh();
  }

  /** Selects the key space of what protocols keep beside keys, which {@link Internals} makes. */
  void selectInternal() {
    selected = INTERNAL;
    known = null;
    refresh();
  }

  int selected() {
    return selected;
  }

  int space() {
    refresh();
    return space;
  }

  int space(int number) {
    refresh();
    if (number < 0 || number >= spaceCount()) {
      throw new OrbitException(ErrorCode.INDEX_OUT_OF_RANGE, "DB index is out of range");
    }
    return spaces.get(number);
  }

  /** Number of key spaces that a client may select. */
  int spaceCount() {
    return Math.min(spaces.size(), Keyspaces.COUNT);
  }

  CatalogView catalogView() {
    return transaction == null ? catalog.current() : catalog.view(transaction);
  }

  /** The collection whose row the key names; null for a key of Redis' own. */
  @Nullable Collection rowOf(ByteRange key) {
    refresh();
    return rowPrefixes.isEmpty() ? null : rowPrefixes.find(key);
  }

  RowPrefixes rowPrefixes() {
    refresh();
    return rowPrefixes;
  }

  /** What the prefixes mean in the first key space, whichever is selected. */
  RowPrefixes defaultRowPrefixes() {
    return RowPrefixes.of(catalogView(), session.database().id());
  }

  private void refresh() {
    CatalogView now = catalogView();
    if (now == known) {
      return;
    }
    if (!frozen) {
      var current = session.database();
      database = current.id();
      spaces = current.keySpaces();
    }
    space = selected < spaces.size() ? spaces.get(selected) : NO_SPACE;
    rowPrefixes = selected == 0 ? RowPrefixes.of(now, database) : RowPrefixes.NONE;
    known = now;
  }

  /** Until {@link #thaw} the numbers mean the key spaces that they mean now. */
  void freeze() {
    known = null;
    refresh();
    frozen = true;
  }

  void thaw() {
    frozen = false;
    known = null;
  }

  Catalog catalog() {
    return catalog;
  }

  /** Two key spaces have changed places in the transaction entered. */
  void swapped(int first, int second) {
    boolean wasFrozen = frozen;
    thaw();
    refresh();
    frozen = wasFrozen;
    long swappedDatabase = database;
    requireTransaction()
        .onEnd(
            committed -> {
              if (committed) {
                queues.wakeAll(swappedDatabase, first);
                queues.wakeAll(swappedDatabase, second);
              }
            });
  }

  // ---- how

  void setMayWait(boolean may) {
    mayWait = may;
  }

  boolean mayWait() {
    return mayWait;
  }

  /** Fails on an event loop: what follows may block or takes long. */
  void requireWaiting() {
    if (!mayWait) {
      throw MustWait.INSTANCE;
    }
  }

  void enter(@Nullable Transaction entered) {
    transaction = entered;
  }

  @Nullable Transaction transaction() {
    return transaction;
  }

  Transaction requireTransaction() {
    Transaction entered = transaction;
    if (entered == null) {
      throw new IllegalStateException("no transaction");
    }
    return entered;
  }

  /** What reads see. */
  ReadView reads() {
    if (transaction != null) {
      return transaction;
    }
    return consistent == null ? latest : consistent;
  }

  /** Runs calls that read, all as of one moment. */
  void consistently(Runnable reads) {
    if (transaction != null || consistent != null) {
      reads.run();
      return;
    }
    try (Snapshot snapshot = store.snapshot()) {
      consistent = snapshot;
      reads.run();
    } finally {
      consistent = null;
    }
  }

  /** The moment that {@link #consistently} shows, null outside. */
  @Nullable Snapshot readsAsOf() {
    return consistent;
  }

  /** Shows another access' moment, null for the newest state, until told otherwise. */
  void readAsOf(@Nullable Snapshot moment) {
    consistent = moment;
  }

  long now() {
    return reads().wallTime();
  }

  // ---- reading and writing

  /** Shows the record of a key in {@link #view}. */
  boolean find(ByteRange key) {
    boolean found =
        reads().get(space, key.array(), key.offset(), key.length(), view) && isThere(view);
    if (!found && tellsMisses) {
      missed(key);
    }
    return found;
  }

  /** False for a hash whose fields have all expired and are not removed yet. */
  boolean isThere(RecordView found) {
    Composite elements = found.composite();
    return found.type() != ValueType.EXPIRING_HASH
        || elements == null
        || new ExpiringHash(elements, now()).size() > 0;
  }

  /** Somebody wanted to read a key that is not there. */
  void missed(ByteRange key) {
    if (tellsMisses && queues.events().isWatching()) {
      queues.events().tell(nameOf(key), KeyEvent.MISSED, session);
    }
  }

  /** Notes a key of Redis' own; rows are found by another way. */
  void expect(ByteRange key) {
    if (prefetch == RecordPrefetch.NONE) {
      prefetch = store.prefetch();
    }
    if (rowOf(key) == null) {
      prefetch.add(space, key.array(), key.offset(), key.length());
    }
  }

  void fetchExpected() {
    prefetch.run();
  }

  /** Begins an operation on a key; {@link #end} in a finally block ends it if nothing else did. */
  RecordOperation begin(ByteRange key) {
    return begin(space, key);
  }

  RecordOperation begin(int inSpace, ByteRange key) {
    RecordOperation operation = transaction == null ? single : transaction.operation();
    if (mayWait) {
      operation.beginWaiting(inSpace, key.array(), key.offset(), key.length(), session::watch);
    } else if (!operation.begin(inSpace, key.array(), key.offset(), key.length())) {
      throw MustWait.INSTANCE;
    }
    begun = operation;
    begunSpace = inSpace;
    begunKey = key;
    begunExisted = operation.exists();
    begunStream = operation.exists() && operation.current().type() == ValueType.STREAM;
    dependsOn = Math.max(dependsOn, operation.current().undurable());
    begunExpired = false;
    if (begunExisted && operation.current().type() == ValueType.EXPIRING_HASH) {
      removeExpired(operation);
    }
    return operation;
  }

  /** Takes the fields that have expired away before anybody looks. */
  private void removeExpired(RecordOperation operation) {
    begunExpired = ExpiringElements.removeDue(operation, now(), Integer.MAX_VALUE) > 0;
    Composite left = operation.current().composite();
    if (left == null || left.size() == 0) {
      operation.delete();
    }
  }

  /** Commits a change whose name is the one announced. */
  void commit(RecordOperation operation) {
    commit(operation, true, announced);
  }

  void commit(RecordOperation operation, KeyEvent event) {
    commit(operation, true, event);
  }

  /** Commits a change that has several names, told in their order. */
  void commit(RecordOperation operation, List<KeyEvent> events) {
    further = events.subList(1, events.size());
    try {
      commit(operation, true, events.getFirst());
    } finally {
      further = List.of();
    }
  }

  /**
   * @param fills whether somebody may wait for what the record now holds
   * @param event what the change is called, null for no name
   */
  void commit(RecordOperation operation, boolean fills, @Nullable KeyEvent event) {
    begun = null;
    KeyType awaited = operation.exists() ? awaitedType(operation.current().type()) : null;
    boolean exists = operation.exists();
    noteWritten(operation.commit(session.durability()));
    if (queues.events().isWatching()) {
      KeyName name = nameOf(begunSpace, begunKey);
      if (begunExpired) {
        tell(name, KeyEvents.FIELDS_EXPIRED);
      }
      tellChange(name, begunExisted, exists, event);
    }
    if (awaited != null && fills) {
      filled(awaited);
    }
    if (begunStream && awaited != KeyType.STREAM) {
      filled(KeyType.STREAM);
    }
  }

  // ---- those who want to hear of it

  /** What the changes that follow are called where they do not say it themselves. */
  void announce(@Nullable KeyEvent change, boolean misses) {
    announced = change;
    tellsMisses = misses;
  }

  @Nullable KeyEvent announced() {
    return announced;
  }

  private KeyName nameOf(int inSpace, ByteRange key) {
    return new KeyName(database, spaces.indexOf(inSpace), ByteRange.of(key.copy()), null);
  }

  KeyName nameOf(ByteRange key) {
    Collection collection = rowOf(key);
    return collection == null
        ? nameOf(space, key)
        : queues.events().nameOf(catalogView(), collection, key);
  }

  /** Tells of a change, be it of a row, and that a key has come or gone with it. */
  private void tellChange(KeyName name, boolean existed, boolean exists, @Nullable KeyEvent event) {
    tell(name, null);
    if (!existed && exists) {
      tell(name, KeyEvent.NEW);
    }
    if (event != null) {
      tell(name, event);
    }
    further.forEach(each -> tell(name, each));
    boolean said = KeyEvent.DELETED.equals(event) || KeyEvent.EVICTED.equals(event);
    if (event != null && existed && !exists && !said) {
      tell(name, KeyEvent.DELETED);
    }
    if (transaction == null) {
      queues.events().told();
    }
  }

  void tell(ByteRange key, KeyEvent event) {
    if (queues.events().isWatching()) {
      tell(nameOf(key), event);
    }
  }

  /** In another key space. */
  void tell(int inSpace, ByteRange key, KeyEvent event) {
    if (queues.events().isWatching()) {
      tell(nameOf(inSpace, key), event);
    }
  }

  private void tell(KeyName name, @Nullable KeyEvent event) {
    Transaction entered = transaction;
    if (entered == null) {
      queues.events().tell(name, event, session);
    } else {
      queues.events().of(entered).add(name, event, session);
    }
  }

  /**
   * Writes a row, which is told as a change of its key under a name of its own.
   *
   * @param writing false where a trigger does not let it happen
   */
  boolean writeRow(
      Collection collection,
      byte[] record,
      BooleanSupplier writing,
      ByteRange key,
      boolean existed,
      KeyEvent event) {
    if (!queues.events().isWatching()) {
      return writing.getAsBoolean();
    }
    TransactionEvents events = queues.events().of(requireTransaction());
    boolean written;
    events.beginQuiet(collection, record);
    try {
      written = writing.getAsBoolean();
    } finally {
      events.endQuiet();
    }
    if (written) {
      boolean exists = !event.equals(KeyEvent.DELETED);
      tellChange(queues.events().nameOf(catalogView(), collection, key), existed, exists, event);
    }
    return written;
  }

  private static @Nullable KeyType awaitedType(byte type) {
    return switch (type) {
      case ValueType.LIST -> KeyType.LIST;
      case ValueType.SORTED_SET -> KeyType.SORTED_SET;
      case ValueType.STREAM -> KeyType.STREAM;
      default -> null;
    };
  }

  // ---- those who wait for a key

  /** Serves who waits for the key just written, or notes it until the transaction has committed. */
  private void filled(KeyType type) {
    Transaction entered = transaction;
    if (entered == null) {
      if (!queues.isEmpty()) {
        serve(name(begunSpace, begunKey, type));
      }
      return;
    }
    if (filled.isEmpty() && !servesFilled) {
      entered.onEnd(
          committed -> {
            if (committed) {
              filled.forEach(queues::wake);
            }
            filled.clear();
          });
    }
    filled.add(name(begunSpace, begunKey, type));
  }

  private KeyQueues.Name name(int inSpace, ByteRange key, KeyType type) {
    return new KeyQueues.Name(database, spaces.indexOf(inSpace), key.copy(), type);
  }

  private void serve(KeyQueues.Name name) {
    if (serving) {
      queues.wake(name);
    } else {
      queues.serve(name);
    }
  }

  /** The transaction entered is this keyspace's own, which calls {@link #serveFilled} after it. */
  void setServesFilled(boolean own) {
    servesFilled = own;
    filled.clear();
  }

  void serveFilled() {
    if (!queues.isEmpty()) {
      List.copyOf(filled).forEach(this::serve);
    }
  }

  /** Whole key spaces were emptied, outside a transaction. */
  void tellCleared() {
    if (queues.events().isWatching()) {
      queues.events().tellAll(session);
    }
  }

  /** All keys of a space are gone: who waits for a stream to change looks for itself. */
  void cleared(int clearedSpace) {
    queues.wakeStreams(database, spaces.indexOf(clearedSpace));
  }

  /** Inside an attempt of a {@link KeyWaiter}: whoever waits for what it fills is only woken. */
  void setServing(boolean attempting) {
    serving = attempting;
  }

  <T> KeyWaiter<T> waiter(KeyType type, List<ByteRange> keys) {
    Set<KeyQueues.Name> names = new LinkedHashSet<>();
    for (ByteRange key : keys) {
      names.add(name(space(), key, type));
    }
    KeyWaiter<T> waiter = new KeyWaiter<>(queues, this, names);
    queues.enter(waiter);
    return waiter;
  }

  /** Abandons the operation unless it was committed. */
  void end() {
    RecordOperation operation = begun;
    if (operation != null) {
      begun = null;
      operation.abandon();
    }
  }

  void noteWritten(long timestamp) {
    written = Math.max(written, timestamp);
  }

  void noteDependency(long timestamp) {
    dependsOn = Math.max(dependsOn, timestamp);
  }

  /** Locks a key for the transaction entered. */
  void lock(LockTarget target) {
    Transaction entered = requireTransaction();
    if (!mayWait) {
      if (!entered.tryLock(target.space(), target.key(), target.mode())) {
        throw MustWait.INSTANCE;
      }
      return;
    }
    Wait wait = entered.lock(target.space(), target.key(), target.mode());
    if (wait != null) {
      wait.await(0);
    }
  }

  @Nullable Wait settle() {
    long read = Math.max(dependsOn, view.undurable());
    long commit = written;
    if (read == 0 && commit == 0) {
      return null;
    }
    dependsOn = 0;
    written = 0;
    view.clearDependency();
    single.current().clearDependency();
    Wait forReads = read == 0 ? null : store.durable(read);
    Wait forWrites = commit == 0 ? null : store.durable(commit);
    if (forReads == null) {
      return forWrites;
    }
    return forWrites == null ? forReads : new BothWaits(forReads, forWrites);
  }

  static OrbitException wrongType() {
    return new OrbitException(
        ErrorCode.WRONG_VALUE_TYPE, "Operation against a key holding the wrong kind of value");
  }
}
