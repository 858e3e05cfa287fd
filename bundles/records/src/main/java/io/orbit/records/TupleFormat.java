package io.orbit.records;

/**
 * Keys in bytes. A key is a sequence of elements; keys compare as unsigned bytes exactly as their
 * values compare element by element (see {@code ValueOrder}). No encoded element is a prefix of
 * another, so elements need no lengths. The space id that precedes a key is the store's.
 *
 * <p>An element is a tag and what the tag says:
 *
 * <pre>
 * 01                NULL where NULLs come first
 * 02                end of a list (array, record, set, map, vector)
 * 10–17             negative integer of 8–1 bytes: big-endian, ones' complement of the magnitude
 * 18                integer 0
 * 19–20             positive integer of 1–8 bytes, big-endian, no leading zero byte
 * 22                float32, float64: the bits of the double, sign flipped, all flipped if negative;
 *                   −0 is 0, NaN is the largest
 * 23 24 25 26 27 28 decimal: −infinity, negative, 0, positive, +infinity, NaN. Positive: decimal
 *                   exponent e of 0.d1d2d3… × 10^e as 3 bytes biased by 2^23, then two digits a
 *                   byte as 1 + their number, trailing zeros dropped, then 00. Negative: the same
 *                   bytes inverted
 * 2a 2b             false, true
 * 30                text: UTF-8 with 00 written as 01 01 and 01 as 01 02, then 00 (CHAR without
 *                   trailing blanks)
 * 31                bytes, written likewise
 * 32                UUID: 16 bytes
 * 33                inet, cidr: 04 or 06, then per bit of the network 01 for 0 and 10 for 1 and at
 *                   the end 00, four pairs a byte, zero-filled; then all bytes of the address
 * 34                time with zone: integer UTC microseconds, integer seconds west
 * 35                interval: its span in microseconds as 12 bytes, biased by 2^95
 * 36                jsonb: 10 (empty array at the top), 11 null, 12 string (30 …), 13 number
 *                   (23–28 …), 14 and 15 booleans, 16 array: integer size, elements; 17 object:
 *                   integer size, name and value of each member
 * 38                array: elements, 02, integer count of dimensions, their lengths, lower bounds
 * 39                record, set: elements, 02
 * 3a                map: keys and values in turn, 02
 * 3b                vector: doubles (22 …), 02
 * 3c                range: 01 when it is empty; else 02, the lower bound as 01 for none, or 02 and its
 *                   value and 01 where it belongs to the range, else 02; then the upper one as 03
 *                   for none, or 02 and its value and 02 where it belongs to the range, else 01
 * 3d                multirange: ranges, 02
 * 3e                bit string: its bytes as 31 has them, integer length in bits
 * fe                NULL where NULLs come last, and always inside a list
 * </pre>
 *
 * <p>All integers, dates, times, timestamps and OIDs are integers whatever their width. In a
 * descending element every byte but that of NULL is inverted: tags then lie between c4 and ef.
 *
 * <p>Integers, booleans, text (not CHAR without a length), bytes and UUIDs are read back from keys;
 * of the other types the key keeps only what orders it, so the row keeps their value as well.
 */
final class TupleFormat {
  static final int NULL_FIRST = 0x01;
  static final int LIST_END = 0x02;

  /** Every tag of a value that is not NULL, ascending or inverted, lies from here … */
  static final int FIRST_VALUE = 0x10;

  /** … to before here. */
  static final int AFTER_VALUES = 0xF0;

  static final int INTEGER_ZERO = 0x18;
  static final int DOUBLE = 0x22;
  static final int DECIMAL_NEGATIVE_INFINITY = 0x23;
  static final int DECIMAL_NEGATIVE = 0x24;
  static final int DECIMAL_ZERO = 0x25;
  static final int DECIMAL_POSITIVE = 0x26;
  static final int DECIMAL_INFINITY = 0x27;
  static final int DECIMAL_NAN = 0x28;
  static final int FALSE = 0x2A;
  static final int TRUE = 0x2B;
  static final int TEXT = 0x30;
  static final int BYTES = 0x31;
  static final int UUID = 0x32;
  static final int INET = 0x33;
  static final int TIMETZ = 0x34;
  static final int INTERVAL = 0x35;
  static final int JSON = 0x36;
  static final int ARRAY = 0x38;
  static final int RECORD = 0x39;
  static final int MAP = 0x3A;
  static final int VECTOR = 0x3B;
  static final int RANGE = 0x3C;
  static final int MULTIRANGE = 0x3D;
  static final int BITS = 0x3E;
  static final int NULL_LAST = 0xFE;

  static final int DECIMAL_EXPONENT_BIAS = 1 << 23;

  private TupleFormat() {}
}
