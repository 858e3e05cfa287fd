package io.orbit.kernel.security;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much heap all sessions together may keep: a sixteenth; and each of them half of what the
 * others leave, so that none takes everything. Thread-safe.
 */
final class SessionMemory {
  private static final long LIMIT = Runtime.getRuntime().maxMemory() / 16;

  private final AtomicLong used = new AtomicLong();

  /**
   * Takes memory for a session.
   *
   * @param kept what the session has already
   * @throws OrbitException OUT_OF_MEMORY
   */
  void take(long bytes, long kept) {
    long all = used.addAndGet(bytes);
    long others = all - kept - bytes;
    if (kept + bytes > (LIMIT - others) / 2) {
      used.addAndGet(-bytes);
      throw new OrbitException(ErrorCode.OUT_OF_MEMORY, "out of memory")
          .withDetail(
              "What sessions keep may take " + LIMIT + " bytes together, one of them half of that.")
          .withHint("Keep less: fewer prepared statements, settings, queued commands.");
    }
  }

  void giveBack(long bytes) {
    used.addAndGet(-bytes);
  }

  long used() {
    return used.get();
  }
}
