package io.orbit.keyspace;

import io.orbit.api.catalog.Column;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.KeyType;
import io.orbit.api.keyspace.Keys;
import io.orbit.api.keyspace.Strings.Expiry;
import io.orbit.api.keyspace.Strings.Presence;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Transaction;
import io.orbit.api.value.DataType;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code redis.strings}. */
final class StringsTable extends KeyspaceTable {
  private static final int KEY = 0;
  private static final int VALUE = 1;
  private static final int EXPIRES_AT = 2;
  private static final int RAW_KEY = 3;
  private static final int RAW_VALUE = 4;
  private static final long MICROS = 1000;

  private static final List<Column> COLUMNS =
      List.of(
          Column.of(1, "key", DataType.TEXT),
          Column.of(2, "value", DataType.TEXT),
          Column.of(3, "expires_at", DataType.TIMESTAMPTZ),
          Column.of(4, "raw_key", DataType.BYTES),
          Column.of(5, "raw_value", DataType.BYTES));

  StringsTable(Source source) {
    super(source, "strings", COLUMNS, List.of(RAW_KEY));
  }

  @Override
  public Iterator<@Nullable Object[]> scan(
      Session session, Transaction transaction, Map<Integer, Object> equal) {
    StoreKeyspace keyspace = open(session, transaction);
    ByteRange wanted = wanted(equal, KEY, RAW_KEY);
    List<@Nullable Object[]> rows = new ArrayList<>();
    if (wanted != null) {
      boolean own = !keyspace.isRow(wanted);
      if (own && keyspace.keys().type(wanted) == KeyType.STRING) {
        rows.add(row(keyspace, wanted));
      }
      return rows.iterator();
    }
    List<byte[]> keys = new ArrayList<>();
    keyspace
        .keys()
        .forEachOwn(
            (key, type) -> {
              if (type == KeyType.STRING) {
                keys.add(key);
              }
            });
    Iterator<byte[]> remaining = keys.iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return remaining.hasNext();
      }

      @Override
      public @Nullable Object[] next() {
        return row(keyspace, ByteRange.of(remaining.next()));
      }
    };
  }

  private static @Nullable Object[] row(StoreKeyspace keyspace, ByteRange key) {
    ByteRange value = new ByteRange();
    keyspace.strings().get(key, value);
    long expiresAt = keyspace.keys().expiresAt(key);
    byte[] bytes = value.copy();
    return new Object[] {
      text(key.copy()),
      text(bytes),
      expiresAt == Keys.NO_EXPIRY || expiresAt == Keys.NO_KEY ? null : expiresAt * MICROS,
      key.copy(),
      bytes
    };
  }

  @Override
  public void insert(Session session, Transaction transaction, @Nullable Object[] row) {
    StoreKeyspace keyspace = open(session, transaction);
    ByteRange key = given(row, KEY, RAW_KEY);
    if (!put(keyspace, key, given(row, VALUE, RAW_VALUE), row, Presence.ABSENT)) {
      throw duplicate("(key)=(" + key.utf8() + ")");
    }
  }

  private static boolean put(
      StoreKeyspace keyspace,
      ByteRange key,
      ByteRange value,
      @Nullable Object[] row,
      Presence presence) {
    Object expiresAt = row[EXPIRES_AT];
    boolean expires = expiresAt != null && (Long) expiresAt != Long.MAX_VALUE;
    return keyspace
        .strings()
        .set(
            key,
            value,
            presence,
            expires ? Expiry.AT : Expiry.NONE,
            expires && expiresAt != null ? Math.floorDiv((Long) expiresAt, MICROS) : 0,
            null)
        .isSet();
  }

  @Override
  public void update(
      Session session, Transaction transaction, @Nullable Object[] old, @Nullable Object[] row) {
    StoreKeyspace keyspace = open(session, transaction);
    ByteRange key = changed(old, row, KEY, RAW_KEY);
    ByteRange value = changed(old, row, VALUE, RAW_VALUE);
    boolean renamed = !sameBytes(old, RAW_KEY, key);
    if (renamed) {
      delete(session, transaction, old);
    }
    if (!put(keyspace, key, value, row, renamed ? Presence.ABSENT : Presence.ANY)) {
      throw duplicate("(key)=(" + key.utf8() + ")");
    }
  }

  @Override
  public void delete(Session session, Transaction transaction, @Nullable Object[] old) {
    Object key = old[RAW_KEY];
    if (key != null) {
      open(session, transaction).keys().delete(ByteRange.of((byte[]) key));
    }
  }
}
