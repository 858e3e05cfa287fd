package io.orbit.kernel.bytes;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;

/**
 * Reads what {@link ByteWriter} wrote, from an array that it does not change. Reading beyond the
 * end, or a length that cannot be, is DATA_CORRUPTED. One thread.
 */
public final class ByteReader {
  private final byte[] array;
  private final int end;
  private int position;

  public ByteReader(byte[] array) {
    this(array, 0, array.length);
  }

  public ByteReader(byte[] array, int offset, int length) {
    this.array = array;
    this.position = offset;
    this.end = offset + length;
  }

  public boolean hasMore() {
    return position < end;
  }

  public int remaining() {
    return end - position;
  }

  public int u8() {
    require(1);
    return array[position++] & 0xFF;
  }

  public int u32() {
    require(4);
    int value =
        (array[position] & 0xFF) << 24
            | (array[position + 1] & 0xFF) << 16
            | (array[position + 2] & 0xFF) << 8
            | (array[position + 3] & 0xFF);
    position += 4;
    return value;
  }

  public long u64() {
    long high = u32();
    return high << 32 | (u32() & 0xFFFFFFFFL);
  }

  public long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = u8();
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw corrupted("a number with more than ten bytes");
  }

  public byte[] bytes(int length) {
    require(length);
    byte[] copy = new byte[length];
    System.arraycopy(array, position, copy, 0, length);
    position += length;
    return copy;
  }

  public byte[] block() {
    long length = varint();
    if (length < 0 || length > remaining()) {
      throw corrupted("a length of " + length + " where " + remaining() + " bytes are left");
    }
    return bytes((int) length);
  }

  public byte[] rest() {
    return bytes(remaining());
  }

  private void require(int count) {
    if (count > end - position) {
      throw corrupted("an entry that ends too early");
    }
  }

  private static OrbitException corrupted(String what) {
    return new OrbitException(ErrorCode.DATA_CORRUPTED, "Stored data is broken: found " + what);
  }
}
