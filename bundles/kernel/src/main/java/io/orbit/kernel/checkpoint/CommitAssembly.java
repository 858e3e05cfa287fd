package io.orbit.kernel.checkpoint;

import io.orbit.kernel.bytes.ByteReader;
import io.orbit.kernel.bytes.ByteWriter;
import io.orbit.kernel.log.LogFormat;
import io.orbit.kernel.log.LogRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the log's records together to commits. Chunks wait for their commit; those that never get
 * one are dropped.
 */
final class CommitAssembly {
  private static final int NUMBER = 8;

  /** Takes commits in order. */
  interface Target {
    void commit(long timestamp, ByteReader changes);

    /** A commit that every engine has. */
    void held(long timestamp);
  }

  private final Target target;
  private final Map<Long, ByteWriter> chunks = new HashMap<>();

  CommitAssembly(Target target) {
    this.target = target;
  }

  /** The numbers of commits of which there were chunks only. */
  List<Long> unfinished() {
    return List.copyOf(chunks.keySet());
  }

  void take(LogRecord log) {
    byte[] payload = log.payload();
    switch (log.kind()) {
      case LogFormat.COMMIT -> target.commit(log.timestamp(), new ByteReader(payload));
      case LogFormat.CHUNK -> chunk(log);
      case LogFormat.LAST -> {
        ByteWriter whole = chunks.remove(numberOf(payload));
        if (whole == null) {
          // Its first chunks lie before every engine's position: the engines have it.
          target.held(log.timestamp());
        } else {
          whole.bytes(payload, 0, payload.length - NUMBER);
          target.commit(log.timestamp(), new ByteReader(whole.array(), 0, whole.size()));
        }
      }
      default -> {
        ByteWriter ignored = chunks.remove(numberOf(payload));
      }
    }
  }

  /**
   * Keeps a chunk. One whose first ones lie before every engine's position is left out: its commit
   * was complete at that checkpoint, at which another one in chunks was not.
   */
  private void chunk(LogRecord log) {
    byte[] payload = log.payload();
    long number = numberOf(payload);
    if (log.order() == LogRecord.FIRST) {
      // One with this number that the log never told the end of was cut off by a crash or a stop.
      chunks.put(number, new ByteWriter(payload.length));
    } else if (log.order() != LogRecord.LATER) {
      chunks.putIfAbsent(number, new ByteWriter(payload.length));
    }
    ByteWriter whole = chunks.get(number);
    if (whole != null) {
      whole.bytes(payload, 0, payload.length - NUMBER);
    }
  }

  private static long numberOf(byte[] payload) {
    return new ByteReader(payload, payload.length - NUMBER, NUMBER).u64();
  }
}
