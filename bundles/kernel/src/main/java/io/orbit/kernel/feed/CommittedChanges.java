package io.orbit.kernel.feed;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.kernel.bytes.ByteReader;
import io.orbit.kernel.log.CommitLog;
import io.orbit.kernel.log.LogFormat;
import io.orbit.kernel.log.LogReader;
import io.orbit.kernel.log.LogRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The commits of a log in order. Of one in chunks it notes where they are while it passes, and
 * reads them again once the commit is met: so a commit of any size costs a number a chunk. One
 * thread.
 */
final class CommittedChanges implements AutoCloseable {
  private static final int NUMBER = 8;

  /**
   * A commit.
   *
   * @param record that makes it one
   * @param changes its entries
   */
  record Commit(LogRecord record, ByteReader changes) {}

  private final LogReader reader;
  private final LogReader again;
  private final Map<Long, List<Long>> chunks = new HashMap<>();

  CommittedChanges(CommitLog log, long from) {
    reader = log.reader(from);
    again = log.reader(from);
  }

  /** Where the next record of the log begins. */
  long position() {
    return reader.position();
  }

  /** Where reading would have to begin to see what is open now, and all that follows. */
  long from(long commit) {
    long from = commit;
    for (List<Long> open : chunks.values()) {
      from = Math.min(from, open.getFirst());
    }
    return from;
  }

  /** The next commit whose record begins before the limit and not before a place; else null. */
  @Nullable Commit next(long notBefore, long limit) {
    for (LogRecord record = reader.next(limit); record != null; record = reader.next(limit)) {
      boolean wanted = record.position() >= notBefore;
      switch (record.kind()) {
        case LogFormat.COMMIT -> {
          if (wanted) {
            return new Commit(record, new ByteReader(record.payload()));
          }
        }
        case LogFormat.CHUNK -> note(record);
        case LogFormat.LAST -> {
          List<Long> places = chunks.get(numberOf(record));
          if (wanted && places != null) {
            return new Commit(record, new ByteReader(pieces(places, record)));
          }
          forget(record);
        }
        default -> forget(record);
      }
    }
    return null;
  }

  /** A commit is done with. */
  void forget(LogRecord record) {
    if (record.kind() != LogFormat.COMMIT) {
      chunks.remove(numberOf(record));
    }
  }

  /**
   * Chunks whose first one the log no longer has are those of a commit that it has in part only.
   */
  private void note(LogRecord record) {
    long number = numberOf(record);
    if (record.order() == LogRecord.FIRST) {
      // One with this number that the log never told the end of was cut off by a crash or a stop.
      chunks.put(number, new ArrayList<>());
    } else if (record.order() != LogRecord.LATER) {
      chunks.putIfAbsent(number, new ArrayList<>());
    }
    List<Long> places = chunks.get(number);
    if (places != null) {
      places.add(record.position());
    }
  }

  private ByteReader.Pieces pieces(List<Long> places, LogRecord last) {
    int[] next = {0};
    return () -> {
      int index = next[0]++;
      if (index < places.size()) {
        return piece(readAgain(places.get(index)));
      }
      return index == places.size() ? piece(last) : null;
    };
  }

  private LogRecord readAgain(long position) {
    again.seek(position);
    LogRecord chunk = again.next(position + 1);
    if (chunk == null) {
      throw new OrbitException(
          ErrorCode.DATA_CORRUPTED, "The commit log has no chunk at position " + position);
    }
    return chunk;
  }

  private static byte[] piece(LogRecord record) {
    return java.util.Arrays.copyOf(record.payload(), record.payload().length - NUMBER);
  }

  private static long numberOf(LogRecord record) {
    byte[] payload = record.payload();
    return new ByteReader(payload, payload.length - NUMBER, NUMBER).u64();
  }

  @Override
  public void close() {
    reader.close();
    again.close();
  }
}
