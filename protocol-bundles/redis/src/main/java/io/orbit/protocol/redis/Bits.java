package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import java.util.Arrays;

/** Strings as rows of bits, the highest bit of the first byte first. */
final class Bits {
  private Bits() {}

  /** The offset of a bit, in Redis' limits; {@code #n} counts fields of a width where allowed. */
  static long offset(RedisClient client, ByteRange word, int width) {
    String error = "ERR bit offset is not an integer or out of range";
    boolean counted = width > 0 && word.length() > 0 && word.byteAt(0) == '#';
    ByteRange number = new ByteRange();
    int skipped = counted ? 1 : 0;
    number.set(word.array(), word.offset() + skipped, word.length() - skipped);
    long most = client.longestString() * 8 - 1;
    long value = Words.inRange(number, 0, most, error);
    if (counted && value > most / width) {
      throw new RedisError(error);
    }
    return counted ? value * width : value;
  }

  static int get(ByteRange bytes, long bit) {
    long at = bit >>> 3;
    return at >= bytes.length() ? 0 : bytes.byteAt((int) at) >> (7 - (bit & 7)) & 1;
  }

  static void set(byte[] bytes, long bit, int value) {
    int at = (int) (bit >>> 3);
    int mask = 1 << (7 - (bit & 7));
    bytes[at] = (byte) (value == 0 ? bytes[at] & ~mask : bytes[at] | mask);
  }

  /** The bytes in an array long enough to have a bit. */
  static byte[] grown(ByteRange bytes, long bit) {
    int length = Math.max(bytes.length(), (int) (bit >>> 3) + 1);
    return Arrays.copyOf(bytes.copy(), length);
  }

  /** The bits from one to another, both included, as an unsigned number. */
  static long unsigned(ByteRange bytes, long bit, int width) {
    long value = 0;
    for (int i = 0; i < width; i++) {
      value = value << 1 | get(bytes, bit + i);
    }
    return value;
  }

  static void put(byte[] bytes, long bit, int width, long value) {
    for (int i = 0; i < width; i++) {
      set(bytes, bit + i, (int) (value >>> (width - 1 - i) & 1));
    }
  }

  /** Number of ones from one bit to another, both included. */
  static long count(ByteRange bytes, long first, long last) {
    long count = 0;
    long bit = first;
    while (bit <= last) {
      if ((bit & 7) == 0 && bit + 7 <= last) {
        count += Integer.bitCount(bytes.byteAt((int) (bit >>> 3)) & 0xFF);
        bit += 8;
      } else {
        count += get(bytes, bit);
        bit++;
      }
    }
    return count;
  }

  /** The first bit of a value from one to another, both included; -1 when there is none. */
  static long find(ByteRange bytes, int value, long first, long last) {
    int without = value == 0 ? 0xFF : 0;
    long bit = first;
    while (bit <= last) {
      if ((bit & 7) == 0
          && bit + 7 <= last
          && (bytes.byteAt((int) (bit >>> 3)) & 0xFF) == without) {
        bit += 8;
      } else if (get(bytes, bit) == value) {
        return bit;
      } else {
        bit++;
      }
    }
    return -1;
  }
}
