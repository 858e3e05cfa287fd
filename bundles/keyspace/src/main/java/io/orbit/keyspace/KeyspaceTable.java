package io.orbit.keyspace;

import io.orbit.api.catalog.Catalog;
import io.orbit.api.catalog.Column;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.KeyEvent;
import io.orbit.api.keyspace.KeyType;
import io.orbit.api.query.VirtualTable;
import io.orbit.api.records.Records;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.Transaction;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A key space's values of one type as a table, readable and writable in the SQL transaction. Text
 * columns are NULL where the bytes are not UTF-8; beside each stands its {@code raw_} column, of
 * which a writer may give either.
 */
abstract class KeyspaceTable implements VirtualTable {
  /** The key space that a table shows. */
  record Source(Store store, Catalog catalog, Records records, KeyQueues queues, int keySpace) {}

  private final Source source;
  private final ScanPositions positions = new ScanPositions();
  private final String name;
  private final List<Column> columns;
  private final List<Integer> key;

  KeyspaceTable(Source source, String name, List<Column> columns, List<Integer> key) {
    this.source = source;
    this.name = name;
    this.columns = columns;
    this.key = key;
  }

  /** {@code redis} for the first key space, {@code redis_1} … for the others. */
  @Override
  public final String schema() {
    return source.keySpace() == 0 ? "redis" : "redis_" + source.keySpace();
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final List<Column> columns() {
    return columns;
  }

  @Override
  public final List<Integer> key() {
    return key;
  }

  /** The key space as the transaction sees it; may block. */
  final StoreKeyspace open(Session session, Transaction transaction) {
    StoreKeyspace keyspace =
        new StoreKeyspace(
            source.store(),
            source.catalog(),
            source.records(),
            source.queues(),
            session,
            positions);
    keyspace.setMayWait(true);
    keyspace.enter(transaction);
    keyspace.select(source.keySpace());
    return keyspace;
  }

  /** As {@link #open}, to change something; what that is called. */
  final StoreKeyspace open(
      Session session, Transaction transaction, KeyEvent.Kind kind, String change) {
    StoreKeyspace keyspace = open(session, transaction);
    keyspace.announce(new KeyEvent(kind, change), false);
    return keyspace;
  }

  /**
   * The rows of one key's value after the other, of all keys of a type or the one that the
   * conditions name. The first column of such a table is the key, the first one that identifies its
   * rows the key's bytes.
   */
  final Iterator<@Nullable Object[]> rows(
      StoreKeyspace keyspace,
      KeyType type,
      Map<Integer, Object> equal,
      Function<ByteRange, List<@Nullable Object[]>> rowsOf) {
    ByteRange wanted = wanted(equal, 0, key.getFirst());
    if (wanted != null) {
      boolean own = !keyspace.isRow(wanted);
      return own && keyspace.keys().type(wanted) == type
          ? rowsOf.apply(wanted).iterator()
          : Collections.emptyIterator();
    }
    List<byte[]> keys = new ArrayList<>();
    keyspace
        .keys()
        .forEachOwn(
            (each, itsType) -> {
              if (itsType == type) {
                keys.add(each);
              }
            });
    return keys.stream().flatMap(each -> rowsOf.apply(ByteRange.of(each)).stream()).iterator();
  }

  static void refuseRow(StoreKeyspace keyspace, ByteRange key) {
    if (keyspace.isRow(key)) {
      throw Rows.notAllowed("'" + key.utf8() + "' names a row of a table: write the table");
    }
  }

  static @Nullable String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** The bytes of a pair of columns in a row to insert; fails when neither is given. */
  final ByteRange given(@Nullable Object[] row, int textColumn, int rawColumn) {
    Object raw = row[rawColumn];
    Object text = row[textColumn];
    if (raw != null) {
      return ByteRange.of(((byte[]) raw).clone());
    }
    if (text == null) {
      throw new OrbitException(
          ErrorCode.NOT_NULL_VIOLATION,
          "null value in column \""
              + columns.get(textColumn).name()
              + "\" of relation \""
              + name
              + "\" violates not-null constraint");
    }
    return ByteRange.of((String) text);
  }

  /** The bytes of a pair of columns after an update: whichever of them was changed. */
  final ByteRange changed(
      @Nullable Object[] old, @Nullable Object[] row, int textColumn, int rawColumn) {
    boolean rawChanged = !Objects.deepEquals(old[rawColumn], row[rawColumn]);
    if (!rawChanged && !Objects.equals(old[textColumn], row[textColumn])) {
      @Nullable Object[] textOnly = row.clone();
      textOnly[rawColumn] = null;
      return given(textOnly, textColumn, rawColumn);
    }
    return given(row, textColumn, rawColumn);
  }

  /** What a condition says of a pair of columns, null for nothing. */
  static @Nullable ByteRange wanted(
      java.util.Map<Integer, Object> equal, int textColumn, int rawColumn) {
    Object raw = equal.get(rawColumn);
    if (raw != null) {
      return ByteRange.of((byte[]) raw);
    }
    Object text = equal.get(textColumn);
    return text == null ? null : ByteRange.of((String) text);
  }

  static boolean sameBytes(@Nullable Object[] old, int rawColumn, ByteRange bytes) {
    return Arrays.equals((byte[]) old[rawColumn], bytes.copy());
  }

  final OrbitException duplicate(String what) {
    return new OrbitException(
            ErrorCode.UNIQUE_VIOLATION,
            "duplicate key value violates unique constraint \"" + name + "_pkey\"")
        .withDetail("Key " + what + " already exists.");
  }
}
