package io.orbit.keyspace;

import io.orbit.api.catalog.Collection;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.EncodingLimits;
import io.orbit.api.keyspace.KeyEvent;
import io.orbit.api.keyspace.KeyType;
import io.orbit.api.keyspace.Keys;
import io.orbit.api.storage.Composite;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.ReadView;
import io.orbit.api.storage.RecordCursor;
import io.orbit.api.storage.RecordOperation;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.Snapshot;
import io.orbit.api.storage.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keys whatever they hold. */
final class StoreKeys implements Keys {
  static final KeyEvent EXPIRY_SET = event("expire");
  static final KeyEvent PERSISTED = event("persist");
  private static final KeyEvent RENAMED_FROM = event("rename_from");
  private static final KeyEvent RENAMED_TO = event("rename_to");
  private static final KeyEvent MOVED_FROM = event("move_from");
  private static final KeyEvent MOVED_TO = event("move_to");
  private static final KeyEvent COPIED = event("copy_to");

  private final Access access;
  private final Rows rows;
  private final StoreKeyspace keyspace;
  private final TagIndex tags;
  private final Links links;
  private final KeyScan scan;

  StoreKeys(
      Access access, Rows rows, StoreKeyspace keyspace, ScanPositions positions, TagIndex tags) {
    this.access = access;
    this.rows = rows;
    this.keyspace = keyspace;
    this.tags = tags;
    this.links = new Links(access);
    this.scan = new KeyScan(access, rows, positions);
  }

  private static KeyEvent event(String name) {
    return new KeyEvent(KeyEvent.Kind.GENERIC, name);
  }

  @Override
  public boolean exists(ByteRange key) {
    Collection collection = access.rowOf(key);
    return collection == null ? access.find(key) : rows.exists(collection, key);
  }

  @Override
  public long countExisting(List<ByteRange> keys) {
    if (keys.size() == 1) {
      return exists(keys.getFirst()) ? 1 : 0;
    }
    if (access.transaction() != null) {
      return countExisting(access.reads(), keys);
    }
    try (Snapshot snapshot = access.store.snapshot()) {
      return countExisting(snapshot, keys);
    }
  }

  private long countExisting(ReadView reads, List<ByteRange> keys) {
    long count = 0;
    for (ByteRange key : keys) {
      Collection collection = access.rowOf(key);
      boolean exists =
          collection == null
              ? reads.get(access.space(), key.array(), key.offset(), key.length(), access.view)
                  && access.isThere(access.view)
              : rows.exists(reads, collection, key);
      if (exists) {
        count++;
      } else {
        access.missed(key);
      }
    }
    return count;
  }

  @Override
  public @Nullable KeyType type(ByteRange key) {
    Collection collection = access.rowOf(key);
    if (collection != null) {
      return rows.exists(collection, key) ? KeyType.HASH : null;
    }
    return access.find(key) ? typeOf(access.view) : null;
  }

  static KeyType typeOf(RecordView view) {
    return switch (view.type()) {
      case ValueType.STRING -> KeyType.STRING;
      case ValueType.HASH, ValueType.EXPIRING_HASH -> KeyType.HASH;
      case ValueType.LIST -> KeyType.LIST;
      case ValueType.SET -> KeyType.SET;
      case ValueType.SORTED_SET -> KeyType.SORTED_SET;
      case ValueType.STREAM -> KeyType.STREAM;
      case ValueType.JSON -> KeyType.JSON;
      case ValueType.BLOOM_FILTER -> KeyType.BLOOM_FILTER;
      case ValueType.CUCKOO_FILTER -> KeyType.CUCKOO_FILTER;
      case ValueType.COUNT_MIN_SKETCH -> KeyType.COUNT_MIN_SKETCH;
      case ValueType.TOP_K -> KeyType.TOP_K;
      case ValueType.T_DIGEST -> KeyType.T_DIGEST;
      case ValueType.TIME_SERIES -> KeyType.TIME_SERIES;
      default ->
          throw new OrbitException(
              ErrorCode.DATA_CORRUPTED, "a key holds a value of unknown type " + view.type());
    };
  }

  @Override
  public @Nullable String encoding(ByteRange key, EncodingLimits limits) {
    Collection collection = access.rowOf(key);
    if (collection != null) {
      return rows.exists(collection, key) ? Encodings.ROW : null;
    }
    return access.find(key) ? new Encodings(limits).of(access.view) : null;
  }

  @Override
  public boolean delete(ByteRange key) {
    Collection collection = access.rowOf(key);
    if (collection != null) {
      return rows.delete(collection, key);
    }
    RecordOperation operation = access.begin(key);
    try {
      if (!operation.exists()) {
        return false;
      }
      operation.delete();
      access.commit(operation, KeyEvent.DELETED);
      return true;
    } finally {
      access.end();
    }
  }

