package io.orbit.kernel.record;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.util.concurrent.atomic.LongAdder;

/** How much heap records and versions take, and how much they may. Thread-safe. */
public final class MemoryBudget {
  /** Makes room, as far as that is possible. */
  interface Reclaimer {
    /**
     * Tries to make room for that much; may wait for a checkpoint.
     *
     * @throws io.orbit.api.keyspace.MustWait on a thread that must not wait
     */
    void makeRoom(long bytes);
  }

  private final long limit;
  private final LongAdder used = new LongAdder();
  private volatile Reclaimer reclaimer = bytes -> {};

  /**
   * @param limit in bytes
   */
  public MemoryBudget(long limit) {
    this.limit = limit;
  }

  public void reclaimBy(Evictor evictor) {
    reclaimer = evictor;
  }

  public void add(long bytes) {
    if (bytes != 0) {
      used.add(bytes);
    }
  }

  public long used() {
    return used.sum();
  }

  public long limit() {
    return limit;
  }

  boolean fits(long bytes) {
    return used.sum() + bytes <= limit;
  }

  /**
   * Asks before a write that needs more; waits until something else has left memory.
   *
   * @throws OrbitException OUT_OF_MEMORY when nothing can leave
   * @throws io.orbit.api.keyspace.MustWait on a thread that must not wait, when it would have to
   */
  public void require(long bytes) {
    if (fits(bytes)) {
      return;
    }
    reclaimer.makeRoom(bytes);
    if (!fits(bytes)) {
      throw new OrbitException(
              ErrorCode.OUT_OF_MEMORY,
              "The data would take more memory than memory.limit allows (" + limit + " bytes)")
          .withHint(
              "Delete data, end old transactions or give the server more memory; reads and deletes"
                  + " go on.");
    }
  }
}
