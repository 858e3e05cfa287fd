package io.orbit.kernel.log;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The kernel's clock. A commit timestamp is a 64-bit number that only grows: milliseconds since
 * 1970 in the upper 43 bits, then a counter, and in the lowest bit whether the commit is to be
 * acknowledged after fsync only. So each version tells when it was written and how, and the log
 * maps to wall time. (Hybrid logical clock: Kulkarni et al. 2014.)
 */
public final class Timestamps {
  private static final int COUNTER_BITS = 21;

  private final LongSupplier millis;
  private final AtomicLong latestWall = new AtomicLong();

  public Timestamps(LongSupplier millis) {
    this.millis = millis;
  }

  /** The timestamp after {@code last}; called under the log's lock. */
  long next(long last, boolean synced) {
    long following = (last | 1) + 1;
    long now = millis.getAsLong() << COUNTER_BITS;
    return Math.max(following, now) | (synced ? 1 : 0);
  }

  /** True when a commit of this timestamp asked for fsync before its acknowledgement. */
  public static boolean isSynced(long timestamp) {
    return (timestamp & 1) != 0;
  }

  public static long toMillis(long timestamp) {
    return timestamp >>> COUNTER_BITS;
  }

  /** The highest timestamp that a commit so long ago can have had. */
  long before(long ageMillis) {
    return Math.max(0, wallTime() - ageMillis) << COUNTER_BITS;
  }

  /** The highest timestamp of that millisecond. */
  public static long lastOf(long millis) {
    return (millis + 1 << COUNTER_BITS) - 1;
  }

  /** Wall time in milliseconds; never runs backwards, not even over a restart. */
  public long wallTime() {
    long now = millis.getAsLong();
    long latest = latestWall.get();
    if (now == latest) {
      return now;
    }
    return now > latest ? latestWall.accumulateAndGet(now, Math::max) : latest;
  }

  /** Recovery found a commit of that time. */
  public void seen(long timestamp) {
    latestWall.accumulateAndGet(toMillis(timestamp), Math::max);
  }
}
