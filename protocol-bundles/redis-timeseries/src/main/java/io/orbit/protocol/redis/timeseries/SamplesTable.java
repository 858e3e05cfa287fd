package io.orbit.protocol.redis.timeseries;

import io.orbit.api.catalog.Column;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.CommandFailure;
import io.orbit.api.keyspace.KeyEvent;
import io.orbit.api.keyspace.KeyType;
import io.orbit.api.keyspace.Keyspace;
import io.orbit.api.keyspace.Keyspaces;
import io.orbit.api.query.VirtualTable;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Transaction;
import io.orbit.api.value.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code redis.timeseries}: a row a sample, readable and writable in the SQL transaction; the rules
 * of a series apply. A series that a row names and that is not there is made, with the row's
 * labels.
 */
public final class SamplesTable implements VirtualTable {
  private static final int KEY = 0;
  private static final int TIME = 1;
  private static final int VALUE = 2;
  private static final int LABELS = 3;
  private static final int RAW_KEY = 4;
  private static final long MICROS = 1000;
  private static final KeyEvent ADDED = new KeyEvent(KeyEvent.Kind.MODULE, "ts.add");
  private static final KeyEvent DELETED = new KeyEvent(KeyEvent.Kind.MODULE, "ts.del");

  private static final List<Column> COLUMNS =
      List.of(
          Column.of(1, "key", DataType.TEXT),
          Column.of(2, "time", DataType.TIMESTAMPTZ),
          Column.of(3, "value", DataType.FLOAT64),
          Column.of(4, "labels", DataType.JSONB),
          Column.of(5, "raw_key", DataType.BYTES));

  private final Keyspaces keyspaces;
  private final int number;

  private SamplesTable(Keyspaces keyspaces, int number) {
    this.keyspaces = keyspaces;
    this.number = number;
  }

  /** One a key space. */
  public static List<VirtualTable> all(Keyspaces keyspaces) {
    return IntStream.range(0, Keyspaces.COUNT)
        .<VirtualTable>mapToObj(each -> new SamplesTable(keyspaces, each))
        .toList();
  }

  @Override
  public String schema() {
    return number == 0 ? "redis" : "redis_" + number;
  }

  @Override
  public String name() {
    return "timeseries";
  }

  @Override
  public List<Column> columns() {
    return COLUMNS;
  }

  @Override
  public List<Integer> key() {
    return List.of(RAW_KEY, TIME);
  }

  private Keyspace open(Session session, Transaction transaction, @Nullable KeyEvent change) {
    Keyspace keyspace = keyspaces.open(session);
    keyspace.setMayWait(true);
    keyspace.enter(transaction);
    keyspace.select(number);
    keyspace.announce(change, false);
    return keyspace;
  }

  // ---- reading

  @Override
  public Iterator<@Nullable Object[]> scan(
      Session session, Transaction transaction, Map<Integer, Object> equal) {
    Keyspace keyspace = open(session, transaction, null);
    List<byte[]> keys = keys(keyspace, equal);
    Object time = equal.get(TIME);
    boolean one = time instanceof Long micros && micros % MICROS == 0;
    long from = one && time instanceof Long micros ? micros / MICROS : 0;
    long to = one ? from : Long.MAX_VALUE;
    return keys.stream()
        .map(key -> rows(keyspace, key, from, to))
        .flatMap(SamplesTable::stream)
        .iterator();
  }

  private static List<byte[]> keys(Keyspace keyspace, Map<Integer, Object> equal) {
    List<byte[]> keys = new ArrayList<>();
    byte[] wanted = wanted(equal);
    if (wanted == null) {
      keyspace
          .keys()
          .forEach(
              (key, type) -> {
                if (type == KeyType.TIME_SERIES) {
                  keys.add(key);
                }
              });
    } else if (keyspace.keys().type(ByteRange.of(wanted)) == KeyType.TIME_SERIES) {
      keys.add(wanted);
    }
    return keys;
  }

  private static byte @Nullable [] wanted(Map<Integer, Object> equal) {
    if (equal.get(RAW_KEY) instanceof byte[] raw) {
      return raw;
    }
    return equal.get(KEY) instanceof String text ? ByteRange.of(text).copy() : null;
  }

  private static java.util.stream.Stream<@Nullable Object[]> stream(
      Iterator<@Nullable Object[]> rows) {
    return java.util.stream.StreamSupport.stream(
        java.util.Spliterators.spliteratorUnknownSize(rows, 0), false);
  }

  /** The samples of a series, made rows as they are asked for. */
  private static Iterator<@Nullable Object[]> rows(
      Keyspace keyspace, byte[] key, long from, long to) {
    Series series = new SeriesStore(keyspace).find(ByteRange.of(key));
    if (series == null) {
      return Collections.emptyIterator();
    }
    Samples samples = new Samples();
    boolean ignored = series.forward(Math.max(from, series.oldest()), to, samples);
    String text = text(key);
    String labels = LabelJson.write(series.labels());
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < samples.size();
      }

