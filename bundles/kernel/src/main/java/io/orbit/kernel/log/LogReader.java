package io.orbit.kernel.log;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log that is being written, record by record, up to a limit that its caller knows to be
 * the end of a record. It opens the segments itself, so that one that is deleted meanwhile can be
 * read to its end. One thread.
 */
public final class LogReader implements AutoCloseable {
  private final LogSegments segments;
  private @Nullable LogSegment current;
  private long position;

  LogReader(LogSegments segments, long position) {
    this.segments = segments;
    this.position = position;
  }

  /** Where the next record begins, or the segment that has it. */
  public long position() {
    return position;
  }

  /** Goes to a place at which a record begins. */
  public void seek(long newPosition) {
    LogSegment open = current;
    if (open != null && segments.baseOf(newPosition) != open.base()) {
      close();
    }
    position = newPosition;
  }

  /**
   * The next record that begins before the limit, or null.
   *
   * @throws OrbitException SNAPSHOT_TOO_OLD when the log no longer has it, DATA_CORRUPTED when what
   *     is there is no valid record
   */
  public @Nullable LogRecord next(long limit) {
    while (position < limit) {
      LogSegment segment = current;
      if (segment == null) {
        segment = segments.openAt(position);
        current = segment;
        position = Math.max(position, segment.base() + LogFormat.SEGMENT_HEADER);
        continue;
      }
      LogRecord record = LogScanner.recordAt(segment, position);
      if (record != null) {
        position = record.end();
        return record;
      }
      if (!segments.isBase(position)) {
        throw new OrbitException(
            ErrorCode.DATA_CORRUPTED,
            "The commit log is damaged: "
                + segment.name()
                + " at offset "
                + (position - segment.base())
                + ": a record's checksum does not match");
      }
      close();
    }
    return null;
  }

  @Override
  public void close() {
    LogSegment open = current;
    current = null;
    if (open != null) {
      open.file().close();
    }
  }
}
