package io.orbit.keyspace;

import io.orbit.api.catalog.Column;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.KeyEvent;
import io.orbit.api.keyspace.KeyType;
import io.orbit.api.keyspace.StreamEntry;
import io.orbit.api.keyspace.StreamId;
import io.orbit.api.keyspace.Streams;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Transaction;
import io.orbit.api.value.DataType;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code redis.streams}: a row a field of an entry, with its place among the entry's fields. A row
 * without an id is an entry of its own, with the next id; one with the id of an entry is a further
 * field of it.
 */
final class StreamsTable extends KeyspaceTable {
  private static final int KEY = 0;
  private static final int ID = 1;
  private static final int FIELD = 2;
  private static final int VALUE = 3;
  private static final int RAW_KEY = 4;
  private static final int RAW_FIELD = 5;
  private static final int RAW_VALUE = 6;
  private static final int PLACE = 7;

  private static final int BLOCK_ENTRIES = 100;
  private static final int BLOCK_BYTES = 4096;

  private static final List<Column> COLUMNS =
      List.of(
          Column.of(1, "key", DataType.TEXT),
          Column.of(2, "id", DataType.TEXT),
          Column.of(3, "field", DataType.TEXT),
          Column.of(4, "value", DataType.TEXT),
          Column.of(5, "raw_key", DataType.BYTES),
          Column.of(6, "raw_field", DataType.BYTES),
          Column.of(7, "raw_value", DataType.BYTES),
          Column.of(8, "place", DataType.INT64));

  StreamsTable(Source source) {
    super(source, "streams", COLUMNS, List.of(RAW_KEY, ID, PLACE));
  }

  @Override
  public Iterator<@Nullable Object[]> scan(
      Session session, Transaction transaction, Map<Integer, Object> equal) {
    StoreKeyspace keyspace = open(session, transaction);
    return rows(keyspace, KeyType.STREAM, equal, key -> rows(keyspace, key));
  }

