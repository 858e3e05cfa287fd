package io.orbit.protocol.redis;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long a command took, in steps that double from 1,024 nanoseconds on, as LATENCY HISTOGRAM
 * shows it. Thread-safe.
 */
final class LatencyBuckets {
  private static final int FIRST_BITS = 10;
  private static final int COUNT = 31;

  private final AtomicLongArray counts = new AtomicLongArray(COUNT);

  /** Called once a step, with what was counted up to its end. */
  interface Visitor {
    /**
     * @param microseconds the end of the step
     * @param calls that took at most so long
     */
    void visit(long microseconds, long calls);
  }

  void record(long nanoseconds, long times) {
    int bits = Long.SIZE - Long.numberOfLeadingZeros(Math.max(0, nanoseconds - 1) >> FIRST_BITS);
    counts.addAndGet(Math.min(bits, COUNT - 1), times);
  }

  void reset() {
    for (int i = 0; i < COUNT; i++) {
      counts.set(i, 0);
    }
  }

  /** The steps in which something was counted; with two digits, as Redis' histogram has them. */
  void forEach(Visitor visitor) {
    long sum = 0;
    for (int i = 0; i < COUNT; i++) {
      long count = counts.get(i);
      sum += count;
      if (count > 0) {
        long end = 1L << FIRST_BITS + i;
        visitor.visit((end + (end >> 7) - 1) / 1000, sum);
      }
    }
  }

  /** The microseconds within which that part of the calls ended; 0 where there were none. */
  double percentile(double part) {
    long[] total = new long[1];
    forEach((end, calls) -> total[0] = calls);
    double[] found = new double[1];
    forEach(
        (end, calls) -> {
          if (found[0] == 0 && calls >= total[0] * part / 100) {
            found[0] = end;
          }
        });
    return found[0];
  }
}
