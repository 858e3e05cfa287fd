package io.orbit.records;

import java.util.Arrays;

/** A byte buffer that grows and is reused. One thread. */
final class ByteWriter {
  private byte[] buffer = new byte[128];
  private int length;

  void reset() {
    length = 0;
  }

  byte[] buffer() {
    return buffer;
  }

  int length() {
    return length;
  }

  byte[] toBytes() {
    return Arrays.copyOf(buffer, length);
  }

  void put(int b) {
    ensure(1);
    buffer[length++] = (byte) b;
  }

  void bytes(byte[] bytes, int offset, int count) {
    ensure(count);
    System.arraycopy(bytes, offset, buffer, length, count);
    length += count;
  }

  void bytes(byte[] bytes) {
    bytes(bytes, 0, bytes.length);
  }

  /** Big-endian. */
  void fixed(long value, int count) {
    ensure(count);
    for (int shift = (count - 1) * 8; shift >= 0; shift -= 8) {
      buffer[length++] = (byte) (value >> shift);
    }
  }

  /** Seven bits a byte, the least significant first, the high bit says that more follow. */
  void varint(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      buffer[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[length++] = (byte) rest;
  }

  /** A signed number: 0, −1, 1, −2 … as 0, 1, 2, 3 … */
  void signed(long value) {
    varint(value << 1 ^ value >> 63);
  }

  /** The fewest bytes of two's complement; none for 0. */
  void minimal(long value) {
    if (value != 0) {
      fixed(value, minimalLength(value));
    }
  }

  private static int minimalLength(long value) {
    int significant = 65 - Long.numberOfLeadingZeros(value < 0 ? ~value : value);
    return (significant + 7) / 8;
  }

  private void ensure(int count) {
    if (buffer.length - length < count) {
      buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, length + count));
    }
  }
}
