package io.orbit.kernel.bytes;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link ByteWriter} wrote, from an array that it does not change, or from pieces that
 * follow each other. Reading beyond the end, or a length that cannot be, is DATA_CORRUPTED. One
 * thread.
 */
public final class ByteReader {
  /** Pieces of what is read, cut anywhere. */
  public interface Pieces {
    /** The next piece, or null behind the last. */
    byte @Nullable [] next();
  }

  private final @Nullable Pieces pieces;
  private byte[] array;
  private int end;
  private int position;

  public ByteReader(byte[] array) {
    this(array, 0, array.length);
  }

  public ByteReader(byte[] array, int offset, int length) {
    this.pieces = null;
    this.array = array;
    this.position = offset;
    this.end = offset + length;
  }

  public ByteReader(Pieces pieces) {
    this.pieces = pieces;
    this.array = new byte[0];
  }

  public boolean hasMore() {
    return position < end || fill(1);
  }

  /** Gets pieces until that many bytes are at hand; false when there are not so many. */
  private boolean fill(long count) {
    while (pieces != null && count > end - position) {
      byte[] piece = pieces.next();
      if (piece == null) {
        return false;
      }
      int kept = end - position;
      byte[] joined = piece;
      if (kept > 0) {
        joined = Arrays.copyOf(Arrays.copyOfRange(array, position, end), kept + piece.length);
        System.arraycopy(piece, 0, joined, kept, piece.length);
      }
      array = joined;
      position = 0;
      end = joined.length;
    }
    return count <= end - position;
  }

  /** How many bytes are left; of pieces, how many are at hand. */
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
    if (length < 0 || length > remaining() && !fill(length)) {
      throw corrupted("a length of " + length + " where " + remaining() + " bytes are left");
    }
    return bytes((int) length);
  }

  public byte[] rest() {
    return bytes(remaining());
  }

  private void require(int count) {
    if (count > end - position && !fill(count)) {
      throw corrupted("an entry that ends too early");
    }
  }

  private static OrbitException corrupted(String what) {
    return new OrbitException(ErrorCode.DATA_CORRUPTED, "Stored data is broken: found " + what);
  }
}
