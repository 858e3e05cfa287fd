package io.orbit.records;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Hidden row ids: milliseconds since 2020 and a counter of 16 bits. They grow across restarts as
 * long as the wall time does, so no counter has to be stored; an insert still looks whether its id
 * is free.
 */
final class RowIds {
  private static final long EPOCH_MILLIS = 1_577_836_800_000L;
  private static final int COUNTER_BITS = 16;

  private final AtomicLong last = new AtomicLong();

  long next(long wallTime) {
    long atLeast = (wallTime - EPOCH_MILLIS) << COUNTER_BITS;
    return last.updateAndGet(before -> Math.max(before + 1, atLeast));
  }
}
