package io.orbit.keyspace;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Policy;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Hashes.FieldEditor;
import io.orbit.api.keyspace.Hashes.HashView;
import io.orbit.api.keyspace.KeyType;
import io.orbit.api.keyspace.Keys;
import io.orbit.api.keyspace.Keys.ExpiryCondition;
import io.orbit.api.keyspace.Keys.KeyVisitor;
import io.orbit.api.keyspace.WholeNumber;
import io.orbit.api.records.Records;
import io.orbit.api.records.RowReader;
import io.orbit.api.records.RowView;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.ReadView;
import io.orbit.api.storage.RecordCursor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows as keys: every right is asked for, every write goes through {@link Records}. Reads run
 * anywhere; a write outside a transaction is one of its own, on a virtual thread.
 */
final class Rows {
  private final Access access;
  private final Records records;
  private final StoreKeyspace keyspace;

  Rows(Access access, Records records, StoreKeyspace keyspace) {
    this.access = access;
    this.records = records;
    this.keyspace = keyspace;
  }

  // ---- reading

  boolean mayRead(Collection collection) {
    return access.session.may(collection, Privilege.SELECT);
  }

  boolean exists(Collection collection, ByteRange key) {
    return exists(access.reads(), collection, key);
  }

  boolean exists(ReadView reads, Collection collection, ByteRange key) {
    return read(reads, collection, key, row -> true).isPresent();
  }

  @Nullable HashView view(Collection collection, ByteRange key) {
    return read(access.reads(), collection, key, row -> RowHash.of(collection, row)).orElse(null);
  }

  long expiresAt(Collection collection, ByteRange key) {
    return read(
            access.reads(),
            collection,
            key,
            row -> row.expiresAt() == 0 ? Keys.NO_EXPIRY : row.expiresAt())
        .orElse(Keys.NO_KEY);
  }

  private <T> Optional<T> read(
      ReadView reads, Collection collection, ByteRange key, Function<RowView, T> result) {
    access.session.require(collection, Privilege.SELECT);
    Optional<@Nullable Object[]> values = RowKey.tryParse(collection, key);
    if (values.isEmpty()) {
      access.missed(key);
      return Optional.empty();
    }
    RowReader reader = records.reader(reads, collection);
    RowView row = reader.newView();
    boolean found = reader.get(values.get(), row);
    access.noteDependency(reader.undurable());
    if (!found || !isVisible(collection, row)) {
      access.missed(key);
      return Optional.empty();
    }
    return Optional.of(result.apply(row));
  }

  /** Row-level security, whose policies may run statements. */
  private boolean isVisible(Collection collection, RowView row) {
    if (!access.session.isRestricted(collection)) {
      return true;
    }
    access.requireWaiting();
    return records.permits(access.session, collection, Policy.Command.SELECT, row);
  }

  /** For a reading command of another type: WRONGTYPE when there is such a row. */
  void refuseExisting(ByteRange key) {
    Collection collection = access.rowOf(key);
    if (collection != null && exists(collection, key)) {
      throw Access.wrongType();
    }
  }

  /** Why a writing command of another type is refused. */
  OrbitException refuseWrite(ByteRange key) {
    refuseExisting(key);
    return notAllowed(
        "'" + key.utf8() + "' names a row of a table, which only hash commands can make");
  }

  static OrbitException notAllowed(String message) {
    return new OrbitException(ErrorCode.ROW_OPERATION_NOT_ALLOWED, message);
  }

  /**
   * Shows keys of a collection's rows in key order.
   *
   * @param after the record key to go on after, null for the first
   * @return the last record key shown, null at the end
   */
  byte @Nullable [] keysAfter(
      RowPrefixes.Entry entry, byte @Nullable [] after, int count, KeyVisitor visitor) {
    Collection collection = entry.collection();
    RowReader reader = records.reader(access.reads(), collection);
    RowView row = reader.newView();
    byte[] from = after == null ? new byte[0] : CompositeScan.successor(after);
    try (RecordCursor cursor = access.reads().scan(collection.space(), from, null, false)) {
      byte[] last = null;
      for (int i = 0; i < count; i++) {
        if (!cursor.next()) {
          return null;
        }
        last = cursor.key();
        if (reader.get(last, row) && isVisible(collection, row)) {
          visitor.visit(RowKey.format(entry.prefix(), collection, row), KeyType.HASH);
        }
      }
      return last;
    }
  }

  // ---- locking

  /** The record that a key names. */
  LockTarget lockTarget(ByteRange key) {
    Collection collection = access.rowOf(key);
    if (collection == null) {
      return new LockTarget(access.space(), key.copy(), LockMode.EXCLUSIVE);
    }
    access.requireWaiting();
    Optional<@Nullable Object[]> values = RowKey.tryParse(collection, key);
    byte[] record =
        values
            .map(each -> records.reader(access.reads(), collection).encodeKey(each))
            .orElseGet(() -> key.utf8().getBytes(StandardCharsets.UTF_8));
    return new LockTarget(collection.space(), record, LockMode.NO_KEY_EXCLUSIVE);
  }

