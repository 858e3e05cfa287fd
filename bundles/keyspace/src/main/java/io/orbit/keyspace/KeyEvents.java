package io.orbit.keyspace;

import io.orbit.api.catalog.Catalog;
import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Collection;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.KeyEvent;
import io.orbit.api.keyspace.KeyListener;
import io.orbit.api.keyspace.KeyName;
import io.orbit.api.records.Records;
import io.orbit.api.records.RowObserver;
import io.orbit.api.security.Session;
import io.orbit.api.storage.ExpiryObserver;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.Transaction;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Tells listeners what happens to keys: what commands and tables over key spaces say of their
 * changes, what SQL does to rows, and what expires. What a transaction does is told when it has
 * committed. Thread-safe.
 */
final class KeyEvents implements RowObserver {
  static final KeyEvent HASH_SET = new KeyEvent(KeyEvent.Kind.HASH, "hset");
  static final KeyEvent FIELDS_EXPIRED = new KeyEvent(KeyEvent.Kind.HASH, "hexpired");

  private final List<KeyListener> listeners = new CopyOnWriteArrayList<>();
  private final Map<Long, TransactionEvents> open = new ConcurrentHashMap<>();
  private volatile @Nullable Source source;
  private volatile SpaceNames spaceNames = SpaceNames.NONE;

  /** Where what is not said by a keyspace is heard. */
  private record Source(Store store, Catalog catalog, Records records) {}

  void attach(Store store, Catalog catalog, Records records) {
    source = new Source(store, catalog, records);
    records.observe(this);
    store.observeExpiry(
        new ExpiryObserver() {
          @Override
          public void expired(int space, byte[] key) {
            removed(space, key, KeyEvent.EXPIRED);
          }

          @Override
          public void elementsExpired(int space, byte[] key, boolean last) {
            if (last) {
              removed(space, key, FIELDS_EXPIRED, KeyEvent.DELETED);
            } else {
              removed(space, key, FIELDS_EXPIRED);
            }
          }
        });
    catalog.observe(this::altered);
  }

  void detach() {
    Source old = source;
    if (old != null) {
      old.records().observe(null);
      old.store().observeExpiry(null);
      old.catalog().observe(null);
    }
  }

  void add(KeyListener listener) {
    listeners.add(listener);
  }

  void remove(KeyListener listener) {
    listeners.remove(listener);
  }

  @Override
  public boolean isWatching() {
    for (KeyListener listener : listeners) {
      if (listener.isListening()) {
        return true;
      }
    }
    return false;
  }

  // ---- what is told

  /**
   * @param event null for a change without a name
   * @param by null for expiry
   */
  void tell(KeyName name, @Nullable KeyEvent event, @Nullable Session by) {
    for (KeyListener listener : listeners) {
      if (!listener.isListening()) {
        continue;
      }
      if (event == null) {
        listener.changed(name, by);
      } else {
        listener.happened(name, event);
      }
    }
  }

  void tellAll(@Nullable Session by) {
    for (KeyListener listener : listeners) {
      if (listener.isListening()) {
        listener.allChanged(by);
      }
    }
  }

  /** All that a commit did has been told. */
  void told() {
    listeners.forEach(KeyListener::told);
  }

  /** What a transaction has to tell. */
  TransactionEvents of(Transaction transaction) {
    return open.computeIfAbsent(
        transaction.id(),
        id -> {
          TransactionEvents events = new TransactionEvents(this, transaction);
          transaction.onEnd(
              committed -> {
                open.remove(id);
                if (committed) {
                  events.tell();
                }
              });
          return events;
        });
  }

  // ---- what others do

  @Override
  public void changed(
      Session session, Transaction transaction, Collection collection, byte[] key, Change change) {
    Source known = source;
    if (known == null) {
      return;
    }
    TransactionEvents events = of(transaction);
    if (events.isQuiet(collection, key)) {
      return;
    }
    String prefix = RowPrefixes.prefixOf(known.catalog().view(transaction), collection);
    if (prefix == null) {
      return;
    }
    KeyName name = nameOf(known, prefix, collection, key);
    events.add(name, null, session);
    if (change == Change.INSERTED) {
      events.add(name, KeyEvent.NEW, session);
    }
    events.add(name, change == Change.DELETED ? KeyEvent.DELETED : HASH_SET, session);
  }

  private static KeyName nameOf(Source known, String prefix, Collection collection, byte[] key) {
    byte[] text = RowKey.format(prefix, collection, known.records().row(collection, key, null));
    return new KeyName(collection.database(), 0, ByteRange.of(text), collection);
  }

  private void removed(int space, byte[] key, KeyEvent... happened) {
    Source known = source;
    if (known == null || !isWatching()) {
      return;
    }
    KeyName name = nameIn(known, space, key);
    if (name != null) {
      tell(name, null, null);
      for (KeyEvent each : happened) {
        tell(name, each, null);
      }
      told();
    }
  }

  /** Null for a record that is no key, such as an index entry. */
  private @Nullable KeyName nameIn(Source known, int space, byte[] key) {
    CatalogView catalog = known.catalog().current();
    SpaceNames names = spaceNames;
    if (!names.isOf(catalog)) {
      names = SpaceNames.of(catalog);
      spaceNames = names;
    }
    SpaceNames.Place place = names.find(space);
    if (place == null) {
      return null;
    }
    Collection collection = place.collection();
    return collection == null
        ? new KeyName(place.database(), place.number(), ByteRange.of(key), null)
        : nameOf(known, place.prefix(), collection, key);
  }

  private void altered() {
    if (isWatching()) {
      tellAll(null);
    }
  }

  /** The shortest name of a row's key; as it is written where no row can have it. */
  KeyName nameOf(CatalogView view, Collection collection, ByteRange key) {
    Source known = source;
    String prefix = RowPrefixes.prefixOf(view, collection);
    byte[] bytes = key.copy();
    if (known != null && prefix != null) {
      bytes =
          RowKey.tryParse(collection, key)
              .map(values -> RowKey.format(prefix, collection, values))
              .orElse(bytes);
    }
    return new KeyName(collection.database(), 0, ByteRange.of(bytes), collection);
  }
}
