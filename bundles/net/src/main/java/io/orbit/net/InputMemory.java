package io.orbit.net;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much heap the unfinished requests of all connections may take together. What one would take
 * beyond it is refused before it is taken, so that the others go on. Thread-safe.
 */
final class InputMemory {
  private final AtomicLong used = new AtomicLong();
  private volatile long limit;

  /**
   * @param limit in bytes
   */
  InputMemory(long limit) {
    this.limit = limit;
  }

  void limit(long bytes) {
    limit = bytes;
  }

  /**
   * Takes memory for a request that grows.
   *
   * @throws OrbitException OUT_OF_MEMORY, with nothing taken
   */
  void take(long bytes) {
    if (used.addAndGet(bytes) > limit) {
      used.addAndGet(-bytes);
      throw new OrbitException(
              ErrorCode.OUT_OF_MEMORY,
              "out of memory: unfinished requests may take " + limit + " bytes together")
          .withHint("Send less at a time, or give the server more memory.");
    }
  }

  /** As {@link #take} for what is there already. */
  void add(long bytes) {
    used.addAndGet(bytes);
  }

  void giveBack(long bytes) {
    used.addAndGet(-bytes);
  }

  long used() {
    return used.get();
  }
}
