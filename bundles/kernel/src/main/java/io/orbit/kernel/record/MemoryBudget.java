package io.orbit.kernel.record;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.util.concurrent.atomic.LongAdder;

/** How much heap records and versions take, and how much they may. Thread-safe. */
public final class MemoryBudget {
  private final long limit;
  private final LongAdder used = new LongAdder();

  /**
   * @param limit in bytes
   */
  public MemoryBudget(long limit) {
    this.limit = limit;
  }

  public void add(long bytes) {
    if (bytes != 0) {
      used.add(bytes);
    }
  }

  public long used() {
    return used.sum();
  }

  /**
   * Asks before a write that needs more.
   *
   * @throws OrbitException OUT_OF_MEMORY
   */
  public void require(long bytes) {
    if (used.sum() + bytes > limit) {
      throw new OrbitException(
              ErrorCode.OUT_OF_MEMORY,
              "The data would take more memory than memory.limit allows (" + limit + " bytes)")
          .withHint("Delete data or give the server more memory; reads and deletes go on.");
    }
  }
}
