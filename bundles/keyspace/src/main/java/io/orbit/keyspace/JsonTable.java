package io.orbit.keyspace;

import io.orbit.api.catalog.Column;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.KeyType;
import io.orbit.api.keyspace.Trees;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Transaction;
import io.orbit.api.value.DataType;
import io.orbit.api.value.text.TextContext;
import io.orbit.api.value.text.ValueText;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code redis.json}: a row a document, which is one element with an empty key. */
final class JsonTable extends KeyspaceTable {
  private static final byte[] DOCUMENT = new byte[0];
  private static final int KEY = 0;
  private static final int VALUE = 1;
  private static final int RAW_KEY = 2;

  private static final List<Column> COLUMNS =
      List.of(
          Column.of(1, "key", DataType.TEXT),
          Column.of(2, "value", DataType.JSONB),
          Column.of(3, "raw_key", DataType.BYTES));

  JsonTable(Source source) {
    super(source, "json", COLUMNS, List.of(RAW_KEY));
  }

  @Override
  public Iterator<@Nullable Object[]> scan(
      Session session, Transaction transaction, Map<Integer, Object> equal) {
    StoreKeyspace keyspace = open(session, transaction);
    return rows(keyspace, KeyType.JSON, equal, key -> rows(keyspace, key));
  }

  private static List<@Nullable Object[]> rows(StoreKeyspace keyspace, ByteRange key) {
    Trees.View tree = keyspace.trees(KeyType.JSON).view(key);
    byte[] document = tree == null ? null : tree.get(DOCUMENT);
    if (document == null) {
      return List.of();
    }
    String text = new String(document, StandardCharsets.UTF_8);
    @Nullable Object[] row = {text(key.copy()), normal(text), key.copy()};
    return List.<@Nullable Object[]>of(row);
  }

  private static Object normal(String text) {
    return ValueText.parse(text, DataType.JSONB, TextContext.UTC);
  }

  @Override
  public void insert(Session session, Transaction transaction, @Nullable Object[] row) {
    StoreKeyspace keyspace = open(session, transaction);
    ByteRange key = given(row, KEY, RAW_KEY);
    refuseRow(keyspace, key);
    if (keyspace.keys().exists(key)) {
      throw duplicate("(key)=(" + key.utf8() + ")");
    }
    put(keyspace, key, row);
  }

  private void put(StoreKeyspace keyspace, ByteRange key, @Nullable Object[] row) {
    Object value = row[VALUE];
    byte[] text = (value == null ? "null" : value.toString()).getBytes(StandardCharsets.UTF_8);
    keyspace.trees(KeyType.JSON).replace(key, tree -> tree.put(DOCUMENT, text));
  }

  @Override
  public void update(
      Session session, Transaction transaction, @Nullable Object[] old, @Nullable Object[] row) {
    StoreKeyspace keyspace = open(session, transaction);
    ByteRange key = changed(old, row, KEY, RAW_KEY);
    refuseRow(keyspace, key);
    if (!sameBytes(old, RAW_KEY, key)) {
      if (keyspace.keys().exists(key)) {
        throw duplicate("(key)=(" + key.utf8() + ")");
      }
      delete(session, transaction, old);
      put(keyspace, key, row);
      return;
    }
    Object value = row[VALUE];
    byte[] text = (value == null ? "null" : value.toString()).getBytes(StandardCharsets.UTF_8);
    Boolean ignored =
        keyspace
            .trees(KeyType.JSON)
            .change(
                key,
                tree -> {
                  tree.put(DOCUMENT, text);
                  return true;
                });
  }

  @Override
  public void delete(Session session, Transaction transaction, @Nullable Object[] old) {
    if (old[RAW_KEY] instanceof byte[] key) {
      boolean ignored = open(session, transaction).keys().delete(ByteRange.of(key));
    }
  }
}
