package io.orbit.keyspace;

import io.orbit.api.catalog.Column;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.KeyEvent;
import io.orbit.api.keyspace.KeyType;
import io.orbit.api.keyspace.SortedSets;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Transaction;
import io.orbit.api.value.DataType;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code redis.zsets}: a row a member, with its score. */
final class SortedSetsTable extends KeyspaceTable {
  private static final int KEY = 0;
  private static final int MEMBER = 1;
  private static final int SCORE = 2;
  private static final int RAW_KEY = 3;
  private static final int RAW_MEMBER = 4;

  private static final List<Column> COLUMNS =
      List.of(
          Column.of(1, "key", DataType.TEXT),
          Column.of(2, "member", DataType.TEXT),
          Column.of(3, "score", DataType.FLOAT64),
          Column.of(4, "raw_key", DataType.BYTES),
          Column.of(5, "raw_member", DataType.BYTES));

  SortedSetsTable(Source source) {
    super(source, "zsets", COLUMNS, List.of(RAW_KEY, RAW_MEMBER));
  }

  @Override
  public Iterator<@Nullable Object[]> scan(
      Session session, Transaction transaction, Map<Integer, Object> equal) {
    StoreKeyspace keyspace = open(session, transaction);
    return rows(keyspace, KeyType.SORTED_SET, equal, key -> rows(keyspace, key));
  }

  private static List<@Nullable Object[]> rows(StoreKeyspace keyspace, ByteRange key) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    SortedSets.View set = keyspace.sortedSets().view(key);
    if (set != null) {
      set.forEach(
          0,
          set.size(),
          (member, score) -> {
            byte[] bytes = member.copy();
            rows.add(new Object[] {text(key.copy()), text(bytes), score, key.copy(), bytes});
          });
    }
    return rows;
  }

  @Override
  public void insert(Session session, Transaction transaction, @Nullable Object[] row) {
    add(
        open(session, transaction, KeyEvent.Kind.SORTED_SET, "zadd"),
        given(row, KEY, RAW_KEY),
        given(row, MEMBER, RAW_MEMBER),
        score(row));
  }

  private void add(StoreKeyspace keyspace, ByteRange key, ByteRange member, double score) {
    refuseRow(keyspace, key);
    boolean added =
        keyspace
            .sortedSets()
            .change(key, set -> Double.isNaN(set.score(member)) && set.put(member, score));
    if (!added) {
      throw duplicate("(key, member)=(" + key.utf8() + ", " + member.utf8() + ")");
    }
  }

  private static double score(@Nullable Object[] row) {
    Object score = row[SCORE];
    if (score == null) {
      throw new OrbitException(
          ErrorCode.NOT_NULL_VIOLATION,
          "null value in column \"score\" of relation \"zsets\" violates not-null constraint");
    }
    double value = ((Number) score).doubleValue();
    if (Double.isNaN(value)) {
      throw new OrbitException(
          ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "the score of a sorted set's member is a number");
    }
    return value;
  }

  @Override
  public void update(
      Session session, Transaction transaction, @Nullable Object[] old, @Nullable Object[] row) {
    StoreKeyspace keyspace = open(session, transaction, KeyEvent.Kind.SORTED_SET, "zadd");
    ByteRange key = changed(old, row, KEY, RAW_KEY);
    ByteRange member = changed(old, row, MEMBER, RAW_MEMBER);
    double score = score(row);
    if (sameBytes(old, RAW_KEY, key) && sameBytes(old, RAW_MEMBER, member)) {
      boolean ignored = keyspace.sortedSets().change(key, set -> set.put(member, score));
    } else {
      delete(session, transaction, old);
      add(keyspace, key, member, score);
    }
  }

  @Override
  public void delete(Session session, Transaction transaction, @Nullable Object[] old) {
    Object key = old[RAW_KEY];
    Object member = old[RAW_MEMBER];
    if (key != null && member != null) {
      boolean ignored =
          open(session, transaction, KeyEvent.Kind.SORTED_SET, "zrem")
              .sortedSets()
              .change(ByteRange.of((byte[]) key), set -> set.remove(ByteRange.of((byte[]) member)));
    }
  }
}
