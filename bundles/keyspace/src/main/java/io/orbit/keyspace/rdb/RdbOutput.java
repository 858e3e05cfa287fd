package io.orbit.keyspace.rdb;

import java.util.Arrays;

/** The elementary parts of RDB, written one after the other. One thread. */
final class RdbOutput {
  private byte[] bytes = new byte[64];
  private int size;

  void u8(int value) {
    room(1);
    bytes[size++] = (byte) value;
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
    }
  }

  /** Little-endian. */
  void fixed(long value, int width) {
    for (int i = 0; i < width; i++) {
      u8((int) (value >>> 8 * i));
    }
  }

  void bigEndian(long value, int width) {
    for (int i = width - 1; i >= 0; i--) {
      u8((int) (value >>> 8 * i));
    }
  }

  /** Unsigned. */
  void length(long value) {
    if (value >= 0 && value < 1 << 6) {
      u8((int) value);
    } else if (value >= 0 && value < 1 << 14) {
      u8((int) (0x40 | value >> 8));
      u8((int) value);
    } else if (value >= 0 && value <= 0xFFFFFFFFL) {
      u8(0x80);
      bigEndian(value, 4);
    } else {
      u8(0x81);
      bigEndian(value, 8);
    }
  }

  void string(byte[] value) {
    length(value.length);
    raw(value);
  }

  void raw(byte[] value) {
    room(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
  }

  int size() {
    return size;
  }

  long checksum() {
    return Crc64.of(bytes, 0, size);
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }
}
