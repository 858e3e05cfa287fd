package io.orbit.kernel.log;

import io.orbit.api.storage.Wait;
import org.jspecify.annotations.Nullable;

/** Those who wait for the log to be durable. */
public interface DurabilityQueue {
  /**
   * Queues a waiter, or syncs at once and answers null.
   *
   * @param timestamp the commit that must be durable
   */
  @Nullable Wait await(long timestamp, CommitLog log);

  /** Whether a thread of its own serves it. */
  default boolean isBackground() {
    return false;
  }

  /** Syncs on the caller's thread: for tests in one thread and for tools. */
  DurabilityQueue INLINE =
      (timestamp, log) -> {
        log.sync();
        return null;
      };
}
