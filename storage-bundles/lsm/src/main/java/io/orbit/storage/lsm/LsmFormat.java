package io.orbit.storage.lsm;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.EngineFormat;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Everything that this engine puts on the disk.
 *
 * <pre>
 * FORMAT      {@link EngineFormat}, written once the directory is complete
 * data/       a RocksDB database with one column family: MANIFEST, CURRENT, *.sst …
 * incoming/   tables being written; emptied when the engine is opened
 * </pre>
 *
 * <p>Keys in RocksDB, in unsigned byte order (its BytewiseComparator):
 *
 * <pre>
 * 00          → position, 8 bytes big-endian, then the CRC-32C of these, 4 bytes big-endian
 * 01 key      → value, as the kernel gave it
 * </pre>
 *
 * <p>A batch is one table with the key 00 and tables of about {@link #TABLE_BYTES} with its rows
 * (deletions as tombstones), ingested together: RocksDB adds all of them by one manifest record
 * with a checksum, so a crash leaves all or none. Blocks carry XXH3 checksums (table format {@value
 * #TABLE_FORMAT}), the manifest CRC-32C.
 *
 * <p>Sources: RocksDB wiki, "Creating and Ingesting SST files", "MANIFEST", "Rocksdb
 * BlockBasedTable Format".
 */
final class LsmFormat {
  static final EngineFormat FORMAT = new EngineFormat("lsm", 1);

  static final int TABLE_FORMAT = 6;
  static final long TABLE_BYTES = 64L << 20;

  private static final byte POSITION = 0;
  private static final byte ROW = 1;
  private static final int POSITION_BYTES = Long.BYTES + Integer.BYTES;

  private LsmFormat() {}

  static Path data(Path directory) {
    return directory.resolve("data");
  }

  static Path incoming(Path directory) {
    return directory.resolve("incoming");
  }

  static byte[] positionKey() {
    return new byte[] {POSITION};
  }

  static byte[] rowKey(byte[] key) {
    byte[] rowKey = new byte[key.length + 1];
    rowKey[0] = ROW;
    System.arraycopy(key, 0, rowKey, 1, key.length);
    return rowKey;
  }

  static byte[] key(byte[] rowKey) {
    return Arrays.copyOfRange(rowKey, 1, rowKey.length);
  }

  /** The first key after every row's. */
  static byte[] endOfRows() {
    return new byte[] {ROW + 1};
  }

  static byte[] encodePosition(long position) {
    byte[] bytes = ByteBuffer.allocate(POSITION_BYTES).putLong(position).array();
    ByteBuffer.wrap(bytes).putInt(Long.BYTES, checksum(bytes));
    return bytes;
  }

  static long decodePosition(byte @Nullable [] bytes) {
    if (bytes == null
        || bytes.length != POSITION_BYTES
        || ByteBuffer.wrap(bytes).getInt(Long.BYTES) != checksum(bytes)) {
      throw new OrbitException(
          ErrorCode.DATA_CORRUPTED, "the position in the lsm engine's data is missing or damaged");
    }
    return ByteBuffer.wrap(bytes).getLong();
  }

  private static int checksum(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, Long.BYTES);
    return (int) checksum.getValue();
  }
}
