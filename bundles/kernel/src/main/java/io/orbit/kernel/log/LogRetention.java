package io.orbit.kernel.log;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * How much of the log is kept behind what recovery needs: a size and an age for anybody who comes
 * back, what the slowest group of consumers has not acknowledged, up to a limit, and what somebody
 * holds, a backup for example, without one. Thread-safe.
 */
public final class LogRetention {
  /**
   * What is kept, though no checkpoint needs it.
   *
   * @param bytes at most so much for those who may come back
   * @param millis and nothing that is older, for them; 0 for no bound by age
   * @param groupBytes at most so much for groups
   */
  public record Limits(long bytes, long millis, long groupBytes) {
    /** Nothing but for groups. */
    public static final Limits NONE = new Limits(0, 0, Long.MAX_VALUE);
  }

  /** Somebody needs the log from a place on. */
  public final class Hold implements AutoCloseable {
    private final long position;

    private Hold(long position) {
      this.position = position;
    }

    @Override
    public void close() {
      synchronized (LogRetention.this) {
        holds.remove(this);
      }
    }
  }

  private final Limits limits;
  private final List<Hold> holds = new ArrayList<>();
  private volatile LongSupplier slowestGroup = () -> Long.MAX_VALUE;

  public LogRetention(Limits limits) {
    this.limits = limits;
  }

  /** Tells from where on the slowest group needs the log. */
  public void bindGroups(LongSupplier slowest) {
    slowestGroup = slowest;
  }

  public Limits limits() {
    return limits;
  }

  /** Keeps the log from a place on, if it is there, until the hold is closed. */
  public synchronized Hold hold(long position) {
    Hold hold = new Hold(position);
    holds.add(hold);
    return hold;
  }

  /**
   * Before which place the log may go.
   *
   * @param needed from where on recovery needs it
   * @param end of the log
   * @param youngEnough from where on it is not older than the limit
   */
  synchronized long bound(long needed, long end, long youngEnough) {
    long kept = Math.max(end - limits.bytes(), youngEnough);
    long group = Math.max(slowestGroup.getAsLong(), end - limits.groupBytes());
    long bound = Math.min(needed, Math.min(kept, group));
    for (Hold hold : holds) {
      bound = Math.min(bound, hold.position);
    }
    return bound;
  }
}
