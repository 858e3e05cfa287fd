package io.orbit.records;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.records.RowView;
import io.orbit.api.storage.RecordView;
import io.orbit.api.value.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A row as {@link RowFormat} and {@link TupleFormat} lay it out, decoded as it is asked for. */
final class StoredRowView implements RowView {
  private final TupleReader keyReader = new TupleReader();
  private final RecordView stored = new RecordView();
  private CollectionLayout layout;
  private byte[] key = new byte[0];
  private int keyLength;

  private byte[] bytes = new byte[0];
  private int schemaVersion;
  private int slots;
  private int bitmapAt;
  private int offsetsAt;
  private int width;
  private int valuesAt;

  private int start;
  private int end;

  StoredRowView(CollectionLayout layout) {
    this.layout = layout;
  }

  /** Where the store puts what it reads; {@link #bind} then takes it over. */
  RecordView stored() {
    return stored;
  }

  /** Shows the record in {@link #stored()} under a key that stays as it is. */
  void bind(CollectionLayout newLayout, byte[] keyBuffer, int length) {
    bind(newLayout, keyBuffer, length, stored);
  }

  void bind(CollectionLayout newLayout, byte[] keyBuffer, int length, RecordView record) {
    layout = newLayout;
    key = keyBuffer;
    keyLength = length;
    bytes = record.array();
    expiresAt = record.expiresAt();
    int at = record.offset();
    int format = bytes[at++];
    if (format < RowFormat.OFFSETS_OF_1 || format > RowFormat.OFFSETS_OF_4) {
      throw new OrbitException(
          ErrorCode.DATA_CORRUPTED,
          "a row of " + newLayout.collection().name() + " has the unknown format " + format);
    }
    width = RowFormat.width(format);
    schemaVersion = varint(at);
    at = varintEnd;
    slots = varint(at);
    bitmapAt = varintEnd;
    offsetsAt = bitmapAt + (slots + 7) / 8;
    int present = 0;
    for (int i = bitmapAt; i < offsetsAt; i++) {
      present += Integer.bitCount(bytes[i] & 0xFF);
    }
    valuesAt = offsetsAt + present * width;
  }

  private long expiresAt;
  private int varintEnd;

  private int varint(int from) {
    int value = 0;
    int at = from;
    for (int shift = 0; ; shift += 7) {
      int b = bytes[at++];
      value |= (b & 0x7F) << shift;
      if (b >= 0) {
        varintEnd = at;
        return value;
      }
    }
  }

  /** Finds the value of a slot; false when there is none. */
  private boolean locate(int slot) {
    int byteAt = bitmapAt + (slot >> 3);
    int bit = 1 << (slot & 7);
    if (slot >= slots || (bytes[byteAt] & bit) == 0) {
      return false;
    }
    int rank = Integer.bitCount(bytes[byteAt] & (bit - 1));
    for (int i = bitmapAt; i < byteAt; i++) {
      rank += Integer.bitCount(bytes[i] & 0xFF);
    }
    start = valuesAt + (rank == 0 ? 0 : offset(rank - 1));
    end = valuesAt + offset(rank);
    return true;
  }

  private int offset(int index) {
    int at = offsetsAt + index * width;
    return switch (width) {
      case 1 -> bytes[at] & 0xFF;
      case 2 -> (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
      default ->
          bytes[at] << 24
              | (bytes[at + 1] & 0xFF) << 16
              | (bytes[at + 2] & 0xFF) << 8
              | (bytes[at + 3] & 0xFF);
    };
  }

  private TupleReader atKeyColumn(int column) {
    keyReader.on(key);
    for (int i = layout.keyOrdinal(column); i > 0; i--) {
      keyReader.skip(false);
    }
    return keyReader;
  }

  private boolean isMissing(int column) {
    return layout.sinceVersion(column) > schemaVersion;
  }

  @Override
  public byte[] key() {
    return Arrays.copyOf(key, keyLength);
  }

  @Override
  public boolean isNull(int column) {
    if (layout.isInKey(column)) {
      return false;
    }
    return isMissing(column)
        ? layout.missing(column) == null
        : !locate(layout.slotOfColumn(column));
  }

  @Override
  public long getLong(int column) {
    DataType type = layout.type(column);
    if (layout.isInKey(column) && TupleReader.isInteger(type.kind())) {
      return atKeyColumn(column).integerElement(false);
    }
    if (!layout.isInKey(column) && !isMissing(column) && TupleReader.isInteger(type.kind())) {
      if (locate(layout.slotOfColumn(column))) {
        return ByteReader.minimal(bytes, start, end - start);
      }
      return 0;
    }
    return switch (get(column)) {
      case null -> 0;
      case Boolean flag -> flag ? 1 : 0;
      case Number number -> number.longValue();
      default -> throw new IllegalStateException(type.kind() + " is no integer");
    };
  }

  @Override
  public double getDouble(int column) {
    return get(column) instanceof Number number ? number.doubleValue() : 0;
  }

  @Override
  public @Nullable Object get(int column) {
    DataType type = layout.type(column);
    if (layout.isInKey(column)) {
      return atKeyColumn(column).element(type, false);
    }
    if (isMissing(column)) {
      return layout.missing(column);
    }
    return locate(layout.slotOfColumn(column))
        ? ColumnCodec.read(bytes, start, end - start, type)
        : null;
  }

  @Override
  public @Nullable Object[] values() {
    @Nullable Object[] values = new @Nullable Object[layout.columns()];
    for (int i = 0; i < values.length; i++) {
      values[i] = get(i);
    }
    return values;
  }

  @Override
  public long expiresAt() {
    return expiresAt;
  }
}