  @Override
  public long delete(List<ByteRange> keys) {
    if (keys.size() == 1) {
      return delete(keys.getFirst()) ? 1 : 0;
    }
    long[] count = new long[1];
    keyspace.atomically(
        keys,
        List.of(),
        () -> {
          count[0] = 0;
          for (ByteRange key : keys) {
            if (delete(key)) {
              count[0]++;
            }
          }
        });
    return count[0];
  }

  @Override
  public boolean expireAt(ByteRange key, long expiresAt, ExpiryCondition condition) {
    Collection collection = access.rowOf(key);
    if (collection != null) {
      return rows.expireAt(collection, key, expiresAt, condition);
    }
    RecordOperation operation = access.begin(key);
    try {
      if (!operation.exists() || !holds(condition, operation.current().expiresAt(), expiresAt)) {
        return false;
      }
      if (expiresAt <= access.now()) {
        operation.delete();
      } else {
        operation.expireAt(expiresAt);
      }
      access.commit(operation, operation.exists() ? EXPIRY_SET : KeyEvent.DELETED);
      return true;
    } finally {
      access.end();
    }
  }

  /**
   * @param current milliseconds since 1970, or 0 for none
   */
  static boolean holds(ExpiryCondition condition, long current, long wanted) {
    return switch (condition) {
      case ANY -> true;
      case ABSENT -> current == 0;
      case PRESENT -> current != 0;
      case LATER -> current != 0 && wanted > current;
      case EARLIER -> current == 0 || wanted < current;
      case PRESENT_EARLIER -> current != 0 && wanted < current;
    };
  }

  @Override
  public long expiresAt(ByteRange key) {
    Collection collection = access.rowOf(key);
    if (collection != null) {
      return rows.expiresAt(collection, key);
    }
    if (!access.find(key)) {
      return NO_KEY;
    }
    long at = access.view.expiresAt();
    return at == 0 ? NO_EXPIRY : at;
  }

  @Override
  public boolean persist(ByteRange key) {
    Collection collection = access.rowOf(key);
    if (collection != null) {
      return rows.persist(collection, key);
    }
    RecordOperation operation = access.begin(key);
    try {
      if (!operation.exists() || operation.current().expiresAt() == 0) {
        return false;
      }
      operation.expireAt(0);
      access.commit(operation, PERSISTED);
      return true;
    } finally {
      access.end();
    }
  }

  @Override
  public boolean rename(ByteRange from, ByteRange to, boolean onlyIfAbsent) {
    refuseRows("renamed", from, to);
    boolean[] renamed = new boolean[1];
    keyspace.atomically(
        List.of(from, to),
        List.of(),
        () -> {
          if (!access.find(from)) {
            throw new OrbitException(ErrorCode.NO_SUCH_KEY, "no such key");
          }
          renamed[0] = !onlyIfAbsent || !access.find(to);
          if (renamed[0] && !from.equals(to)) {
            copyRecord(from, access.space(), to, true);
            remove(from);
            access.tell(from, RENAMED_FROM);
            access.tell(to, RENAMED_TO);
          }
        });
    return renamed[0];
  }

  @Override
  public boolean copy(ByteRange from, ByteRange to, int targetKeySpace, boolean replace) {
    return copy(from, to, targetKeySpace, replace, COPIED);
  }

  private boolean copy(
      ByteRange from, ByteRange to, int targetKeySpace, boolean replace, @Nullable KeyEvent event) {
    if (targetKeySpace == access.selected()) {
      refuseRows("copied", from, to);
    } else {
      refuseRows("copied", from);
      if (targetKeySpace == 0 && access.defaultRowPrefixes().find(to) != null) {
        throw notARow("copied", to);
      }
    }
    int space = access.space(targetKeySpace);
    boolean[] copied = new boolean[1];
    keyspace.atomically(
        List.of(from),
        List.of(),
        () -> {
          copied[0] = false;
          access.lock(new LockTarget(space, to.copy(), LockMode.EXCLUSIVE));
          RecordView target = new RecordView();
          boolean occupied =
              access.reads().get(space, to.array(), to.offset(), to.length(), target);
          if (access.find(from) && (replace || !occupied)) {
            copyRecord(from, space, to, false);
            if (event != null) {
              access.tell(space, to, event);
            }
            copied[0] = true;
          }
        });
    return copied[0];
  }

  @Override
  public boolean move(ByteRange key, int targetKeySpace) {
    refuseRows("moved", key);
    boolean[] moved = new boolean[1];
    keyspace.atomically(
        List.of(key),
        List.of(),
        () -> {
          moved[0] = copy(key, key, targetKeySpace, false, null);
          if (moved[0]) {
            remove(key);
            access.tell(key, MOVED_FROM);
            access.tell(access.space(targetKeySpace), key, MOVED_TO);
          }
        });
    return moved[0];
  }

