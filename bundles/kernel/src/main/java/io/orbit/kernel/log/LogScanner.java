package io.orbit.kernel.log;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.Disk;
import io.orbit.api.ops.DiskFile;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log that nobody writes: hands over its valid records in order and tells where and how it
 * ends.
 */
public final class LogScanner {
  /**
   * How a log ends.
   *
   * @param end the position behind the last valid record
   * @param torn what follows it is not all zeros: a record was cut off by a crash
   * @param damage not null when valid records follow that must not be lost: file, offset, reason
   */
  public record End(long end, boolean torn, @Nullable OrbitException damage) {}

  private final Disk disk;
  private final List<LogSegment> segments = new ArrayList<>();

  private LogScanner(Disk disk) {
    this.disk = disk;
  }

  /**
   * Scans from a position; what is before it is not read, so damage there does no harm.
   *
   * @param from where a record begins, or the log's end
   * @param visitor called for each valid record
   */
  public static End scan(Disk disk, long from, Consumer<LogRecord> visitor) {
    LogScanner scanner = new LogScanner(disk);
    try {
      return scanner.run(from, visitor);
    } finally {
      scanner.segments.forEach(segment -> segment.file().close());
    }
  }

  private End run(long from, Consumer<LogRecord> visitor) {
    open(from);
    if (segments.isEmpty()) {
      return new End(from, false, null);
    }
    if (segments.getFirst().base() > from) {
      return new End(from, false, missing(from, segments.getFirst().base()));
    }
    long position = from;
    for (int i = 0; i < segments.size(); i++) {
      LogSegment segment = segments.get(i);
      if (!isHeaderValid(segment)) {
        return new End(position, true, damaged(segment, segment.base(), "its header is not valid"));
      }
      position = read(segment, Math.max(from, segment.base() + LogFormat.SEGMENT_HEADER), visitor);
      boolean last = i == segments.size() - 1;
      if (last || segments.get(i + 1).base() != position) {
        return broken(i, position);
      }
    }
    return new End(position, false, null);
  }

  private void open(long from) {
    for (String name : disk.list(LogFormat.FOLDER)) {
      if (name.endsWith(".log")) {
        long base = Long.parseUnsignedLong(name.substring(0, name.length() - 4), 16);
        String path = LogFormat.FOLDER + "/" + name;
        if (base <= from && !segments.isEmpty()) {
          segments.removeLast().file().close();
        }
        segments.add(new LogSegment(path, base, disk.open(path)));
      }
    }
  }

  /** Hands over the segment's records; answers the position behind the last valid one. */
  private static long read(LogSegment segment, long from, Consumer<LogRecord> visitor) {
    long position = from;
    LogRecord next = recordAt(segment, position);
    while (next != null) {
      position = next.end();
      visitor.accept(next);
      next = recordAt(segment, position);
    }
    return position;
  }

  static boolean isHeaderValid(LogSegment segment) {
    if (segment.file().size() < LogFormat.SEGMENT_HEADER) {
      return false;
    }
    byte[] header = new byte[LogFormat.SEGMENT_HEADER];
    segment.file().read(0, header, 0, header.length);
    boolean ours =
        LogFormat.u64(header, 0) == LogFormat.MAGIC
            && LogFormat.u64(header, 16) == segment.base()
            && LogFormat.u32(header, 24) == LogFormat.crc(header, 0, 24);
    if (ours && LogFormat.u32(header, 8) > LogFormat.VERSION) {
      throw new OrbitException(
          ErrorCode.CANNOT_CONNECT_NOW,
          segment.name() + " was written by a newer Orbit; start that one");
    }
    return ours;
  }

  /** The timestamp that a segment's first record has, a commit's or that before it; 0 for none. */
  static long firstTimestamp(DiskFile file) {
    if (file.size() < LogFormat.SEGMENT_HEADER + LogFormat.RECORD_HEADER) {
      return 0;
    }
    byte[] header = new byte[LogFormat.RECORD_HEADER];
    file.read(LogFormat.SEGMENT_HEADER, header, 0, header.length);
    return LogFormat.u64(header, 16);
  }

  /** The valid record that begins there, or null. */
  static @Nullable LogRecord recordAt(LogSegment segment, long position) {
    long offset = position - segment.base();
    long size = segment.file().size();
    if (offset + LogFormat.RECORD_HEADER > size) {
      return null;
    }
    byte[] header = new byte[LogFormat.RECORD_HEADER];
    segment.file().read(offset, header, 0, header.length);
    int length = LogFormat.u32(header, 0);
    byte kind = header[12];
    boolean possible =
        kind >= LogFormat.COMMIT
            && kind <= LogFormat.ROLLBACK
            && LogFormat.u32(header, 8) == (int) position
            && length >= 0
            && offset + LogFormat.RECORD_HEADER + length <= size;
    if (!possible) {
      return null;
    }
    byte[] payload = new byte[length];
    segment.file().read(offset + LogFormat.RECORD_HEADER, payload, 0, length);
    CRC32C crc = new CRC32C();
    crc.update(payload, 0, length);
    crc.update(header, LogFormat.HEADER_CHECKED, header.length - LogFormat.HEADER_CHECKED);
    if ((int) crc.getValue() != LogFormat.u32(header, 4)) {
      return null;
    }
    return new LogRecord(position, kind, header[13], LogFormat.u64(header, 16), payload);
  }

  /** Torn or damaged? See {@link LogFormat}. */
  private End broken(int index, long position) {
    LogSegment segment = segments.get(index);
    for (LogSegment other : segments) {
      if (LogFormat.readMark(other.file()) > position) {
        return new End(
            position, true, damaged(segment, position, "a record's checksum does not match"));
      }
    }
    boolean torn = index < segments.size() - 1 || !isZero(segment, position);
    return new End(position, torn, null);
  }

  private static boolean isZero(LogSegment segment, long from) {
    byte[] bytes = new byte[1 << 16];
    long size = segment.file().size();
    for (long at = from - segment.base(); at < size; at += bytes.length) {
      int length = (int) Math.min(bytes.length, size - at);
      segment.file().read(at, bytes, 0, length);
      for (int i = 0; i < length; i++) {
        if (bytes[i] != 0) {
          return false;
        }
      }
    }
    return true;
  }

  private static OrbitException damaged(LogSegment segment, long position, String reason) {
    return new OrbitException(
            ErrorCode.DATA_CORRUPTED,
            "The commit log is damaged: "
                + segment.name()
                + " at offset "
                + (position - segment.base())
                + ": "
                + reason
                + ", and what it holds there was durable")
        .withHint(WAY_OUT);
  }

  private static OrbitException missing(long from, long first) {
    return new OrbitException(
            ErrorCode.DATA_CORRUPTED,
            "The commit log is damaged: the engine needs it from position "
                + from
                + ", but its first segment begins at "
                + first)
        .withHint(WAY_OUT);
  }

  private static final String WAY_OUT =
      "Restore the file from a copy, or stop the server and run ./orbit check DIR to see what is"
          + " affected and ./orbit check DIR --repair to cut the log there, losing the commits"
          + " behind it.";
}