      @Override
      public @Nullable Object[] next() {
        int index = next++;
        return new Object[] {text, samples.time(index) * MICROS, samples.value(index), labels, key};
      }
    };
  }

  private static @Nullable String text(byte[] bytes) {
    String text = ByteRange.of(bytes).utf8();
    return Arrays.equals(ByteRange.of(text).copy(), bytes) ? text : null;
  }

  // ---- writing

  @Override
  public void insert(Session session, Transaction transaction, @Nullable Object[] row) {
    Keyspace keyspace = open(session, transaction, ADDED);
    ByteRange key = given(row);
    if (keyspace.isRow(key)) {
      throw new OrbitException(
          ErrorCode.ROW_OPERATION_NOT_ALLOWED,
          "'" + key.utf8() + "' names a row of a table: write the table");
    }
    add(keyspace, key, row, DuplicatePolicy.BLOCK);
  }

  private static ByteRange given(@Nullable Object[] row) {
    if (row[RAW_KEY] instanceof byte[] raw) {
      return ByteRange.of(raw.clone());
    }
    if (row[KEY] instanceof String text) {
      return ByteRange.of(text);
    }
    throw missing("key");
  }

  private static OrbitException missing(String column) {
    return new OrbitException(
        ErrorCode.NOT_NULL_VIOLATION,
        "null value in column \""
            + column
            + "\" of relation \"timeseries\" violates not-null constraint");
  }

  private static void add(
      Keyspace keyspace, ByteRange key, @Nullable Object[] row, DuplicatePolicy policy) {
    double value = value(row);
    long time = time(row);
    List<Label> labels = LabelJson.read(row[LABELS]);
    SeriesStore store = new SeriesStore(keyspace);
    Series series = store.find(key);
    if (series != null
        && row[LABELS] != null
        && !Set.copyOf(labels).equals(Set.copyOf(series.labels()))) {
      throw labelsDiffer();
    }
    if (series != null && policy == DuplicatePolicy.BLOCK && isThere(series, time)) {
      throw new OrbitException(
              ErrorCode.UNIQUE_VIOLATION,
              "duplicate key value violates unique constraint \"timeseries_pkey\"")
          .withDetail("Key (key, time)=(" + key.utf8() + ", " + time + ") already exists.");
    }
    try {
      long ignored =
          new Adding(store)
              .add(
                  key,
                  time,
                  (last, at) -> value,
                  new CreateArguments(Header.DEFAULT, labels),
                  policy);
    } catch (CommandFailure e) {
      throw refused(e);
    }
  }

  private static OrbitException labelsDiffer() {
    return new OrbitException(
            ErrorCode.FEATURE_NOT_SUPPORTED, "labels belong to a series, not to its samples")
        .withHint("Use TS.ALTER.");
  }

  private static boolean isThere(Series series, long time) {
    Sample sample = series.from(time);
    return sample != null && sample.time() == time;
  }

  private static double value(@Nullable Object[] row) {
    if (!(row[VALUE] instanceof Double value)) {
      throw missing("value");
    }
    if (value.isNaN() || value.isInfinite()) {
      throw new OrbitException(
          ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "a sample's value is a finite number");
    }
    return value;
  }

  private static long time(@Nullable Object[] row) {
    if (!(row[TIME] instanceof Long micros)) {
      throw missing("time");
    }
    if (micros < 0 || micros == Long.MAX_VALUE || micros % MICROS != 0) {
      throw new OrbitException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "a sample's time is in whole milliseconds, and not before 1970");
    }
    return micros / MICROS;
  }

  private static OrbitException refused(CommandFailure failure) {
    String message = failure.getMessage();
    String start = "ERR TSDB: ";
    return new OrbitException(
        ErrorCode.INVALID_PARAMETER_VALUE,
        message.startsWith(start) ? message.substring(start.length()) : message,
        failure);
  }

  @Override
  public void update(
      Session session, Transaction transaction, @Nullable Object[] old, @Nullable Object[] row) {
    if (!Objects.equals(old[LABELS], row[LABELS])) {
      throw labelsDiffer();
    }
    boolean moved =
        !Objects.equals(old[TIME], row[TIME])
            || !Objects.equals(old[KEY], row[KEY])
            || !Objects.deepEquals(old[RAW_KEY], row[RAW_KEY]);
    if (!moved && old[RAW_KEY] instanceof byte[] key) {
      add(open(session, transaction, ADDED), ByteRange.of(key), row, DuplicatePolicy.LAST);
      return;
    }
    delete(session, transaction, old);
    @Nullable Object[] target = row.clone();
    if (!Objects.equals(old[KEY], row[KEY]) && Objects.deepEquals(old[RAW_KEY], row[RAW_KEY])) {
      target[RAW_KEY] = null;
    }
    target[LABELS] = null;
    insert(session, transaction, target);
  }

  @Override
  public void delete(Session session, Transaction transaction, @Nullable Object[] old) {
    if (!(old[RAW_KEY] instanceof byte[] key)) {
      return;
    }
    long time = time(old);
    SeriesStore store = new SeriesStore(open(session, transaction, DELETED));
    if (store.find(ByteRange.of(key)) == null) {
      return;
    }
    try {
      long ignored = Removing.remove(store, ByteRange.of(key), time, time);
    } catch (CommandFailure e) {
      throw refused(e);
    }
  }
}
