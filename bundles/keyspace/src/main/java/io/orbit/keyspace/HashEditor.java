package io.orbit.keyspace;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Hashes;
import io.orbit.api.keyspace.Hashes.HashView;
import io.orbit.api.keyspace.KeyEvent;
import io.orbit.api.storage.Composite;
import io.orbit.api.storage.ExpiringElements;
import io.orbit.api.storage.RecordOperation;
import io.orbit.api.storage.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A hash of Redis' own under an operation, in either form: the plain one becomes that with times
 * when its first field is given one, and remains it.
 */
final class HashEditor implements Hashes.FieldEditor {
  private static final KeyEvent TIMED = new KeyEvent(KeyEvent.Kind.HASH, "hexpire");
  private static final KeyEvent PERSISTED = new KeyEvent(KeyEvent.Kind.HASH, "hpersist");

  /** A plain hash of more fields is not rewritten on an event loop. */
  private static final int FEW = 1000;

  private final Access access;
  private final RecordOperation operation;
  private final Composite.ElementView element = new Composite.ElementView();
  private List<KeyEvent> events = List.of();

  /** Fails when the record is no hash. */
  HashEditor(Access access, RecordOperation operation) {
    this.access = access;
    this.operation = operation;
    if (operation.exists()) {
      Composite ignored = StoreHashes.composite(operation.current());
    }
  }

  /** The hash as it is now, until the next change; null when there is none. */
  private @Nullable HashView view() {
    return operation.exists() ? StoreHashes.viewOf(operation.current(), access) : null;
  }

  private boolean isTimed() {
    return operation.exists() && operation.current().type() == ValueType.EXPIRING_HASH;
  }

  @Override
  public boolean get(ByteRange field, ByteRange value) {
    HashView hash = view();
    return hash != null && hash.get(field, value);
  }

  @Override
  public long expiresAt(ByteRange field) {
    HashView hash = view();
    return hash == null ? Hashes.NO_FIELD : hash.expiresAt(field);
  }

  /** Sets a field that does not expire; answers whether it is new. */
  boolean put(ByteRange field, ByteRange value) {
    return put(field, value.copy(), 0);
  }

  /** Sets a field's value and leaves its time; answers whether it is new. */
  boolean putKeeping(ByteRange field, byte[] value) {
    return put(field, value, isTimed() ? Math.max(expiresAt(field), 0) : 0);
  }

  @Override
  public boolean put(ByteRange field, ByteRange value, long expiresAt) {
    boolean expires = expiresAt != Hashes.NO_EXPIRY;
    if (expires && expiresAt <= access.now()) {
      note(KeyEvents.HASH_SET);
      boolean isNew = !remove(field);
      note(StoreHashes.FIELDS_REMOVED);
      return isNew;
    }
    boolean isNew = put(field, value.copy(), expires ? expiresAt : 0);
    note(KeyEvents.HASH_SET);
    if (expires) {
      note(TIMED);
    }
    return isNew;
  }

  boolean contains(ByteRange field) {
    if (!operation.exists()) {
      return false;
    }
    Composite plain = operation.current().composite();
    return isTimed() || plain == null
        ? expiresAt(field) != Hashes.NO_FIELD
        : plain.get(field.array(), field.offset(), field.length(), element);
  }

  private boolean put(ByteRange field, byte[] value, long time) {
    boolean isNew = !contains(field);
    if (!operation.exists()) {
      operation.createComposite(time == 0 ? ValueType.HASH : ValueType.EXPIRING_HASH, 0);
    } else if (time != 0) {
      giveTimes();
    }
    if (isTimed()) {
      ExpiringElements.put(operation, field.copy(), value, time);
    } else {
      operation.putElement(field.copy(), value);
    }
    return isNew;
  }

  /** The plain form becomes that with times. */
  private void giveTimes() {
    Composite plain = operation.current().composite();
    if (isTimed() || plain == null) {
      return;
    }
    if (plain.size() > FEW) {
      access.requireWaiting();
    }
    long expiresAt = operation.current().expiresAt();
    operation.createComposite(ValueType.EXPIRING_HASH, expiresAt);
    Composite.ElementView element = new Composite.ElementView();
    Composite.Cursor cursor = plain.cursor(null);
    while (cursor.next(element)) {
      ExpiringElements.put(operation, element.key, element.value, 0);
    }
  }

  @Override
  public boolean remove(ByteRange field) {
    if (!contains(field)) {
      return false;
    }
    if (isTimed()) {
      ExpiringElements.remove(operation, field.copy());
    } else {
      operation.removeElement(field.copy());
    }
    Composite left = operation.current().composite();
    if (left == null || left.size() == 0) {
      operation.delete();
    }
    note(StoreHashes.FIELDS_REMOVED);
    return true;
  }

  @Override
  public void expireAt(ByteRange field, long expiresAt) {
    ByteRange value = new ByteRange();
    if (!get(field, value)) {
      throw new IllegalArgumentException("no such field");
    }
    if (expiresAt <= access.now()) {
      boolean ignored = remove(field);
      return;
    }
    boolean ignored = put(field, value.copy(), expiresAt);
    note(TIMED);
  }

  @Override
  public boolean persist(ByteRange field) {
    ByteRange value = new ByteRange();
    if (expiresAt(field) < 0 || !get(field, value)) {
      return false;
    }
    boolean ignored = put(field, value.copy(), 0);
    note(PERSISTED);
    return true;
  }

  private void note(KeyEvent event) {
    if (!events.contains(event)) {
      events = new ArrayList<>(events);
      events.add(event);
    }
  }

  /** What the changes are called, in their order, each once; empty where nothing has changed. */
  List<KeyEvent> events() {
    return events;
  }
}
