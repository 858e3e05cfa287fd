package io.orbit.records;

import org.jspecify.annotations.Nullable;

/**
 * Rows in bytes, so that one column is found without decoding the others, and a row written under
 * an older schema is read under a newer one.
 *
 * <pre>
 * byte      format: 1, 2 or 3 for offsets of 1, 2 or 4 bytes
 * varint    schema version of the collection when the row was written
 * varint    n: number of slots; column id i has slot i − 1
 * ⌈n/8⌉     bit set (lowest first) for each slot with a value here: neither NULL nor kept in the key
 * offsets   for each such slot, big-endian, where its value ends, counted from the first value
 * values    one after the other
 * </pre>
 *
 * <p>A dropped column's slot is passed over; a column newer than the row's schema version has its
 * missing value. Values:
 *
 * <pre>
 * boolean             01 or 00
 * integers, dates …   two's complement, big-endian, the fewest bytes (none for 0)
 * float32, float64    4 or 8 bytes, IEEE 754, big-endian
 * decimal             00, scale as signed varint, unscaled value in two's complement; 01 NaN,
 *                     02 infinity, 03 −infinity
 * text, json, jsonb   UTF-8
 * bytes, geometry     as they are; uuid 16 bytes
 * inet, cidr          mask bits, 4 or 16 bytes
 * time with zone      signed varints: microseconds, seconds east
 * interval            signed varints: months, days, microseconds
 * array               varint count of dimensions, varint lengths, signed lower bounds, then a list
 * list (set, record)  varint count; each element varint length + 1 (0 for NULL) and its bytes
 * map                 varint count; key and value as list elements
 * vector              4 bytes a component
 * dynamic             one byte kind (see ColumnCodec), then as that kind
 * </pre>
 */
final class RowFormat {
  static final int OFFSETS_OF_1 = 1;
  static final int OFFSETS_OF_2 = 2;
  static final int OFFSETS_OF_4 = 3;

  /** A row without any value. */
  static byte[] empty(int schemaVersion) {
    ByteWriter out = new ByteWriter();
    out.put(OFFSETS_OF_1);
    out.varint(schemaVersion);
    out.varint(0);
    return out.toBytes();
  }

  /** Writes rows; reuses its buffers. One thread. */
  static final class Encoder {
    private final ByteWriter out = new ByteWriter();
    private final ByteWriter data = new ByteWriter();
    private int[] ends = new int[16];

    byte[] encode(CollectionLayout layout, @Nullable Object[] row) {
      data.reset();
      int slots = layout.slots();
      byte[] bitmap = new byte[(slots + 7) / 8];
      int present = 0;
      for (int slot = 0; slot < slots; slot++) {
        int column = layout.columnOfSlot(slot);
        if (column < 0 || layout.isInKey(column)) {
          continue;
        }
        Object value = row[column];
        if (value == null) {
          continue;
        }
        bitmap[slot >> 3] |= (byte) (1 << (slot & 7));
        ColumnCodec.write(value, layout.type(column), data);
        if (present == ends.length) {
          ends = java.util.Arrays.copyOf(ends, 2 * present);
        }
        ends[present++] = data.length();
      }
      int format = data.length() <= 0xFF ? 1 : data.length() <= 0xFFFF ? 2 : 3;
      out.reset();
      out.put(format);
      out.varint(layout.collection().schemaVersion());
      out.varint(slots);
      out.bytes(bitmap);
      for (int i = 0; i < present; i++) {
        out.fixed(ends[i], width(format));
      }
      out.bytes(data.buffer(), 0, data.length());
      return out.toBytes();
    }
  }

  static int width(int format) {
    return format == OFFSETS_OF_4 ? 4 : format;
  }

  private RowFormat() {}
}
