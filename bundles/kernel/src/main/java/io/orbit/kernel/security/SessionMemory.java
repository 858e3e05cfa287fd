package io.orbit.kernel.security;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.util.concurrent.atomic.AtomicLong;

/** How much heap all sessions together may keep: a sixteenth. Thread-safe. */
final class SessionMemory {
  private static final long LIMIT = Runtime.getRuntime().maxMemory() / 16;

  private final AtomicLong used = new AtomicLong();

  /**
   * Takes memory, or gives it back.
   *
   * @throws OrbitException OUT_OF_MEMORY
   */
  void take(long bytes) {
    if (used.addAndGet(bytes) > LIMIT && bytes > 0) {
      used.addAndGet(-bytes);
      throw new OrbitException(ErrorCode.OUT_OF_MEMORY, "out of memory")
          .withDetail("What sessions keep may take " + LIMIT + " bytes together.")
          .withHint("Keep less: fewer prepared statements, settings, queued commands.");
    }
  }

  long used() {
    return used.get();
  }
}
