package io.orbit.api.keyspace;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A range of an array: an argument where it lies in the input, or a result where it lies in the
 * store. Mutable and reused by its owner, so that a call makes no garbage; whoever wants to keep
 * the bytes copies them. Not thread-safe.
 */
public final class ByteRange implements Comparable<ByteRange> {
  private static final byte[] NONE = new byte[0];

  private byte[] array = NONE;
  private int offset;
  private int length;

  public static ByteRange of(byte[] bytes) {
    ByteRange range = new ByteRange();
    range.set(bytes, 0, bytes.length);
    return range;
  }

  /** The text in UTF-8. */
  public static ByteRange of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  public void set(byte[] bytes, int start, int size) {
    array = bytes;
    offset = start;
    length = size;
  }

  public byte[] array() {
    return array;
  }

  public int offset() {
    return offset;
  }

  public int length() {
    return length;
  }

  public byte byteAt(int index) {
    return array[offset + index];
  }

  public byte[] copy() {
    return Arrays.copyOfRange(array, offset, offset + length);
  }

  /** The bytes as ISO 8859-1: one character a byte, for words of a protocol. */
  public String latin1() {
    return new String(array, offset, length, StandardCharsets.ISO_8859_1);
  }

  /** The bytes as UTF-8; malformed input becomes U+FFFD. */
  public String utf8() {
    return new String(array, offset, length, StandardCharsets.UTF_8);
  }

  /** True when the bytes are these letters, ASCII case ignored. @param upper in upper case */
  public boolean isWord(String upper) {
    if (upper.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      int letter = array[offset + i];
      if (letter >= 'a' && letter <= 'z') {
        letter -= 'a' - 'A';
      }
      if (letter != upper.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Unsigned byte order, as the store orders keys. */
  @Override
  public int compareTo(ByteRange other) {
    return Arrays.compareUnsigned(
        array, offset, offset + length, other.array, other.offset, other.offset + other.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ByteRange range
        && Arrays.equals(
            array, offset, offset + length, range.array, range.offset, range.offset + range.length);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = 0; i < length; i++) {
      hash = 31 * hash + array[offset + i];
    }
    return hash;
  }

  @Override
  public String toString() {
    return utf8();
  }
}
