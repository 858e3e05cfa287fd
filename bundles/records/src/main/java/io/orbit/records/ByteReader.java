package io.orbit.records;

import java.util.Arrays;

/** Reads what {@link ByteWriter} wrote, from a range of an array. */
final class ByteReader {
  private final byte[] bytes;
  private final int end;
  private int at;

  ByteReader(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.at = offset;
    this.end = offset + length;
  }

  int remaining() {
    return end - at;
  }

  int next() {
    return bytes[at++] & 0xFF;
  }

  long fixed(int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value = value << 8 | next();
    }
    return value;
  }

  long varint() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      int b = next();
      value |= (b & 0x7FL) << shift;
      if (b < 0x80) {
        return value;
      }
    }
  }

  int size() {
    return (int) varint();
  }

  long signed() {
    long value = varint();
    return value >>> 1 ^ -(value & 1);
  }

  byte[] take(int count) {
    at += count;
    return Arrays.copyOfRange(bytes, at - count, at);
  }

  byte[] rest() {
    return take(remaining());
  }

  /** A two's complement number of 0 to 8 bytes. */
  static long minimal(byte[] bytes, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    long value = bytes[offset];
    for (int i = 1; i < length; i++) {
      value = value << 8 | (bytes[offset + i] & 0xFF);
    }
    return value;
  }
}
