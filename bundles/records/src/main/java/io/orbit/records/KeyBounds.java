package io.orbit.records;

import io.orbit.api.records.KeyRange;
import io.orbit.api.value.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes between which a {@link KeyRange} lies.
 *
 * @param from inclusive
 * @param to exclusive, null for the end
 */
record KeyBounds(byte[] from, byte @Nullable [] to) {

  /** Types and directions of a key's elements. */
  interface Elements {
    DataType type(int element);

    boolean descending(int element);

    boolean nullsFirst(int element);
  }

  static KeyBounds of(KeyRange range, Elements elements) {
    TupleWriter writer = new TupleWriter();
    List<@Nullable Object> prefix = range.prefix();
    for (int i = 0; i < prefix.size(); i++) {
      append(writer, elements, i, prefix.get(i));
    }
    int next = prefix.size();
    Object lower = range.lower();
    Object upper = range.upper();
    if (lower == null && upper == null) {
      byte[] from = writer.toBytes();
      return new KeyBounds(from, TupleWriter.after(from, from.length));
    }
    boolean descending = elements.descending(next);
    Object first = descending ? upper : lower;
    boolean firstInclusive = descending ? range.upperInclusive() : range.lowerInclusive();
    Object last = descending ? lower : upper;
    boolean lastInclusive = descending ? range.lowerInclusive() : range.upperInclusive();
    int prefixLength = writer.length();
    byte[] from = bound(writer, elements, next, first, TupleFormat.FIRST_VALUE, !firstInclusive);
    writer.truncate(prefixLength);
    byte[] to = bound(writer, elements, next, last, TupleFormat.AFTER_VALUES, lastInclusive);
    return new KeyBounds(from, to);
  }

  private static byte[] bound(
      TupleWriter writer,
      Elements elements,
      int element,
      @Nullable Object value,
      int openEnd,
      boolean after) {
    if (value == null) {
      return writer.rawByte(openEnd).toBytes();
    }
    append(writer, elements, element, value);
    byte[] bytes = writer.toBytes();
    if (!after) {
      return bytes;
    }
    byte[] next = TupleWriter.after(bytes, bytes.length);
    return next == null ? bytes : next;
  }

  private static void append(
      TupleWriter writer, Elements elements, int element, @Nullable Object value) {
    writer.element(
        value, elements.type(element), elements.descending(element), elements.nullsFirst(element));
  }

  /** The elements of a primary key: ascending, without NULLs. */
  static Elements primaryKey(CollectionLayout layout) {
    return new Elements() {
      @Override
      public DataType type(int element) {
        return layout.hasHiddenRowId() ? DataType.INT64 : layout.type(layout.keyColumns()[element]);
      }

      @Override
      public boolean descending(int element) {
        return false;
      }

      @Override
      public boolean nullsFirst(int element) {
        return false;
      }
    };
  }

  static Elements index(IndexLayout layout) {
    return new Elements() {
      @Override
      public DataType type(int element) {
        return layout.type(element);
      }

      @Override
      public boolean descending(int element) {
        return layout.isDescending(element);
      }

      @Override
      public boolean nullsFirst(int element) {
        return layout.nullsFirst(element);
      }
    };
  }
}
