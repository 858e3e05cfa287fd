package io.orbit.records;

import io.orbit.api.catalog.Index;
import io.orbit.api.value.DataType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Entries of one index. An entry is a record of the index's space:
 *
 * <pre>
 * key    the elements (see TupleFormat); unless the index makes them unique, the row's key after
 *        them. A unique index with a NULL among its elements, where NULLs are distinct, is not.
 * value  byte 1; varint length of the row's key, or 0 when it stands in the entry's key; the row's
 *        key; then the included columns as list elements (see RowFormat)
 * </pre>
 */
final class IndexLayout {
  private static final int FORMAT = 1;

  private final CollectionLayout collection;
  private final Index index;
  private final DataType[] types;
  private final int[] columns;
  private final boolean[] descending;
  private final boolean[] nullsFirst;
  private final int[] include;

  IndexLayout(CollectionLayout collection, Index index) {
    this.collection = collection;
    this.index = index;
    List<Index.Element> elements = index.elements();
    int count = elements.size();
    types = new DataType[count];
    columns = new int[count];
    descending = new boolean[count];
    nullsFirst = new boolean[count];
    for (int i = 0; i < count; i++) {
      Index.Element element = elements.get(i);
      columns[i] = element.column() == 0 ? -1 : collection.positionOf(element.column());
      types[i] = columns[i] < 0 ? DataType.DYNAMIC : collection.type(columns[i]);
      descending[i] = element.descending();
      nullsFirst[i] = element.nullsFirst();
    }
    include = collection.positionsOf(index.include());
  }

  Index index() {
    return index;
  }

  CollectionLayout collection() {
    return collection;
  }

  int space() {
    return index.space();
  }

  int elements() {
    return types.length;
  }

  /** Position of an element's column, or -1 for an expression. */
  int column(int element) {
    return columns[element];
  }

  DataType type(int element) {
    return types[element];
  }

  boolean isDescending(int element) {
    return descending[element];
  }

  boolean nullsFirst(int element) {
    return nullsFirst[element];
  }

  boolean isPartial() {
    return !index.predicateText().isEmpty();
  }

  boolean hasExpressions() {
    return Arrays.stream(columns).anyMatch(column -> column < 0);
  }

  /** True when the index is over plain columns and has an entry for every row. */
  boolean coversAllRows() {
    return index.valid() && !isPartial() && !hasExpressions();
  }

  TupleWriter writeElements(TupleWriter out, @Nullable Object[] values) {
    for (int i = 0; i < types.length; i++) {
      out.element(values[i], types[i], descending[i], nullsFirst[i]);
    }
    return out;
  }

  /** Whether elements with these values may occur once only. */
  boolean isUniqueFor(@Nullable Object[] values) {
    if (!index.unique()) {
      return false;
    }
    if (index.nullsNotDistinct()) {
      return true;
    }
    for (Object value : values) {
      if (value == null) {
        return false;
      }
    }
    return true;
  }

  /** The entry of a row whose elements have these values. */
  Entry entry(
      TupleWriter writer, @Nullable Object[] values, byte[] rowKey, @Nullable Object[] row) {
    boolean unique = isUniqueFor(values);
    writeElements(writer.reset(), values);
    if (!unique) {
      writer.raw(rowKey, 0, rowKey.length);
    }
    ByteWriter value = new ByteWriter();
    value.put(FORMAT);
    value.varint(unique ? rowKey.length : 0);
    if (unique) {
      value.bytes(rowKey);
    }
    for (int column : include) {
      ByteWriter included = new ByteWriter();
      Object content = row[column];
      if (content == null) {
        value.varint(0);
      } else {
        ColumnCodec.write(content, collection.type(column), included);
        value.varint(included.length() + 1L);
        value.bytes(included.buffer(), 0, included.length());
      }
    }
    return new Entry(writer.toBytes(), value.toBytes(), unique);
  }

  /** An index entry as it is stored; unique when no other row may have the same key. */
  record Entry(byte[] key, byte[] value, boolean unique) {
    boolean same(Entry other) {
      return Arrays.equals(key, other.key) && Arrays.equals(value, other.value);
    }
  }

  /** The key of the row that an entry leads to. */
  byte[] rowKey(TupleReader reader, byte[] entryKey, byte[] value, int offset, int length) {
    ByteReader in = new ByteReader(value, offset, length);
    in.next();
    int keyLength = in.size();
    if (keyLength > 0) {
      return in.take(keyLength);
    }
    reader.on(entryKey);
    for (int i = 0; i < types.length; i++) {
      reader.skip(descending[i]);
    }
    return Arrays.copyOfRange(entryKey, reader.position(), entryKey.length);
  }
}
