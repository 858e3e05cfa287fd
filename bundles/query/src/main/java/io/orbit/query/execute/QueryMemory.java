package io.orbit.query.execute;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much heap the rows may take that running statements keep: sorted, hashed, grouped, built. One
 * for the server; records have a budget of their own. What a statement would take beyond it is
 * refused before it is taken, so that others go on. Thread-safe.
 */
public final class QueryMemory {
  /** Of the heap: what records (seven tenths), connections and the container leave. */
  private static final double SHARE_OF_HEAP = 0.15;

  private final long limit;
  private final AtomicLong used = new AtomicLong();

  /**
   * @param limit in bytes, for all statements together
   */
  public QueryMemory(long limit) {
    this.limit = limit;
  }

  /** As much as a server with this heap may give. */
  public static QueryMemory ofHeap() {
    return new QueryMemory((long) (Runtime.getRuntime().maxMemory() * SHARE_OF_HEAP));
  }

  /** Bytes taken now. */
  public long used() {
    return used.get();
  }

  Share share() {
    return new Share();
  }

  /** What one statement has taken. One thread. */
  final class Share {
    private long taken;

    void take(long bytes) {
      if (used.addAndGet(bytes) > limit) {
        used.addAndGet(-bytes);
        throw new OrbitException(ErrorCode.OUT_OF_MEMORY, "out of memory")
            .withDetail(
                "Failed on request of size "
                    + bytes
                    + ": the rows that statements keep may take "
                    + limit
                    + " bytes together, "
                    + taken
                    + " of which this one has.")
            .withHint("Ask for fewer rows at a time, or give the server more memory.");
      }
      taken += bytes;
    }

    /**
     * Takes memory for rows that may lie on disk as well: of the half that leaves room for those
     * that may not.
     *
     * @return false, with nothing taken, where that is used up
     */
    boolean tryTake(long bytes) {
      if (used.addAndGet(bytes) > limit / 2) {
        used.addAndGet(-bytes);
        return false;
      }
      taken += bytes;
      return true;
    }

    long taken() {
      return taken;
    }

    void giveBack(long bytes) {
      used.addAndGet(-bytes);
      taken -= bytes;
    }

    void end() {
      used.addAndGet(-taken);
      taken = 0;
    }
  }
}
