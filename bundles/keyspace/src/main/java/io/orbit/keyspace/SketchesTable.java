package io.orbit.keyspace;

import io.orbit.api.catalog.Column;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.KeyType;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Transaction;
import io.orbit.api.value.DataType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code redis.sketches}, read-only: filters and sketches, as DUMP answers them. */
final class SketchesTable extends KeyspaceTable {
  private static final int KEY = 0;
  private static final int RAW_KEY = 3;

  private static final List<Column> COLUMNS =
      List.of(
          Column.of(1, "key", DataType.TEXT),
          Column.of(2, "kind", DataType.TEXT),
          Column.of(3, "raw", DataType.BYTES),
          Column.of(4, "raw_key", DataType.BYTES));

  SketchesTable(Source source) {
    super(source, "sketches", COLUMNS, List.of());
  }

  private static @Nullable String kind(@Nullable KeyType type) {
    return switch (type) {
      case BLOOM_FILTER -> "bloom filter";
      case CUCKOO_FILTER -> "cuckoo filter";
      case COUNT_MIN_SKETCH -> "count-min sketch";
      case TOP_K -> "top-k";
      case T_DIGEST -> "t-digest";
      case STRING, HASH, LIST, SET, SORTED_SET, STREAM, JSON, TIME_SERIES -> null;
      case null -> null;
    };
  }

  @Override
  public Iterator<@Nullable Object[]> scan(
      Session session, Transaction transaction, Map<Integer, Object> equal) {
    StoreKeyspace keyspace = open(session, transaction);
    ByteRange wanted = wanted(equal, KEY, RAW_KEY);
    if (wanted != null) {
      boolean own = !keyspace.isRow(wanted) && kind(keyspace.keys().type(wanted)) != null;
      return own
          ? List.<@Nullable Object[]>of(row(keyspace, wanted.copy())).iterator()
          : Collections.emptyIterator();
    }
    List<byte[]> keys = new ArrayList<>();
    keyspace
        .keys()
        .forEachOwn(
            (each, type) -> {
              if (kind(type) != null) {
                keys.add(each);
              }
            });
    return keys.stream().<@Nullable Object[]>map(each -> row(keyspace, each)).iterator();
  }

  private static @Nullable Object[] row(StoreKeyspace keyspace, byte[] bytes) {
    ByteRange key = ByteRange.of(bytes);
    return new Object[] {
      text(bytes), kind(keyspace.keys().type(key)), keyspace.dumps().dump(key), bytes
    };
  }

  private static OrbitException readOnly() {
    return new OrbitException(ErrorCode.FEATURE_NOT_SUPPORTED, "redis.sketches cannot be written")
        .withHint("Use the commands of Redis, or delete the key there.");
  }

  @Override
  public void insert(Session session, Transaction transaction, @Nullable Object[] row) {
    throw readOnly();
  }

  @Override
  public void update(
      Session session, Transaction transaction, @Nullable Object[] old, @Nullable Object[] row) {
    throw readOnly();
  }

  @Override
  public void delete(Session session, Transaction transaction, @Nullable Object[] old) {
    throw readOnly();
  }
}
