package io.orbit.kernel.catalog;

import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.Transaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction changed in the catalog so far. Thread-safe: its own thread changes it,
 * others ask what it touches, and lists of sessions read names from it.
 *
 * <p>An uncommitted object, and a view with uncommitted changes, have a negative version that is
 * given only once: what somebody keeps under it is never used for anything else.
 */
final class CatalogChanges {
  private final AtomicLong versions;
  private final Set<Long> touched = ConcurrentHashMap.newKeySet();
  private final Map<Long, Optional<CatalogObject>> objects = new LinkedHashMap<>();
  private final Map<Long, Optional<CatalogObject>> before = new LinkedHashMap<>();
  private @Nullable CatalogState base;
  private CatalogState view = CatalogState.EMPTY;

  CatalogChanges(AtomicLong versions) {
    this.versions = versions;
  }

  boolean touches(long id) {
    return touched.contains(id);
  }

  Set<Long> touched() {
    return touched;
  }

  /**
   * Announces a change, before it is made.
   *
   * @param now the object as the transaction sees it
   */
  synchronized void touch(long id, Optional<CatalogObject> now) {
    touched.add(id);
    before.putIfAbsent(id, now);
  }

  /** What is different in the end. */
  synchronized List<CatalogObserver.Change> made() {
    List<CatalogObserver.Change> made = new ArrayList<>();
    objects.forEach(
        (id, after) -> {
          Optional<CatalogObject> was = before.getOrDefault(id, Optional.empty());
          if (was.isPresent() || after.isPresent()) {
            made.add(new CatalogObserver.Change(was, after));
          }
        });
    return made;
  }

  synchronized void put(CatalogObject object) {
    long version = versions.decrementAndGet();
    objects.put(object.id(), Optional.of(CatalogFormat.withVersion(object, version)));
    base = null;
  }

  synchronized void remove(long id) {
    objects.put(id, Optional.empty());
    base = null;
  }

  /** The committed state with these changes. */
  synchronized CatalogState over(CatalogState committed) {
    if (base != committed) {
      CatalogState state = committed;
      for (Map.Entry<Long, Optional<CatalogObject>> change : objects.entrySet()) {
        state =
            change.getValue().isPresent()
                ? state.with(change.getValue().get())
                : state.without(change.getKey());
      }
      view = objects.isEmpty() ? committed : state.at(versions.decrementAndGet());
      base = committed;
    }
    return view;
  }

  /** After a rollback to a savepoint: keeps what the transaction still has changed. */
  synchronized void reload(Transaction transaction) {
    RecordView record = new RecordView();
    for (long id : touched) {
      if (!transaction.get(Store.CATALOG_SPACE, CatalogFormat.objectKey(id), record)) {
        remove(id);
      } else if (record.timestamp() == 0) {
        put(CatalogFormat.decode(record.copy(), 0));
      } else {
        objects.remove(id);
      }
    }
    base = null;
  }
}
