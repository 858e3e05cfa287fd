package io.orbit.keyspace;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;

/** Whole numbers as Redis writes them: no leading zero, plus sign or blank. */
final class Digits {
  /** Longest form of a 64-bit number. */
  static final int MAXIMUM_LENGTH = 20;

  private Digits() {}

  /**
   * @throws OrbitException VALUE_NOT_INTEGER
   */
  static long parse(byte[] array, int offset, int length) {
    if (!isWhole(array, offset, length)) {
      throw notInteger();
    }
    boolean negative = array[offset] == '-';
    int at = negative ? offset + 1 : offset;
    long value = 0;
    for (int end = offset + length; at < end; at++) {
      value = value * 10 - (array[at] - '0');
    }
    return negative ? value : -value;
  }

  /** True when the bytes are the canonical form of a 64-bit number. */
  static boolean isWhole(byte[] array, int offset, int length) {
    if (length == 0 || length > MAXIMUM_LENGTH) {
      return false;
    }
    boolean negative = array[offset] == '-';
    int at = negative ? offset + 1 : offset;
    int end = offset + length;
    if (at == end || (array[at] == '0' && length > 1)) {
      return false;
    }
    long value = 0;
    for (; at < end; at++) {
      int digit = array[at] - '0';
      if (digit < 0 || digit > 9 || value < Long.MIN_VALUE / 10) {
        return false;
      }
      value = value * 10 - digit;
      if (value > 0) {
        return false;
      }
    }
    return negative || value != Long.MIN_VALUE;
  }

  /** Writes the number at the end of a buffer of {@link #MAXIMUM_LENGTH}; answers where it begins. */
  static int format(long value, byte[] buffer) {
    int at = buffer.length;
    long rest = value > 0 ? -value : value;
    do {
      buffer[--at] = (byte) ('0' - rest % 10);
      rest /= 10;
    } while (rest != 0);
    if (value < 0) {
      buffer[--at] = '-';
    }
    return at;
  }

  static long add(long value, long delta) {
    long sum = value + delta;
    if (((value ^ sum) & (delta ^ sum)) < 0) {
      throw new OrbitException(
          ErrorCode.VALUE_OVERFLOW, "increment or decrement would overflow");
    }
    return sum;
  }

  static OrbitException notInteger() {
    return new OrbitException(
        ErrorCode.VALUE_NOT_INTEGER, "value is not an integer or out of range");
  }
}
