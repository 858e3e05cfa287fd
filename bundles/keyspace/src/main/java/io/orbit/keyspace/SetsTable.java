package io.orbit.keyspace;

import io.orbit.api.catalog.Column;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.KeyEvent;
import io.orbit.api.keyspace.KeyType;
import io.orbit.api.keyspace.Sets;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Transaction;
import io.orbit.api.value.DataType;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code redis.sets}: a row a member. */
final class SetsTable extends KeyspaceTable {
  private static final int KEY = 0;
  private static final int MEMBER = 1;
  private static final int RAW_KEY = 2;
  private static final int RAW_MEMBER = 3;

  private static final List<Column> COLUMNS =
      List.of(
          Column.of(1, "key", DataType.TEXT),
          Column.of(2, "member", DataType.TEXT),
          Column.of(3, "raw_key", DataType.BYTES),
          Column.of(4, "raw_member", DataType.BYTES));

  SetsTable(Source source) {
    super(source, "sets", COLUMNS, List.of(RAW_KEY, RAW_MEMBER));
  }

  @Override
  public Iterator<@Nullable Object[]> scan(
      Session session, Transaction transaction, Map<Integer, Object> equal) {
    StoreKeyspace keyspace = open(session, transaction);
    return rows(keyspace, KeyType.SET, equal, key -> rows(keyspace, key));
  }

  private static List<@Nullable Object[]> rows(StoreKeyspace keyspace, ByteRange key) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    Sets.View set = keyspace.sets().view(key);
    if (set != null) {
      set.forEach(
          member -> {
            byte[] bytes = member.copy();
            rows.add(new Object[] {text(key.copy()), text(bytes), key.copy(), bytes});
          });
    }
    return rows;
  }

  @Override
  public void insert(Session session, Transaction transaction, @Nullable Object[] row) {
    add(
        open(session, transaction, KeyEvent.Kind.SET, "sadd"),
        given(row, KEY, RAW_KEY),
        given(row, MEMBER, RAW_MEMBER));
  }

  private void add(StoreKeyspace keyspace, ByteRange key, ByteRange member) {
    refuseRow(keyspace, key);
    boolean added = keyspace.sets().change(key, set -> set.add(member));
    if (!added) {
      throw duplicate("(key, member)=(" + key.utf8() + ", " + member.utf8() + ")");
    }
  }

  @Override
  public void update(
      Session session, Transaction transaction, @Nullable Object[] old, @Nullable Object[] row) {
    ByteRange key = changed(old, row, KEY, RAW_KEY);
    ByteRange member = changed(old, row, MEMBER, RAW_MEMBER);
    if (!sameBytes(old, RAW_KEY, key) || !sameBytes(old, RAW_MEMBER, member)) {
      delete(session, transaction, old);
      add(open(session, transaction, KeyEvent.Kind.SET, "sadd"), key, member);
    }
  }

  @Override
  public void delete(Session session, Transaction transaction, @Nullable Object[] old) {
    Object key = old[RAW_KEY];
    Object member = old[RAW_MEMBER];
    if (key != null && member != null) {
      boolean ignored =
          open(session, transaction, KeyEvent.Kind.SET, "srem")
              .sets()
              .change(ByteRange.of((byte[]) key), set -> set.remove(ByteRange.of((byte[]) member)));
    }
  }
}
