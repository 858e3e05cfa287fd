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
 *    8  u32  format version, 3; 1 and 2 are read too: they lack kinds of change. A folder of version
 *            2 goes on in 2, which the software before reads, until its upgrade is confirmed
 *   12  u32  0
 *   16  u64  base: the position of the segment's first byte
 *   24  u32  CRC32C of bytes 0 to 23
 *   28  u32  0
 *   32  u64  durable mark: everything before this position was synced; rewritten after each sync
 *   40  u32  CRC32C of bytes 32 to 39
 *   44       zeros
 * then records, back to back
 *    0  u32  length of the payload
 *    4  u32  CRC32C of the payload, then of bytes 8 to 23 of this header
 *    8  u32  the low 32 bits of this record's position
 *   12  u8   kind: 1 commit, 2 chunk, 3 last chunk and commit, 4 rollback of chunks
 *   13  u8   of a chunk: 1 the first one of its commit, 2 a later one, 0 not said (version 1); else 0
 *   14  u16  origin: the node that committed; 0 is this one
 *   16  u64  commit timestamp; for kinds 2 and 4 that of the last commit before
 *   24       payload
 * </pre>
 *
 * The payload of a commit is a sequence of changes ({@code ChangeFormat}). A commit larger than a
 * record is cut anywhere into chunks: each chunk's payload is its piece, then the commit's number
 * (u64); the last piece carries the timestamp. A rollback's payload is the number alone.
 *
 * <p>A segment ends at its file's end, at a record header of zeros, or where the next segment's
 * base says so (what follows is a torn tail that an earlier recovery cut off).
 *
 * <p>Torn or broken? A segment's header is synced before the file gets its name, so one that is not
 * valid is damage. Where a record is not valid the log ends: by a crash, if the durable mark is not
 * beyond that place, and what follows is cut off; by damage, if it is. (The mark is written after
 * the sync that it tells of, so it never promises too much; a power cut may take the last one, and
 * then the one before holds.)
 */
public final class LogFormat {
  public static final String FOLDER = "log";
  public static final int SEGMENT_HEADER = 64;
  public static final int RECORD_HEADER = 24;

  public static final byte COMMIT = 1;
  public static final byte CHUNK = 2;
  public static final byte LAST = 3;
  public static final byte ROLLBACK = 4;

  /** Beside {@link #CHUNK} in a record's kind: no chunk of the commit is before it. */
  static final int FIRST = 1 << 8;

  /** Likewise: chunks of the commit are before it. */
  static final int LATER = 2 << 8;

  static final long MAGIC = 0x4F52424954_4C4F47L;
  static final int VERSION = 3;

  /** From this one there is a way back until the upgrade is confirmed. */
  static final int PREVIOUS = 2;

  static final int HEADER_CHECKED = 8;
  static final int MARK = 32;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private LogFormat() {}

  public static String fileName(long base) {
    return FOLDER + "/" + String.format("%016x.log", base);
  }

  static void writeSegmentHeader(DiskFile file, long base, int version) {
    file.write(0, segmentHeader(base, version), 0, SEGMENT_HEADER);
  }

  /** The version in which a log that has this segment last is gone on with. */
  static int versionAfter(DiskFile file) {
    byte[] header = new byte[SEGMENT_HEADER];
    if (file.size() >= header.length) {
      file.read(0, header, 0, header.length);
    }
    return u32(header, 8) == PREVIOUS ? PREVIOUS : VERSION;
  }

  /** Writes a segment's header anew; the durable mark stays. */
  static void restoreSegmentHeader(DiskFile file, long base) {
    file.write(0, segmentHeader(base, VERSION), 0, MARK);
  }

  private static byte[] segmentHeader(long base, int version) {
    byte[] header = new byte[SEGMENT_HEADER];
    LONG.set(header, 0, MAGIC);
    INT.set(header, 8, version);
    LONG.set(header, 16, base);
    INT.set(header, 24, crc(header, 0, 24));
    return header;
  }

  /** The position of a segment's first byte, as its file's name (without the folder) says it. */
  public static long base(String name) {
    return Long.parseUnsignedLong(name, 0, name.indexOf('.'), 16);
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

  /** Notes in a segment how far the log is durable. */
  static void writeMark(DiskFile file, long durable) {
    byte[] mark = new byte[12];
    LONG.set(mark, 0, durable);
    INT.set(mark, 8, crc(mark, 0, 8));
    file.write(MARK, mark, 0, mark.length);
  }

  /** How far the log is durable, as a segment notes it; 0 when it does not say. */
  static long readMark(DiskFile file) {
    byte[] mark = new byte[12];
    file.read(MARK, mark, 0, mark.length);
    return u32(mark, 8) == crc(mark, 0, 8) ? u64(mark, 0) : 0;
  }

  /** Fills the header in front of a payload and completes its checksum. */
  static void writeRecordHeader(
      byte[] record, int length, CRC32C payload, int kind, long position, long timestamp) {
    INT.set(record, 0, length);
    INT.set(record, 8, (int) position);
    INT.set(record, 12, (kind & 0xFF) << 24 | (kind & (FIRST | LATER)) << 8);
    LONG.set(record, 16, timestamp);
    payload.update(record, HEADER_CHECKED, RECORD_HEADER - HEADER_CHECKED);
    INT.set(record, 4, (int) payload.getValue());
  }
}