  // ---- writing

  long set(Collection collection, ByteRange key, List<ByteRange> fieldsAndValues) {
    return write(
        key,
        () -> {
          RowWrite write = RowWrite.begin(access, records, collection, key);
          long created = 0;
          for (int i = 0; i < fieldsAndValues.size(); i += 2) {
            if (write.set(fieldsAndValues.get(i).utf8(), textOf(fieldsAndValues.get(i + 1)))) {
              created++;
            }
          }
          write.finish(KeyEvents.HASH_SET);
          return created;
        });
  }

  boolean setIfAbsent(Collection collection, ByteRange key, ByteRange field, ByteRange value) {
    return write(
        key,
        () -> {
          RowWrite write = RowWrite.begin(access, records, collection, key);
          access.session.require(collection, Privilege.SELECT);
          if (write.text(field.utf8()).isPresent()) {
            return false;
          }
          write.set(field.utf8(), textOf(value));
          write.finish(KeyEvents.HASH_SET);
          return true;
        });
  }

  long add(Collection collection, ByteRange key, ByteRange field, long delta) {
    return write(
        key,
        () -> {
          RowWrite write = RowWrite.begin(access, records, collection, key);
          access.session.require(collection, Privilege.SELECT);
          byte[] value = write.text(field.utf8()).orElse("0").getBytes(StandardCharsets.UTF_8);
          long sum = WholeNumber.add(StoreHashes.wholeOf(value), delta);
          write.set(field.utf8(), Long.toString(sum));
          write.finish(StoreHashes.INCREMENTED);
          return sum;
        });
  }

  byte[] addFloat(Collection collection, ByteRange key, ByteRange field, ByteRange delta) {
    return write(
        key,
        () -> {
          RowWrite write = RowWrite.begin(access, records, collection, key);
          access.session.require(collection, Privilege.SELECT);
          byte[] value = write.text(field.utf8()).orElse("0").getBytes(StandardCharsets.UTF_8);
          byte[] sum = LongDouble.add(StoreHashes.floatOf(value), LongDouble.hashArgument(delta));
          write.set(field.utf8(), new String(sum, StandardCharsets.US_ASCII));
          write.finish(StoreHashes.INCREMENTED_FLOAT);
          return sum;
        });
  }

  <T> T change(Collection collection, ByteRange key, Function<? super FieldEditor, T> change) {
    return write(
        key,
        () -> {
          access.session.require(collection, Privilege.SELECT);
          RowFields fields = new RowFields(key, RowWrite.begin(access, records, collection, key));
          T result = change.apply(fields);
          fields.finish();
          return result;
        });
  }

  long deleteFields(Collection collection, ByteRange key, List<ByteRange> fields) {
    return write(
        key,
        () -> {
          RowWrite write = RowWrite.begin(access, records, collection, key);
          if (!write.exists()) {
            return 0L;
          }
          long removed = fields.stream().filter(field -> write.remove(field.utf8())).count();
          write.finish(StoreHashes.FIELDS_REMOVED);
          return removed;
        });
  }

  boolean delete(Collection collection, ByteRange key) {
    access.session.require(collection, Privilege.DELETE);
    return write(key, () -> RowWrite.delete(access, records, collection, key));
  }

  boolean expireAt(
      Collection collection, ByteRange key, long expiresAt, ExpiryCondition condition) {
    boolean removes = expiresAt <= access.now();
    access.session.require(collection, removes ? Privilege.DELETE : Privilege.UPDATE);
    return write(
        key,
        () -> {
          RowWrite write = RowWrite.begin(access, records, collection, key);
          if (!write.exists() || !StoreKeys.holds(condition, write.expiresAt(), expiresAt)) {
            return false;
          }
          if (removes) {
            return RowWrite.delete(access, records, collection, key);
          }
          write.expireAt(expiresAt);
          write.finish(StoreKeys.EXPIRY_SET);
          return true;
        });
  }

  boolean persist(Collection collection, ByteRange key) {
    access.session.require(collection, Privilege.UPDATE);
    return write(
        key,
        () -> {
          RowWrite write = RowWrite.begin(access, records, collection, key);
          if (!write.exists() || write.expiresAt() == 0) {
            return false;
          }
          write.expireAt(0);
          write.finish(StoreKeys.PERSISTED);
          return true;
        });
  }

  static String textOf(ByteRange value) {
    String text = value.utf8();
    if (text.indexOf('\uFFFD') >= 0 && !ByteRange.of(text).equals(value)) {
      throw new OrbitException(
          ErrorCode.CHARACTER_NOT_IN_REPERTOIRE,
          "invalid byte sequence for encoding \"UTF8\" in a value for a row");
    }
    return text;
  }

  private <T> T write(ByteRange key, java.util.function.Supplier<T> body) {
    access.requireWaiting();
    java.util.concurrent.atomic.AtomicReference<@Nullable T> result =
        new java.util.concurrent.atomic.AtomicReference<>();
    keyspace.atomically(List.of(key), List.of(), () -> result.set(body.get()));
    return java.util.Objects.requireNonNull(result.get());
  }
}