  private static List<@Nullable Object[]> rows(StoreKeyspace keyspace, ByteRange key) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    Streams.View stream = keyspace.streams().view(key);
    if (stream != null) {
      stream.forEach(
          StreamId.MINIMUM,
          StreamId.MAXIMUM,
          entry -> {
            long[] place = new long[1];
            entry.forEach(
                (field, value) ->
                    rows.add(row(key, entry.id(), field.copy(), value.copy(), place[0]++)));
            return true;
          });
    }
    return rows;
  }

  private static @Nullable Object[] row(
      ByteRange key, StreamId id, byte[] field, byte[] value, long place) {
    return new Object[] {
      text(key.copy()), id.toString(), text(field), text(value), key.copy(), field, value, place
    };
  }

  @Override
  public void insert(Session session, Transaction transaction, @Nullable Object[] row) {
    if (row[PLACE] != null) {
      throw notSettable();
    }
    add(
        open(session, transaction, KeyEvent.Kind.STREAM, "xadd"),
        given(row, KEY, RAW_KEY),
        (String) row[ID],
        given(row, FIELD, RAW_FIELD),
        given(row, VALUE, RAW_VALUE));
  }

  private static void add(
      StoreKeyspace keyspace,
      ByteRange key,
      @Nullable String id,
      ByteRange field,
      ByteRange value) {
    refuseRow(keyspace, key);
    boolean ignored =
        keyspace
            .streams()
            .change(
                key,
                stream -> {
                  StreamId wanted = id == null ? nextId(keyspace, stream) : parse(id);
                  StreamEntry entry = stream.entry(wanted);
                  if (entry != null) {
                    List<ByteRange> words = words(entry);
                    words.add(field);
                    words.add(value);
                    stream.replace(wanted, words);
                  } else if (wanted.compareTo(stream.state().lastId()) > 0) {
                    stream.add(wanted, List.of(field, value), BLOCK_ENTRIES, BLOCK_BYTES);
                  } else {
                    throw new OrbitException(
                        ErrorCode.INVALID_PARAMETER_VALUE,
                        "the id "
                            + wanted
                            + " is not greater than the stream's last one, "
                            + stream.state().lastId());
                  }
                  return true;
                });
  }

  private static OrbitException notSettable() {
    return new OrbitException(
        ErrorCode.GENERATED_ALWAYS, "column \"place\" of relation \"streams\" cannot be written");
  }

  private static StreamId nextId(StoreKeyspace keyspace, Streams.View stream) {
    StreamId last = stream.state().lastId();
    StreamId now = new StreamId(keyspace.now(), 0);
    StreamId next = now.compareTo(last) > 0 ? now : last.next();
    if (next == null) {
      throw new OrbitException(
          ErrorCode.PROGRAM_LIMIT_EXCEEDED, "the stream has exhausted the last possible id");
    }
    return next;
  }

  private static StreamId parse(String text) {
    StreamId id = StreamId.parse(ByteRange.of(text), 0);
    if (id == null) {
      throw new OrbitException(
          ErrorCode.INVALID_TEXT_REPRESENTATION,
          "invalid id of a stream's entry: \"" + text + "\"");
    }
    return id;
  }

  private static List<ByteRange> words(StreamEntry entry) {
    List<ByteRange> words = new ArrayList<>();
    entry.forEach(
        (field, value) -> {
          words.add(ByteRange.of(field.copy()));
          words.add(ByteRange.of(value.copy()));
        });
    return words;
  }

  @Override
  public void update(
      Session session, Transaction transaction, @Nullable Object[] old, @Nullable Object[] row) {
    if (!java.util.Objects.equals(old[PLACE], row[PLACE])) {
      throw notSettable();
    }
    StoreKeyspace keyspace = open(session, transaction, KeyEvent.Kind.STREAM, "xadd");
    ByteRange key = changed(old, row, KEY, RAW_KEY);
    ByteRange field = changed(old, row, FIELD, RAW_FIELD);
    ByteRange value = changed(old, row, VALUE, RAW_VALUE);
    String id = (String) row[ID];
    if (!sameBytes(old, RAW_KEY, key) || !java.util.Objects.equals(old[ID], id)) {
      delete(session, transaction, old);
      add(keyspace, key, id, field, value);
      return;
    }
    change(
        keyspace,
        old,
        (words, place) -> {
          words.set(place, field);
          words.set(place + 1, value);
        });
  }

  @Override
  public void delete(Session session, Transaction transaction, @Nullable Object[] old) {
    change(
        open(session, transaction, KeyEvent.Kind.STREAM, "xdel"),
        old,
        (words, place) -> {
          words.remove(place);
          words.remove(place);
        });
  }

  /** Changes the words of an entry, given the place of a field; without words it goes. */
  private interface Rewriting {
    void apply(List<ByteRange> words, int place);
  }

  private static void change(StoreKeyspace keyspace, @Nullable Object[] old, Rewriting rewriting) {
    Object key = old[RAW_KEY];
    Object place = old[PLACE];
    StreamId id = parse(String.valueOf(old[ID]));
    if (key == null || place == null) {
      return;
    }
    int expected = 2 * ((Number) place).intValue();
    boolean ignored =
        keyspace
            .streams()
            .change(
                ByteRange.of((byte[]) key),
                stream -> {
                  StreamEntry entry = stream.entry(id);
                  List<ByteRange> words = entry == null ? List.of() : words(entry);
                  int at = placeOf(words, old, expected);
                  if (at < 0) {
                    return false;
                  }
                  rewriting.apply(words, at);
                  if (words.isEmpty()) {
                    removeEntry(stream, id);
                  } else {
                    stream.replace(id, words);
                  }
                  return true;
                });
  }

  /** Where a field is now: others of its entry may have gone in the same statement. */
  private static int placeOf(List<ByteRange> words, @Nullable Object[] old, int expected) {
    for (int at = Math.min(expected, words.size() - 2); at >= 0; at -= 2) {
      if (sameBytes(old, RAW_FIELD, words.get(at))
          && sameBytes(old, RAW_VALUE, words.get(at + 1))) {
        return at;
      }
    }
    return -1;
  }

  private static void removeEntry(Streams.Editor stream, StreamId id) {
    Streams.State state = stream.state();
    if (stream.remove(id) && id.compareTo(state.maximumDeletedId()) > 0) {
      stream.setState(new Streams.State(state.lastId(), id, state.entriesAdded()));
    }
  }
}
