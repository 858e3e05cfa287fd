package io.orbit.kernel.log;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.Disk;
import io.orbit.api.ops.DiskFile;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The log's files: the one being written, one allocated ahead, and those kept for recovery. The
 * first segment after a start is small, so that a start costs little.
 */
final class LogSegments {
  private static final String PREPARED = LogFormat.FOLDER + "/next.tmp";
  private static final long FIRST_SEGMENT = 4 << 20;
  private static final int MAXIMUM_RECORD = 1 << 20;

  private final Disk disk;
  private final long segmentBytes;
  private final boolean ahead;
  private final Object creation = new Object();
  private final Deque<LogSegment> older = new ArrayDeque<>();

  /** By its base, the newest commit before each segment. */
  private final NavigableMap<Long, Long> beginnings = new TreeMap<>();

  private final List<LogSegment> unsynced = new ArrayList<>();
  private @Nullable LogSegment current;
  private @Nullable DiskFile prepared;
  private boolean preparing;
  private volatile int version = LogFormat.VERSION;
  private boolean closed;
  private boolean first = true;
  private long bytes;

  /**
   * @param ahead whether a thread allocates the next segment before it is needed
   */
  LogSegments(Disk disk, long segmentBytes, boolean ahead) {
    this.disk = disk;
    this.ahead = ahead;
    this.segmentBytes = segmentBytes;
    for (String name : disk.list(LogFormat.FOLDER)) {
      if (name.endsWith(".log")) {
        String path = LogFormat.FOLDER + "/" + name;
        long base = Long.parseUnsignedLong(name.substring(0, name.length() - 4), 16);
        try (DiskFile file = disk.open(path)) {
          bytes += file.size();
          older.add(new LogSegment(path, base, file));
          beginnings.put(base, LogScanner.firstTimestamp(file));
          version = LogFormat.versionAfter(file);
        }
      }
    }
  }

  /** The version of the format that new segments have. */
  int version() {
    return version;
  }

  /** New segments have the newest version from now on. */
  void upgrade() {
    version = LogFormat.VERSION;
  }

  int maximumRecord() {
    return (int) Math.min(MAXIMUM_RECORD, (segmentBytes - LogFormat.SEGMENT_HEADER) / 2);
  }

  /**
   * Begins the segment whose first byte has that position.
   *
   * @param timestamp of the newest commit before it
   */
  LogSegment next(long base, long timestamp) {
    String name = LogFormat.fileName(base);
    DiskFile file;
    synchronized (creation) {
      file = prepared;
      if (file == null) {
        file = disk.create(PREPARED, first ? Math.min(FIRST_SEGMENT, segmentBytes) : segmentBytes);
      }
      prepared = null;
      try {
        LogFormat.writeSegmentHeader(file, base, version);
        file.force();
        disk.rename(PREPARED, name);
      } catch (OrbitException e) {
        file.close();
        throw e;
      }
    }
    LogSegment segment = new LogSegment(name, base, file);
    begin(segment, timestamp);
    return segment;
  }

  private synchronized void begin(LogSegment segment, long timestamp) {
    if (current != null) {
      older.add(current);
    }
    current = segment;
    preparing = false;
    first = false;
    bytes += segment.file().size();
    unsynced.add(segment);
    beginnings.put(segment.base(), timestamp);
  }

  /** Where the log begins that is still there. */
  synchronized long oldest() {
    return beginnings.firstKey();
  }

  /** Whether a segment begins exactly there. */
  synchronized boolean isBase(long position) {
    return beginnings.containsKey(position);
  }

  /** The base of the segment that has a place; the first base of all when none has it. */
  synchronized long baseOf(long position) {
    Long base = beginnings.floorKey(position);
    return base == null ? beginnings.firstKey() : base;
  }

  /** The bases of all segments, in order. */
  synchronized List<Long> bases() {
    return List.copyOf(beginnings.keySet());
  }

  /**
   * From where on there is nothing older than a commit.
   *
   * @param timestamp a commit timestamp
   */
  synchronized long beginningOf(long timestamp) {
    long found = beginnings.firstKey();
    for (Map.Entry<Long, Long> segment : beginnings.entrySet()) {
      if (segment.getValue() <= timestamp) {
        found = segment.getKey();
      }
    }
    return found;
  }

  /**
   * Opens, once more, the segment that has a place.
   *
   * @throws OrbitException SNAPSHOT_TOO_OLD when it is gone
   */
  synchronized LogSegment openAt(long position) {
    Long base = beginnings.floorKey(position);
    if (base == null) {
      throw new OrbitException(
              ErrorCode.SNAPSHOT_TOO_OLD,
              "The commit log no longer has position "
                  + position
                  + "; it begins at "
                  + beginnings.firstKey())
          .withHint("Read the collections anew and follow the log from then on.");
    }
    String name = LogFormat.fileName(base);
    return new LogSegment(name, base, disk.open(name));
  }

  /** Lets a thread of its own allocate the next segment, once; under the log's lock. */
  void prepareWhenHalfFull(LogSegment segment, long end) {
    if (!ahead || preparing || (end - segment.base()) * 2 < segment.file().size()) {
      return;
    }
    preparing = true;
    Thread.ofPlatform().daemon().name("orbit-log-allocate").start(this::prepare);
  }

  private void prepare() {
    synchronized (creation) {
      if (prepared == null && !closed) {
        try {
          prepared = disk.create(PREPARED, segmentBytes);
        } catch (OrbitException e) {
          // The append that needs the segment tries again and reports it to its caller.
          prepared = null;
        }
      }
    }
  }

  synchronized void collectUnsynced(List<LogSegment> target) {
    target.addAll(unsynced);
  }

  /** All but the last were full when the sync began, so they are done with. */
  synchronized void markSynced(List<LogSegment> synced) {
    for (LogSegment segment : synced.subList(0, synced.size() - 1)) {
      unsynced.remove(segment);
      segment.file().close();
    }
  }

  synchronized long bytes() {
    return bytes;
  }

  synchronized void deleteBefore(long position) {
    while (!older.isEmpty()) {
      LogSegment oldest = older.getFirst();
      LogSegment following = second();
      if (following == null || following.base() > position || unsynced.contains(oldest)) {
        return;
      }
      long size = sizeOf(oldest);
      disk.delete(oldest.name());
      older.removeFirst();
      beginnings.remove(oldest.base());
      bytes -= size;
    }
  }

  private long sizeOf(LogSegment segment) {
    try (DiskFile file = disk.open(segment.name())) {
      return file.size();
    }
  }

  private @Nullable LogSegment second() {
    return older.stream().skip(1).findFirst().orElse(current);
  }

  /** Cuts the last segment to what is in it, so that a closed log takes no more than it must. */
  void close(long end) {
    synchronized (creation) {
      closed = true;
      if (prepared != null) {
        prepared.close();
        disk.delete(PREPARED);
      }
    }
    cut(end);
  }

  private synchronized void cut(long end) {
    for (LogSegment segment : unsynced) {
      if (segment == current) {
        segment.file().truncate(end - segment.base());
      }
      segment.file().close();
    }
  }
}