  @Override
  public void swap(int first, int second) {
    access.requireWaiting();
    keyspace.atomically(List.of(), List.of(), () -> new KeySpaceSwap(access).run(first, second));
  }

  /**
   * Copies a record that exists, with its expiry, over another key.
   *
   * @param renames whether links to it follow, of which a mere copy has none
   */
  private void copyRecord(ByteRange from, int space, ByteRange to, boolean renames) {
    RecordView source = new RecordView();
    access.reads().get(access.space(), from.array(), from.offset(), from.length(), source);
    Composite composite = source.composite();
    RecordOperation operation = access.begin(space, to);
    boolean existed = operation.exists();
    boolean tagged = StoreTrees.hasTags(source.type());
    List<byte[]> itsTags = new ArrayList<>(0);
    try {
      if (composite == null) {
        operation.put(
            source.type(), source.array(), source.offset(), source.length(), source.expiresAt());
      } else {
        operation.createComposite(source.type(), source.expiresAt());
        Composite.ElementView element = new Composite.ElementView();
        Composite.Cursor elements = composite.cursor(null);
        while (elements.next(element)) {
          if (!tagged || renames || !Links.isLink(element.key)) {
            operation.putElement(element.key, element.value);
          }
          byte[] tag = tagged ? TagIndex.tagOf(element.key) : null;
          if (tag != null) {
            itsTags.add(tag);
          }
        }
      }
      access.commit(operation, true, null);
    } finally {
      access.end();
    }
    itsTags.forEach(tag -> tags.add(space, to, tag));
    if (tagged && renames && composite != null) {
      links.rename(composite, from, to);
    }
    if (existed) {
      access.tell(space, to, KeyEvent.NEW);
    }
  }

  /** Removes a record without a word of it. */
  private void remove(ByteRange key) {
    RecordOperation operation = access.begin(key);
    try {
      operation.delete();
      access.commit(operation, true, null);
    } finally {
      access.end();
    }
  }

  private void refuseRows(String what, ByteRange... keys) {
    for (ByteRange key : keys) {
      if (access.rowOf(key) != null) {
        throw notARow(what, key);
      }
    }
  }

  private static OrbitException notARow(String what, ByteRange key) {
    return new OrbitException(
        ErrorCode.ROW_OPERATION_NOT_ALLOWED,
        "'" + key.utf8() + "' is a row of a table and cannot be " + what);
  }

  @Override
  public byte @Nullable [] random() {
    return scan.random();
  }

  @Override
  public void sample(int keySpace, int count, SampleVisitor visitor) {
    scan.sample(access.space(keySpace), count, visitor);
  }

  @Override
  public boolean evict(int keySpace, ByteRange key) {
    RecordOperation operation = access.begin(access.space(keySpace), key);
    try {
      if (!operation.exists()) {
        return false;
      }
      operation.delete();
      access.commit(operation, KeyEvent.EVICTED);
      return true;
    } finally {
      access.end();
    }
  }

  @Override
  public long scan(long cursor, int count, KeyVisitor visitor) {
    return scan.scan(cursor, count, visitor);
  }

  /** Redis' own keys only, as of one moment. */
  void forEachOwn(KeyVisitor visitor) {
    scan.forEachOwn(visitor);
  }

  @Override
  public void forEach(KeyVisitor visitor) {
    scan.forEach(visitor);
  }

  @Override
  public long count(int keySpace) {
    int space = access.space(keySpace);
    if (access.transaction() == null) {
      return access.store.count(space);
    }
    access.requireWaiting();
    long count = 0;
    try (RecordCursor cursor = access.reads().all(space)) {
      while (cursor.next()) {
        count++;
      }
    }
    return count;
  }

  @Override
  public long countExpiring(int keySpace) {
    long count = 0;
    try (RecordCursor cursor = access.reads().all(access.space(keySpace))) {
      while (cursor.next()) {
        if (cursor.value().expiresAt() != 0) {
          count++;
        }
      }
    }
    return count;
  }

  @Override
  public void clear() {
    clear(access.space());
    tellCleared();
  }

  private void tellCleared() {
    if (access.transaction() == null) {
      access.tellCleared();
    }
  }

  @Override
  public void clearAll() {
    for (int i = 0; i < access.spaceCount(); i++) {
      clear(access.space(i));
    }
    tellCleared();
  }

  private void clear(int space) {
    if (access.transaction() == null) {
      access.noteWritten(access.store.clear(space, access.session.durability()));
      access.cleared(space);
      return;
    }
    access.requireWaiting();
    try (RecordCursor cursor = access.reads().all(space)) {
      while (cursor.next()) {
        RecordOperation operation = access.begin(space, ByteRange.of(cursor.key()));
        try {
          operation.delete();
          access.commit(operation, true, null);
        } finally {
          access.end();
        }
      }
    }
  }
}
