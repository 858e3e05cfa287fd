package io.orbit.query.copy;

import java.util.Arrays;

/** Bytes put together; reused. */
final class ByteBuilder {
  private byte[] bytes = new byte[512];
  private int size;

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  ByteBuilder add(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
    return this;
  }

  ByteBuilder add(byte[] source) {
    return add(source, 0, source.length);
  }

  ByteBuilder add(byte[] source, int offset, int length) {
    reserve(length);
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
    return this;
  }

  /** Big-endian. */
  ByteBuilder addShort(int value) {
    return add(value >> 8).add(value);
  }

  ByteBuilder addInt(int value) {
    return addShort(value >> 16).addShort(value);
  }

  ByteBuilder addLong(long value) {
    return addInt((int) (value >> 32)).addInt((int) value);
  }

  /** Room for so many more bytes, to be written at {@link #size} and claimed by {@link #grow}. */
  byte[] reserve(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
    return bytes;
  }

  void grow(int more) {
    size += more;
  }

  /** Overwrites an integer that was added at that place. */
  void setInt(int at, int value) {
    bytes[at] = (byte) (value >> 24);
    bytes[at + 1] = (byte) (value >> 16);
    bytes[at + 2] = (byte) (value >> 8);
    bytes[at + 3] = (byte) value;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }
}
