package io.orbit.keyspace;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Keys of a list's elements: one or more 64-bit words, unsigned and big-endian, so that the order
 * of the keys is the order of the list. Both ends grow by counting in the first word; between two
 * neighbours goes a key near one of them, or a further word behind the smaller one. No key ends
 * with the word 0, so that there is always room before it.
 */
final class ListPosition {
  /** A list some of whose keys are longer is numbered anew. */
  static final int LONGEST = 32 * Long.BYTES;

  private static final long MIDDLE = 1L << 63;
  private static final byte[] FIRST = key(MIDDLE);

  private ListPosition() {}

  /** The only element's key. */
  static byte[] first() {
    return FIRST;
  }

  /** The key of the element of an index in a list numbered anew. */
  static byte[] numbered(long index) {
    return key(MIDDLE + index);
  }

  static byte[] before(byte[] key) {
    return key(ByteBuffer.wrap(key).getLong() - 1);
  }

  static byte[] after(byte[] key) {
    return key(ByteBuffer.wrap(key).getLong() + 1);
  }

  private static byte[] key(long word) {
    return ByteBuffer.allocate(Long.BYTES).putLong(word).array();
  }

  /** A key between two others, the first of which is smaller. */
  static byte[] between(byte[] low, byte[] high) {
    byte[] next = step(low, 1);
    if (lastWord(next) != 0 && Arrays.compareUnsigned(next, high) < 0) {
      return next;
    }
    byte[] previous = step(high, -1);
    if (lastWord(previous) != 0 && Arrays.compareUnsigned(low, previous) < 0) {
      return previous;
    }
    if (!startsWith(high, low)) {
      return extended(low, MIDDLE);
    }
    long room = ByteBuffer.wrap(high, low.length, Long.BYTES).getLong();
    return room == 0 || room == 1 ? between(extended(low, 0), high) : extended(low, room >>> 1);
  }

  private static byte[] step(byte[] key, long by) {
    byte[] moved = key.clone();
    ByteBuffer.wrap(moved).putLong(key.length - Long.BYTES, lastWord(key) + by);
    return moved;
  }

  private static long lastWord(byte[] key) {
    return ByteBuffer.wrap(key).getLong(key.length - Long.BYTES);
  }

  private static byte[] extended(byte[] key, long word) {
    byte[] longer = Arrays.copyOf(key, key.length + Long.BYTES);
    ByteBuffer.wrap(longer).putLong(key.length, word);
    return longer;
  }

  private static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length > prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }
}
