package io.orbit.kernel.log;

import io.orbit.api.ops.DiskFile;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The commit log, byte by byte. All numbers are big-endian.
 *
 * <p>The log is one run of bytes; a <em>position</em> counts them from the store's creation. It is
 * kept in segment files {@code log/<base position, 16 hex digits>.log}, preallocated with zeros:
 *
 * <pre>
 * segment header (64 bytes)
 *    0  u64  magic "ORBITLOG"
 *    8  u32  format version, 1
 *   12  u32  0
 *   16  u64  base: the position of the segment's first byte
 *   24  u32  CRC32C of bytes 0 to 23
 *   28       zeros
 * then records, back to back
 *    0  u32  length of the payload
 *    4  u32  CRC32C of the payload, then of bytes 8 to 27 of this header
 *    8  u32  the low 32 bits of this record's position
 *   12  u8   kind: 1 commit, 2 chunk, 3 last chunk and commit, 4 rollback of chunks
 *   13  u8   0
 *   14  u16  origin: the node that committed; 0 is this one
 *   16  u64  commit timestamp; for kinds 2 and 4 that of the last commit before
 *   24  u32  how far behind this position the log was known durable; 2^32-1: unknown
 *   28       payload
 * </pre>
 *
 * The payload of a commit is a sequence of changes ({@code ChangeFormat}). A commit larger than a
 * record is cut anywhere into chunks: each chunk's payload is its piece, then the commit's number
 * (u64); the last piece carries the timestamp. A rollback's payload is the number alone.
 *
 * <p>A segment ends at its file's end, at a record header of zeros, or where the next segment's
 * base says so (what follows is a torn tail that an earlier recovery cut off).
 *
 * <p>Torn or broken? Where a record's CRC fails, the log ends if nothing valid follows, or only
 * records from which it follows that this place was not durable yet (a power cut may keep later
 * pages and lose earlier ones). If a later valid record tells that this place <em>was</em> durable,
 * the file has been damaged.
 */
public final class LogFormat {
  public static final String FOLDER = "log";
  public static final int SEGMENT_HEADER = 64;
  public static final int RECORD_HEADER = 28;

  public static final byte COMMIT = 1;
  public static final byte CHUNK = 2;
  public static final byte LAST = 3;
  public static final byte ROLLBACK = 4;

  static final long MAGIC = 0x4F52424954_4C4F47L;
  static final int VERSION = 1;
  static final int HEADER_CHECKED = 8;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private LogFormat() {}

  public static String fileName(long base) {
    return FOLDER + "/" + String.format("%016x.log", base);
  }

  static void writeSegmentHeader(DiskFile file, long base) {
    byte[] header = new byte[SEGMENT_HEADER];
    LONG.set(header, 0, MAGIC);
    INT.set(header, 8, VERSION);
    LONG.set(header, 16, base);
    INT.set(header, 24, crc(header, 0, 24));
    file.write(0, header, 0, SEGMENT_HEADER);
  }

  static int crc(byte[] bytes, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, to - from);
    return (int) crc.getValue();
  }

  static int u32(byte[] bytes, int at) {
    return (int) INT.get(bytes, at);
  }

  static long u64(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at);
  }

  /** Fills the header in front of a payload and completes its checksum. */
  static void writeRecordHeader(
      byte[] record,
      int length,
      CRC32C payload,
      byte kind,
      long position,
      long timestamp,
      long durable) {
    INT.set(record, 0, length);
    INT.set(record, 8, (int) position);
    INT.set(record, 12, kind << 24);
    LONG.set(record, 16, timestamp);
    INT.set(record, 24, (int) Math.min(position - durable, 0xFFFF_FFFFL));
    payload.update(record, HEADER_CHECKED, RECORD_HEADER - HEADER_CHECKED);
    INT.set(record, 4, (int) payload.getValue());
  }
}
