package io.orbit.keyspace;

import io.orbit.api.catalog.Column;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Hashes;
import io.orbit.api.keyspace.Hashes.HashView;
import io.orbit.api.keyspace.KeyType;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Transaction;
import io.orbit.api.value.DataType;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code redis.hashes}: a row a field. Rows of collections are not among them. */
final class HashesTable extends KeyspaceTable {
  private static final int KEY = 0;
  private static final int FIELD = 1;
  private static final int VALUE = 2;
  private static final int RAW_KEY = 3;
  private static final int RAW_FIELD = 4;
  private static final int RAW_VALUE = 5;
  private static final int EXPIRES_AT = 6;
  private static final long MICROS = 1000;

  private static final List<Column> COLUMNS =
      List.of(
          Column.of(1, "key", DataType.TEXT),
          Column.of(2, "field", DataType.TEXT),
          Column.of(3, "value", DataType.TEXT),
          Column.of(4, "raw_key", DataType.BYTES),
          Column.of(5, "raw_field", DataType.BYTES),
          Column.of(6, "raw_value", DataType.BYTES),
          Column.of(7, "expires_at", DataType.TIMESTAMPTZ));

  HashesTable(Source source) {
    super(source, "hashes", COLUMNS, List.of(RAW_KEY, RAW_FIELD));
  }

  @Override
  public Iterator<@Nullable Object[]> scan(
      Session session, Transaction transaction, Map<Integer, Object> equal) {
    StoreKeyspace keyspace = open(session, transaction);
    return rows(keyspace, KeyType.HASH, equal, key -> rows(keyspace, key));
  }

  private static List<@Nullable Object[]> rows(StoreKeyspace keyspace, ByteRange key) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    HashView hash = keyspace.hashes().view(key);
    if (hash != null) {
      hash.forEach(
          (field, value) ->
              rows.add(row(key.copy(), field.copy(), value.copy(), hash.expiresAt(field))));
    }
    return rows;
  }

  private static @Nullable Object[] row(byte[] key, byte[] field, byte[] value, long expiresAt) {
    return new Object[] {
      text(key),
      text(field),
      text(value),
      key,
      field,
      value,
      expiresAt == Hashes.NO_EXPIRY ? null : expiresAt * MICROS
    };
  }

  /** Milliseconds since 1970, or {@link Hashes#NO_EXPIRY}. */
  private static long expiry(@Nullable Object[] row) {
    Object at = row[EXPIRES_AT];
    return at == null || (Long) at == Long.MAX_VALUE
        ? Hashes.NO_EXPIRY
        : Math.floorDiv((Long) at, MICROS);
  }

  @Override
  public void insert(Session session, Transaction transaction, @Nullable Object[] row) {
    put(
        open(session, transaction),
        given(row, KEY, RAW_KEY),
        given(row, FIELD, RAW_FIELD),
        given(row, VALUE, RAW_VALUE),
        expiry(row));
  }

  private void put(
      StoreKeyspace keyspace, ByteRange key, ByteRange field, ByteRange value, long expiresAt) {
    refuseRow(keyspace, key);
    boolean isNew =
        keyspace
            .hashes()
            .change(
                key,
                hash ->
                    hash.expiresAt(field) == Hashes.NO_FIELD && hash.put(field, value, expiresAt));
    if (!isNew) {
      throw duplicate("(key, field)=(" + key.utf8() + ", " + field.utf8() + ")");
    }
  }

  @Override
  public void update(
      Session session, Transaction transaction, @Nullable Object[] old, @Nullable Object[] row) {
    StoreKeyspace keyspace = open(session, transaction);
    ByteRange key = changed(old, row, KEY, RAW_KEY);
    ByteRange field = changed(old, row, FIELD, RAW_FIELD);
    ByteRange value = changed(old, row, VALUE, RAW_VALUE);
    if (sameBytes(old, RAW_KEY, key) && sameBytes(old, RAW_FIELD, field)) {
      boolean ignored = keyspace.hashes().change(key, hash -> hash.put(field, value, expiry(row)));
    } else {
      delete(session, transaction, old);
      put(keyspace, key, field, value, expiry(row));
    }
  }

  @Override
  public void delete(Session session, Transaction transaction, @Nullable Object[] old) {
    Object key = old[RAW_KEY];
    Object field = old[RAW_FIELD];
    if (key != null && field != null) {
      open(session, transaction)
          .hashes()
          .delete(ByteRange.of((byte[]) key), List.of(ByteRange.of((byte[]) field)));
    }
  }
}
