package io.orbit.kernel.catalog;

import io.orbit.api.catalog.Catalog;
import io.orbit.api.catalog.CatalogEditor;
import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.CatalogView;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.RecordCursor;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.Snapshot;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.Wait;
import io.orbit.kernel.catalog.CatalogObserver.Change;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The catalog over a store.
 *
 * <p>A transaction that changes the catalog has an entry in {@link #open}, made before its first
 * change and taken away after its end: its changes with what they touch. {@link #publish} reads
 * what all open transactions touched from one new snapshot: those that are committed there show
 * wholly, the others not at all, and no order of ends matters. It runs when a transaction has
 * committed, before that is acknowledged, and when somebody gets a lock that a transaction may have
 * given back between its commit and that call.
 *
 * <p>Shared object locks are {@code KEY_SHARE} locks of the object's record, exclusive ones {@code
 * EXCLUSIVE}; a name is locked while a transaction takes it or gives it up, so that of two that
 * create the same table the second waits and then fails.
 */
@Component(
    service = {Catalog.class, KernelCatalog.class},
    configurationPid = "io.orbit.kernel")
public final class KernelCatalog implements Catalog {
  private final Store store;
  private final ObjectIds ids;
  private final Map<Long, CatalogChanges> open = new ConcurrentHashMap<>();
  private final AtomicLong uncommittedVersions = new AtomicLong();
  private final PinnedSpaces pinned = new PinnedSpaces();
  private volatile CatalogObserver changes = CatalogObserver.NONE;
  private volatile CatalogState current = CatalogState.EMPTY;
  private volatile @Nullable Runnable observer;

  /** What the kernel's configuration says of the catalog. */
  public @interface Configuration {
    /** Engine of the databases that a new store begins with. */
    String backend() default "lsm";
  }

  @Activate
  public KernelCatalog(@Reference Store store, Configuration configuration) {
    this(store, configuration.backend());
  }

  /**
   * Loads the catalog; that of a new store is made first.
   *
   * @param engine name of the engine of the databases of a new store
   */
  public KernelCatalog(Store store, String engine) {
    this.store = store;
    this.ids = new ObjectIds(store);
    load();
    if (current.databases().isEmpty()) {
      new CatalogBootstrap(this, store, engine).run();
    }
  }

  private void load() {
    try (Snapshot snapshot = store.snapshot();
        RecordCursor records = snapshot.all(Store.CATALOG_SPACE)) {
      CatalogState state = CatalogState.EMPTY;
      while (records.next()) {
        if (CatalogFormat.isObjectKey(records.key())) {
          CatalogObject object = decode(records.value());
          boolean ignored = pinned.update(Optional.empty(), Optional.of(object));
          state = state.with(object);
        }
      }
      current = state.at(snapshot.timestamp());
      store.pin(pinned.spaces());
    }
  }

  /** Who is told from now on what each transaction changed. */
  public void observeChanges(CatalogObserver next) {
    changes = next;
  }

  @Override
  public CatalogView current() {
    return current;
  }

  @Override
  public long settledVersion() {
    // In this order: what ended before it was looked for has been published.
    return open.isEmpty() ? current.version() : -1;
  }

  @Override
  public CatalogView view(Transaction transaction) {
    return stateOf(transaction);
  }

  CatalogState stateOf(Transaction transaction) {
    CatalogState committed = current;
    if (open.isEmpty()) {
      return committed;
    }
    CatalogChanges changes = open.get(transaction.id());
    return changes == null ? committed : changes.over(committed);
  }

  @Override
  public CatalogEditor edit(Transaction transaction) {
    CatalogChanges changes = open.get(transaction.id());
    if (changes == null) {
      CatalogChanges opened = new CatalogChanges(uncommittedVersions);
      Consumer<List<Change>> told = this.changes.begins(transaction.id());
      open.put(transaction.id(), opened);
      transaction.onRollbackTo(() -> opened.reload(transaction));
      transaction.onEnd(
          committed -> {
            end(transaction.id(), committed);
            if (committed) {
              told.accept(opened.made());
            }
          });
      changes = opened;
    }
    return new KernelCatalogEditor(this, transaction, changes);
  }

  private void end(long transaction, boolean committed) {
    if (committed) {
      publish();
    }
    open.remove(transaction);
  }

  /** Fails when what stays in memory would not fit. */
  void requirePinnable(Set<Integer> spaces) {
    store.requirePinnable(spaces);
  }

  long newId() {
    return ids.next();
  }

  @Override
  public void lock(Transaction transaction, long object, boolean exclusive) {
    lockKey(
        transaction,
        CatalogFormat.objectKey(object),
        exclusive ? LockMode.EXCLUSIVE : LockMode.KEY_SHARE);
    publishIfTouched(transaction, object);
  }

  @Override
  public boolean tryLockShared(Transaction transaction, long object) {
    if (!transaction.tryLock(
        Store.CATALOG_SPACE, CatalogFormat.objectKey(object), LockMode.KEY_SHARE)) {
      return false;
    }
    publishIfTouched(transaction, object);
    return true;
  }

  /** Locks a name until the transaction ends; who has it and had it is committed then. */
  void lockName(Transaction transaction, CatalogState.QualifiedName name) {
    lockKey(transaction, CatalogFormat.nameKey(name), LockMode.EXCLUSIVE);
    if (open.size() > 1) {
      publish();
    }
  }

  private static void lockKey(Transaction transaction, byte[] key, LockMode mode) {
    Wait wait = transaction.lock(Store.CATALOG_SPACE, key, mode);
    if (wait != null) {
      wait.await(0);
    }
  }

  private void publishIfTouched(Transaction transaction, long object) {
    for (Map.Entry<Long, CatalogChanges> other : open.entrySet()) {
      if (other.getKey() != transaction.id() && other.getValue().touches(object)) {
        publish();
        return;
      }
    }
  }

  private synchronized void publish() {
    try (Snapshot snapshot = store.snapshot()) {
      CatalogState state = current;
      boolean repin = false;
      for (CatalogChanges changes : open.values()) {
        for (long id : changes.touched()) {
          Optional<CatalogObject> before = state.object(id);
          state = refreshed(state, id, snapshot);
          repin |= pinned.update(before, state.object(id));
        }
      }
      if (repin) {
        store.pin(pinned.spaces());
      }
      if (state != current) {
        current = state.at(snapshot.timestamp());
        Runnable told = observer;
        if (told != null) {
          told.run();
        }
      }
    }
  }

  @Override
  public void observe(@Nullable Runnable given) {
    observer = given;
  }

  private static CatalogState refreshed(CatalogState state, long id, Snapshot snapshot) {
    RecordView view = new RecordView();
    if (!snapshot.get(Store.CATALOG_SPACE, CatalogFormat.objectKey(id), view)) {
      return state.without(id);
    }
    boolean known =
        state.object(id).filter(object -> object.version() == view.timestamp()).isPresent();
    return known ? state : state.with(decode(view));
  }

  static CatalogObject decode(RecordView view) {
    return CatalogFormat.decode(view.copy(), view.timestamp());
  }
}
