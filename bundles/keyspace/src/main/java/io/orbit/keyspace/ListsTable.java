package io.orbit.keyspace;

import io.orbit.api.catalog.Column;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.KeyEvent;
import io.orbit.api.keyspace.KeyType;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Composite;
import io.orbit.api.storage.Transaction;
import io.orbit.api.value.DataType;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code redis.lists}: a row an element. Its index changes with its neighbours; {@code place} is
 * its own, and so what identifies it. A new element goes to the end.
 */
final class ListsTable extends KeyspaceTable {
  private static final int KEY = 0;
  private static final int INDEX = 1;
  private static final int VALUE = 2;
  private static final int RAW_KEY = 3;
  private static final int RAW_VALUE = 4;
  private static final int PLACE = 5;

  private static final List<Column> COLUMNS =
      List.of(
          Column.of(1, "key", DataType.TEXT),
          Column.of(2, "index", DataType.INT64),
          Column.of(3, "value", DataType.TEXT),
          Column.of(4, "raw_key", DataType.BYTES),
          Column.of(5, "raw_value", DataType.BYTES),
          Column.of(6, "place", DataType.BYTES));

  ListsTable(Source source) {
    super(source, "lists", COLUMNS, List.of(RAW_KEY, PLACE));
  }

  @Override
  public Iterator<@Nullable Object[]> scan(
      Session session, Transaction transaction, Map<Integer, Object> equal) {
    StoreKeyspace keyspace = open(session, transaction);
    return rows(keyspace, KeyType.LIST, equal, key -> rows(keyspace, key));
  }

  private static List<@Nullable Object[]> rows(StoreKeyspace keyspace, ByteRange key) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    CompositeList list = keyspace.lists().view(key);
    if (list != null) {
      Composite.ElementView element = new Composite.ElementView();
      Composite.Cursor cursor = list.elements().cursor(null);
      for (long i = 0; cursor.next(element); i++) {
        rows.add(
            new Object[] {
              text(key.copy()),
              i,
              text(element.value),
              key.copy(),
              element.value.clone(),
              element.key.clone()
            });
      }
    }
    return rows;
  }

  @Override
  public void insert(Session session, Transaction transaction, @Nullable Object[] row) {
    StoreKeyspace keyspace = open(session, transaction, KeyEvent.Kind.LIST, "rpush");
    ByteRange key = given(row, KEY, RAW_KEY);
    ByteRange value = given(row, VALUE, RAW_VALUE);
    refuseRow(keyspace, key);
    if (row[PLACE] != null) {
      throw notSettable("place");
    }
    Object index = row[INDEX];
    boolean ignored =
        keyspace
            .lists()
            .change(
                key,
                list -> {
                  if (index != null && ((Number) index).longValue() != list.size()) {
                    throw new OrbitException(
                        ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE,
                        "the list has "
                            + list.size()
                            + " elements: a new one goes to its end, leave \"index\" out");
                  }
                  list.addLast(value);
                  return true;
                });
  }

  private static OrbitException notSettable(String column) {
    return new OrbitException(
        ErrorCode.FEATURE_NOT_SUPPORTED,
        "column \"" + column + "\" of relation \"lists\" follows from the list and cannot be set");
  }

  @Override
  public void update(
      Session session, Transaction transaction, @Nullable Object[] old, @Nullable Object[] row) {
    ByteRange key = changed(old, row, KEY, RAW_KEY);
    ByteRange value = changed(old, row, VALUE, RAW_VALUE);
    if (!Objects.equals(old[INDEX], row[INDEX])) {
      throw notSettable("index");
    }
    if (!Objects.deepEquals(old[PLACE], row[PLACE])) {
      throw notSettable("place");
    }
    StoreKeyspace keyspace = open(session, transaction, KeyEvent.Kind.LIST, "lset");
    if (sameBytes(old, RAW_KEY, key)) {
      byte[] place = (byte[]) Objects.requireNonNull(old[PLACE]);
      boolean ignored =
          keyspace.lists().change(key, list -> ((ListEditor) list).setKey(place, value));
    } else {
      refuseRow(keyspace, key);
      delete(session, transaction, old);
      keyspace.announce(new KeyEvent(KeyEvent.Kind.LIST, "rpush"), false);
      boolean ignored =
          keyspace
              .lists()
              .change(
                  key,
                  list -> {
                    list.addLast(value);
                    return true;
                  });
    }
  }

  @Override
  public void delete(Session session, Transaction transaction, @Nullable Object[] old) {
    Object key = old[RAW_KEY];
    Object place = old[PLACE];
    if (key != null && place != null) {
      boolean ignored =
          open(session, transaction, KeyEvent.Kind.LIST, "lrem")
              .lists()
              .change(
                  ByteRange.of((byte[]) key),
                  list -> ((ListEditor) list).removeKey((byte[]) place));
    }
  }
}
