package io.orbit.keyspace;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Policy;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.KeyEvent;
import io.orbit.api.records.RecordStatement;
import io.orbit.api.records.RecordStatement.LockOutcome;
import io.orbit.api.records.RecordStatement.WaitPolicy;
import io.orbit.api.records.Records;
import io.orbit.api.records.RowReader;
import io.orbit.api.records.RowView;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.Transaction;
import io.orbit.api.value.text.TextContext;
import io.orbit.api.value.text.ValueText;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A change to one row: begun with the row locked, its fields set and removed by name, written as
 * one statement by {@link #finish}. A row that is not there yet is inserted.
 */
final class RowWrite {
  private final Access access;
  private final Collection collection;
  private final RecordStatement statement;
  private final ByteRange name;
  private final byte[] key;
  private final RowView old;
  private final boolean exists;
  private final boolean hidden;
  private final @Nullable Object[] row;
  private final BitSet changed = new BitSet();
  private final @Nullable Map<String, String> remainder;
  private boolean remainderChanged;
  private long expiresAt;
  private boolean expiryChanged;

  private RowWrite(
      Access access,
      Collection collection,
      RecordStatement statement,
      ByteRange name,
      byte[] key,
      RowView old,
      boolean exists,
      boolean hidden,
      @Nullable Object[] keyValues) {
    this.access = access;
    this.collection = collection;
    this.statement = statement;
    this.name = name;
    this.key = key;
    this.old = old;
    this.exists = exists;
    this.hidden = hidden;
    if (exists) {
      row = old.values().clone();
      expiresAt = old.expiresAt();
    } else {
      row = new Object[collection.columns().size()];
      Arrays.fill(row, RecordStatement.DEFAULT);
      for (int i = 0; i < keyValues.length; i++) {
        row[collection.primaryKey().get(i)] = keyValues[i];
      }
    }
    remainder = collection.open() ? remainderOf() : null;
  }

  private Map<String, String> remainderOf() {
    Object value = exists ? row[collection.position(RowHash.REMAINDER)] : null;
    return value == null ? new LinkedHashMap<>() : Remainder.parse((String) value);
  }

  static RowWrite begin(Access access, Records records, Collection collection, ByteRange key) {
    Transaction transaction = Objects.requireNonNull(access.transaction());
    @Nullable Object[] keyValues = RowKey.parse(collection, key);
    RowReader reader = records.reader(transaction, collection);
    byte[] record = reader.encodeKey(keyValues);
    RecordStatement statement = records.statement(access.session, transaction);
    RowView old = reader.newView();
    LockOutcome outcome =
        statement.lock(collection, record, LockMode.NO_KEY_EXCLUSIVE, WaitPolicy.BLOCK, old);
    statement.reads(collection);
    boolean there = outcome != LockOutcome.GONE;
    boolean hidden = there && !permits(access, records, collection, Policy.Command.UPDATE, old);
    return new RowWrite(
        access, collection, statement, key, record, old, there && !hidden, hidden, keyValues);
  }

  /** Whether row-level security shows a row that is to be changed, and lets it be changed. */
  private static boolean permits(
      Access access, Records records, Collection collection, Policy.Command command, RowView row) {
    return records.permits(access.session, collection, Policy.Command.SELECT, row)
        && records.permits(access.session, collection, command, row);
  }

  static boolean delete(Access access, Records records, Collection collection, ByteRange key) {
    Transaction transaction = Objects.requireNonNull(access.transaction());
    Optional<@Nullable Object[]> keyValues = RowKey.tryParse(collection, key);
    if (keyValues.isEmpty()) {
      return false;
    }
    RowReader reader = records.reader(transaction, collection);
    byte[] record = reader.encodeKey(keyValues.get());
    RecordStatement statement = records.statement(access.session, transaction);
    RowView old = reader.newView();
    if (statement.lock(collection, record, LockMode.EXCLUSIVE, WaitPolicy.BLOCK, old)
            == LockOutcome.GONE
        || !permits(access, records, collection, Policy.Command.DELETE, old)) {
      return false;
    }
    boolean deleted =
        access.writeRow(
            collection,
            record,
            () -> statement.delete(collection, record, old),
            key,
            true,
            KeyEvent.DELETED);
    statement.finish();
    return deleted;
  }

  /** Whether there is a row to change; one that row-level security keeps back is none. */
  boolean exists() {
    return exists;
  }

  long expiresAt() {
    return expiresAt;
  }

  void expireAt(long at) {
    expiresAt = at;
    expiryChanged = true;
  }

  /** The field's text; empty when it is absent. */
  Optional<String> text(String field) {
    int position = collection.position(field);
    if (position >= 0 && !isRemainder(position)) {
      Object value = row[position];
      return value == null || value == RecordStatement.DEFAULT
          ? Optional.empty()
          : Optional.of(
              ValueText.format(value, collection.columns().get(position).type(), TextContext.UTC));
    }
    String json = remainder == null ? null : remainder.get(field);
    return json == null ? Optional.empty() : Remainder.text(json);
  }

  /** Sets a field; true when it was absent. */
  boolean set(String field, String text) {
    int position = collection.position(field);
    if (position < 0 || isRemainder(position)) {
      return setUndeclared(field, text);
    }
    boolean absent = exists ? row[position] == null : !changed.get(position);
    Object value =
        ValueText.parse(text, collection.columns().get(position).type(), TextContext.UTC);
    if (collection.primaryKey().contains(position)) {
      if (!Objects.deepEquals(value, row[position])) {
        throw Rows.notAllowed("column \"" + field + "\" is part of the key and says otherwise");
      }
      changed.set(position, !exists);
      return absent;
    }
    row[position] = value;
    changed.set(position);
    return absent;
  }

  private boolean setUndeclared(String field, String text) {
    if (remainder == null || field.equals(RowHash.REMAINDER)) {
      throw new OrbitException(
          ErrorCode.UNDEFINED_COLUMN,
          "column \"" + field + "\" of relation \"" + collection.name() + "\" does not exist");
    }
    remainderChanged = true;
    return remainder.put(field, Remainder.quote(text)) == null;
  }

  /** Removes a field: a column becomes NULL; false when it was absent. */
  boolean remove(String field) {
    int position = collection.position(field);
    if (position < 0 || isRemainder(position)) {
      boolean removed = remainder != null && remainder.remove(field) != null;
      remainderChanged |= removed;
      return removed;
    }
    Column column = collection.columns().get(position);
    if (collection.primaryKey().contains(position)) {
      throw Rows.notAllowed("column \"" + field + "\" is part of the key and cannot be removed");
    }
    if (column.notNull()) {
      throw Rows.notAllowed("column \"" + field + "\" is NOT NULL and cannot be removed");
    }
    boolean removed = row[position] != null;
    if (removed) {
      row[position] = null;
      changed.set(position);
    }
    return removed;
  }

  private boolean isRemainder(int position) {
    return RowHash.isRemainder(collection, collection.columns().get(position));
  }

  /**
   * Writes what was changed; nothing when nothing was.
   *
   * @param event what the change is called
   */
  void finish(KeyEvent event) {
    if (hidden) {
      throw new OrbitException(
          ErrorCode.INSUFFICIENT_PRIVILEGE,
          "new row violates row-level security policy (USING expression) for table \""
              + collection.name()
              + "\"");
    }
    if (remainderChanged && remainder != null) {
      int position = collection.position(RowHash.REMAINDER);
      row[position] = remainder.isEmpty() ? null : Remainder.format(remainder);
      changed.set(position);
    }
    if (!exists) {
      access.session.require(collection, Privilege.INSERT);
      access.writeRow(
          collection,
          key,
          () -> statement.insert(collection, row, expiresAt) != null,
          name,
          false,
          event);
      statement.finish();
    } else if (!changed.isEmpty() || expiryChanged) {
      access.session.require(collection, Privilege.UPDATE);
      access.writeRow(
          collection,
          key,
          () -> statement.update(collection, key, old, row, changed, expiresAt),
          name,
          true,
          event);
      statement.finish();
    }
  }
}
