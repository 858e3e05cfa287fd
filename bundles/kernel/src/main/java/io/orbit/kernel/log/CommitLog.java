package io.orbit.kernel.log;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.Disk;
import io.orbit.api.storage.Wait;
import io.orbit.kernel.bytes.ByteWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The end of the log: appends, assigns commit timestamps, makes durable. Appending is done under
 * {@link #lock}, and whoever commits publishes what it committed before {@link #unlock}: so the
 * order of the log, of timestamps and of visibility are one, and the newest timestamp is the
 * visibility watermark.
 *
 * <p>Thread-safe. Errors: DISK_FULL when no further segment can be allocated (tried again by later
 * appends), IO_ERROR for good after a failed sync: what the disk then holds is unknown.
 */
public final class CommitLog implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantLock syncing = new ReentrantLock();
  private final LogSegments segments;
  private final Timestamps timestamps;
  private final DurabilityQueue queue;
  private final LogRetention retention;
  private final LogProgress progress = new LogProgress();
  private final Map<Long, Long> openChunks = new HashMap<>();
  private final Deque<Long> owedRollbacks = new ArrayDeque<>();
  private final AtomicLong chunkNumbers;
  private LogSegment current;
  private long end;
  private long lastTimestamp;
  private volatile long visible;
  private volatile long durableTimestamp;
  private volatile long durablePosition;
  private volatile @Nullable OrbitException failure;

  /**
   * Begins a fresh segment behind what recovery found.
   *
   * @param end where the log ended
   * @param lastTimestamp the newest commit in it
   * @param retention how much is kept of what recovery does not need
   */
  public CommitLog(
      Disk disk,
      long segmentBytes,
      Timestamps timestamps,
      long end,
      long lastTimestamp,
      DurabilityQueue queue,
      LogRetention retention) {
    this.timestamps = timestamps;
    this.queue = queue;
    this.retention = retention;
    this.segments = new LogSegments(disk, segmentBytes, queue.isBackground());
    this.end = end;
    this.lastTimestamp = lastTimestamp;
    this.chunkNumbers = new AtomicLong(lastTimestamp);
    this.visible = lastTimestamp;
    this.durableTimestamp = lastTimestamp;
    this.durablePosition = end;
    this.current = segments.next(end, lastTimestamp);
    this.end = end + LogFormat.SEGMENT_HEADER;
    this.durablePosition = this.end;
  }

  public void lock() {
    lock.lock();
  }

  public void unlock() {
    lock.unlock();
    progress.advanced();
  }

  /** A buffer for one record, which leaves room for its header. */
  public ByteWriter newBuffer(ByteWriter.@Nullable Drain drain) {
    return new ByteWriter(LogFormat.RECORD_HEADER, 256, maximumRecord() - 8, drain);
  }

  /** Bytes a record may have, header and all. */
  public int maximumRecord() {
    return segments.maximumRecord();
  }

  /**
   * Appends a commit; the lock must be held. The caller publishes its changes and then the
   * timestamp by {@link #publish}.
   *
   * @param kind COMMIT, or LAST after chunks
   * @param payload the checksum over the buffer's content so far
   * @param synced whether the commit is to be acknowledged after fsync only
   * @return the commit timestamp
   */
  public long append(byte kind, ByteWriter record, CRC32C payload, boolean synced) {
    payRollbacks();
    long timestamp = timestamps.next(lastTimestamp, synced);
    write(kind, record, payload, timestamp);
    lastTimestamp = timestamp;
    return timestamp;
  }

  /** Everything up to this commit is seen by every snapshot from now on; under the lock. */
  public void publish(long timestamp) {
    visible = timestamp;
  }

  /** Appends a piece of a commit that is too large for one record; takes the lock itself. */
  public void appendChunk(long number, ByteWriter record) {
    record.u64(number);
    CRC32C payload = checksum(record);
    lock.lock();
    try {
      boolean first = !openChunks.containsKey(number);
      int kind = LogFormat.CHUNK | (first ? LogFormat.FIRST : LogFormat.LATER);
      long position = write(kind, record, payload, lastTimestamp);
      openChunks.putIfAbsent(number, position);
    } finally {
      lock.unlock();
    }
    record.reset();
  }

  /** A number that no other commit of this log has. */
  public long newChunkNumber() {
    return chunkNumbers.incrementAndGet();
  }

  /** The chunks are committed now; under the lock. */
  public void closeChunks(long number) {
    openChunks.remove(number);
  }

  /**
   * The chunks will never be committed. Tells recovery and feeds so; while the log cannot be
   * written, the next commit that can be does it.
   */
  public void rollbackChunks(long number) {
    lock.lock();
    try {
      if (openChunks.remove(number) != null) {
        owedRollbacks.add(number);
      }
      payRollbacks();
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #rollbackChunks} for chunks that recovery found. */
  public void rollbackAbandoned(List<Long> numbers) {
    lock.lock();
    try {
      owedRollbacks.addAll(numbers);
      payRollbacks();
    } finally {
      lock.unlock();
    }
  }

  private void payRollbacks() {
    while (!owedRollbacks.isEmpty()) {
      ByteWriter record = newBuffer(null).u64(owedRollbacks.getFirst());
      try {
        write(LogFormat.ROLLBACK, record, checksum(record), lastTimestamp);
      } catch (OrbitException e) {
        if (e.code() != ErrorCode.DISK_FULL && e.code() != ErrorCode.IO_ERROR) {
          throw e;
        }
        return;
      }
      owedRollbacks.removeFirst();
    }
  }

  public static CRC32C checksum(ByteWriter record) {
    CRC32C crc = new CRC32C();
    checksum(record, crc);
    return crc;
  }

  public static void checksum(ByteWriter record, CRC32C crc) {
    crc.reset();
    crc.update(record.array(), record.header(), record.size() - record.header());
  }

  private long write(int kind, ByteWriter record, CRC32C payload, long timestamp) {
    OrbitException broken = failure;
    if (broken != null) {
      throw new OrbitException(ErrorCode.IO_ERROR, broken.getMessage(), broken);
    }
    int size = record.size();
    LogSegment segment = current;
    if (end + size > segment.capacity()) {
      segment = segments.next(end, lastTimestamp);
      current = segment;
      end += LogFormat.SEGMENT_HEADER;
    }
    long position = end;
    byte[] bytes = record.array();
    LogFormat.writeRecordHeader(
        bytes, size - LogFormat.RECORD_HEADER, payload, kind, position, timestamp);
    segment.file().write(position - segment.base(), bytes, 0, size);
    end = position + size;
    segments.prepareWhenHalfFull(segment, end);
    return position;
  }

  /** The version of the format that is written now; {@link #newestFormat} once it is confirmed. */
  public int format() {
    return segments.version();
  }

  public static int newestFormat() {
    return LogFormat.VERSION;
  }

  /** Writes the newest format from now on, which only software that knows it can read. */
  public void upgradeFormat() {
    lock.lock();
    try {
      if (segments.version() != LogFormat.VERSION) {
        segments.upgrade();
        current = segments.next(end, lastTimestamp);
        end += LogFormat.SEGMENT_HEADER;
      }
    } finally {
      lock.unlock();
    }
  }

  /** The newest commit that every new snapshot sees. */
  public long visibleTimestamp() {
    return visible;
  }

  public long durableTimestamp() {
    return durableTimestamp;
  }

  public long durablePosition() {
    return durablePosition;
  }

  /** Where the log ends; exact under the lock. */
  public long endPosition() {
    lock.lock();
    try {
      return end;
    } finally {
      lock.unlock();
    }
  }

  /** From where recovery must read to find every commit after the newest; under the lock. */
  public long replayPosition() {
    long position = end;
    for (long first : openChunks.values()) {
      position = Math.min(position, first);
    }
    return position;
  }

  public long bytesOnDisk() {
    return segments.bytes();
  }

  /** Removes segments that lie wholly before a position and that nobody else needs. */
  public void deleteBefore(long position) {
    long age = retention.limits().millis();
    long youngEnough = age == 0 ? 0 : segments.beginningOf(timestamps.before(age));
    segments.deleteBefore(
        retention.bound(Math.min(position, durablePosition), endPosition(), youngEnough));
  }

  public LogRetention retention() {
    return retention;
  }

  /** Where the log begins that is still there. */
  public long oldestPosition() {
    return segments.oldest();
  }

  /** The base of the segment that has a place. */
  public long baseOf(long position) {
    return segments.baseOf(position);
  }

  /** The bases of all segments, in order. */
  public List<Long> bases() {
    return segments.bases();
  }

  /** Reads what is there from a place on at which a record begins. */
  public LogReader reader(long position) {
    return new LogReader(segments, position);
  }

  /** Who waits for the log to go on. */
  public LogProgress progress() {
    return progress;
  }

  /** What to wait for until a commit is as durable as it asked; null when it is. */
  public @Nullable Wait durable(long timestamp) {
    if (!Timestamps.isSynced(timestamp) || timestamp <= durableTimestamp) {
      return null;
    }
    return queue.await(timestamp, this);
  }

  /** True for a version whose readers must not be answered yet. */
  public boolean isUndurable(long timestamp) {
    return Timestamps.isSynced(timestamp) && timestamp > durableTimestamp;
  }

  /**
   * Makes everything appended so far durable.
   *
   * @throws OrbitException IO_ERROR; the log then takes no further append
   */
  public void sync() {
    syncing.lock();
    try {
      syncAlone();
    } finally {
      syncing.unlock();
    }
  }

  private void syncAlone() {
    OrbitException broken = failure;
    if (broken != null) {
      throw broken;
    }
    List<LogSegment> unsynced = new ArrayList<>();
    long position;
    long timestamp;
    lock.lock();
    try {
      position = end;
      timestamp = lastTimestamp;
      segments.collectUnsynced(unsynced);
    } finally {
      lock.unlock();
    }
    if (position == durablePosition) {
      return;
    }
    try {
      for (LogSegment segment : unsynced) {
        segment.file().force();
      }
    } catch (OrbitException e) {
      failure =
          new OrbitException(
              ErrorCode.IO_ERROR,
              "The commit log cannot be synced, so nothing more is written: " + e.getMessage(),
              e);
      throw e;
    }
    LogFormat.writeMark(unsynced.getLast().file(), position);
    segments.markSynced(unsynced);
    durablePosition = position;
    durableTimestamp = timestamp;
    progress.advanced();
  }

  /** Why the log takes no more, if so. */
  public @Nullable OrbitException failure() {
    return failure;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      segments.close(end);
    } finally {
      lock.unlock();
    }
  }
}
