package io.orbit.storage.xodus;

import io.orbit.api.storage.EngineFormat;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import jetbrains.exodus.ArrayByteIterable;
import jetbrains.exodus.ByteIterable;
import org.jspecify.annotations.Nullable;

/**
 * Everything that this engine puts on the disk.
 *
 * <pre>
 * FORMAT   {@link EngineFormat}, written once the directory is complete
 * data/    a Xodus environment (format 1) with three stores: *.xd, xd.lck
 * </pre>
 *
 * <p>Stores, each a B-tree in unsigned byte order of its keys; numbers are big-endian, {@code crc}
 * is CRC-32C:
 *
 * <pre>
 * position  (empty)                        → position, 8 bytes; crc of these, 4 bytes
 * rows      key                            → 00; crc of key and value, 4 bytes; value
 *           key                            → 01; crc of key and value, 4 bytes; value's length, 4 bytes
 * pieces    key's length, key, piece's number, 4 bytes each number → piece of the value
 * </pre>
 *
 * <p>A value longer than {@link #PIECE_BYTES} is of the second kind and lies in pieces of that
 * length, the last one shorter: Xodus takes no record that is longer than one of its log files. The
 * checksums are ours because Xodus has none.
 *
 * <p>A batch with its position is one Xodus transaction; Xodus writes the new tree's root last and,
 * when it opens, goes back to the last root that is whole.
 *
 * <p>Source: Xodus wiki, "Environments"; its sources, version 2.0.1.
 */
final class XodusFormat {
  static final EngineFormat FORMAT = new EngineFormat("xodus", 1);

  static final String POSITION_STORE = "position";
  static final String ROW_STORE = "rows";
  static final String PIECE_STORE = "pieces";
  static final ByteIterable POSITION_KEY = ByteIterable.EMPTY;

  /** A thirty-second of a log file. */
  static final int PIECE_BYTES = 256 << 10;

  static final int LOG_FILE_KILOBYTES = 8 << 10;

  private static final byte WHOLE = 0;
  private static final byte SPLIT = 1;
  private static final int CHECKSUM_OFFSET = 1;
  private static final int HEADER_BYTES = 1 + Integer.BYTES;
  private static final int POSITION_BYTES = Long.BYTES + Integer.BYTES;

  private XodusFormat() {}

  /** What the store of rows holds for a key: all of the value, or its length. */
  sealed interface Row {
    /** The value itself. */
    record Whole(byte[] value) implements Row {}

    /** The value lies in pieces. */
    record Split(int length, int checksum) implements Row {}
  }

  static Path data(Path directory) {
    return directory.resolve("data");
  }

  static boolean isSplit(byte[] value) {
    return value.length > PIECE_BYTES;
  }

  static ByteIterable encodeRow(byte[] key, byte[] value) {
    boolean split = isSplit(value);
    ByteBuffer row = ByteBuffer.allocate(HEADER_BYTES + (split ? Integer.BYTES : value.length));
    row.put(split ? SPLIT : WHOLE).putInt(checksum(key, value, 0, value.length));
    if (split) {
      row.putInt(value.length);
    } else {
      row.put(value);
    }
    return new ArrayByteIterable(row.array());
  }

  static Row decodeRow(byte[] key, byte[] row) {
    if (row.length >= HEADER_BYTES && row[0] == WHOLE) {
      int expected = ByteBuffer.wrap(row).getInt(CHECKSUM_OFFSET);
      if (checksum(key, row, HEADER_BYTES, row.length - HEADER_BYTES) == expected) {
        return new Row.Whole(Arrays.copyOfRange(row, HEADER_BYTES, row.length));
      }
    } else if (row.length == HEADER_BYTES + Integer.BYTES && row[0] == SPLIT) {
      ByteBuffer fields = ByteBuffer.wrap(row);
      int length = fields.getInt(HEADER_BYTES);
      if (length > PIECE_BYTES) {
        return new Row.Split(length, fields.getInt(CHECKSUM_OFFSET));
      }
    }
    throw XodusErrors.corrupted("a row in the xodus engine's data is damaged");
  }

  static void requireChecksum(byte[] key, byte[] value, int expected) {
    if (checksum(key, value, 0, value.length) != expected) {
      throw XodusErrors.corrupted("a large value in the xodus engine's data is damaged");
    }
  }

  static ByteIterable pieceKey(byte[] key, int piece) {
    return new ArrayByteIterable(
        ByteBuffer.allocate(Integer.BYTES + key.length + Integer.BYTES)
            .putInt(key.length)
            .put(key)
            .putInt(piece)
            .array());
  }

  static ByteIterable encodePosition(long position) {
    byte[] bytes = ByteBuffer.allocate(POSITION_BYTES).putLong(position).array();
    ByteBuffer.wrap(bytes).putInt(Long.BYTES, checksum(new byte[0], bytes, 0, Long.BYTES));
    return new ArrayByteIterable(bytes);
  }

  static long decodePosition(@Nullable ByteIterable stored) {
    byte[] bytes = stored == null ? new byte[0] : bytes(stored);
    if (bytes.length != POSITION_BYTES
        || checksum(new byte[0], bytes, 0, Long.BYTES)
            != ByteBuffer.wrap(bytes).getInt(Long.BYTES)) {
      throw XodusErrors.corrupted("the position in the xodus engine's data is missing or damaged");
    }
    return ByteBuffer.wrap(bytes).getLong();
  }

  static byte[] bytes(ByteIterable iterable) {
    return Arrays.copyOf(iterable.getBytesUnsafe(), iterable.getLength());
  }

  private static int checksum(byte[] key, byte[] bytes, int offset, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(key);
    checksum.update(bytes, offset, length);
    return (int) checksum.getValue();
  }
}
