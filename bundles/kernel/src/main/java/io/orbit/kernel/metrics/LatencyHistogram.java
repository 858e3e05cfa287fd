package io.orbit.kernel.metrics;

import io.orbit.api.ops.Metrics.Histogram;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts nanoseconds from 1 to 2<sup>43</sup> (2.4 hours; more counts as that) in buckets of at
 * most 1/128 of their value, the idea of HdrHistogram: the first 128 are one wide, then each power
 * of two has 128 of equal width, whose counts (1 KB) exist once something falls there. A bucket's
 * upper bound belongs to it. Lock-free.
 */
final class LatencyHistogram implements Histogram {
  private static final int SUB_BITS = 7;
  private static final int SUB = 1 << SUB_BITS;
  private static final int MAX_BITS = 43;
  private static final long MAX = (1L << MAX_BITS) - 1;

  /** Powers of two, in nanoseconds, that the text form has as bounds: 1.024 µs to 68.7 s. */
  static final int LOWEST_BOUND_BITS = 10;

  static final int HIGHEST_BOUND_BITS = 36;

  private final AtomicReferenceArray<@Nullable AtomicLongArray> ranges =
      new AtomicReferenceArray<>(MAX_BITS - SUB_BITS + 1);
  private final LongAdder sum = new LongAdder();

  @Override
  public void record(long nanoseconds, long times) {
    long value = Math.clamp(nanoseconds - 1, 0, MAX);
    int range = rangeOf(value);
    counts(range).addAndGet(range == 0 ? (int) value : (int) (value >>> range - 1) - SUB, times);
    sum.add(Math.max(nanoseconds, 0) * times);
  }

  /** 0 for values below 128, then one for each power of two. */
  private static int rangeOf(long value) {
    return Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(value) - SUB_BITS);
  }

  private AtomicLongArray counts(int range) {
    AtomicLongArray counts = ranges.get(range);
    if (counts == null) {
      AtomicLongArray added = new AtomicLongArray(SUB);
      AtomicLongArray other = ranges.compareAndExchange(range, null, added);
      counts = other == null ? added : other;
    }
    return counts;
  }

  @Override
  public long count() {
    return countUpTo(MAX_BITS);
  }

  long sum() {
    return sum.sum();
  }

  /** How many were at most 2<sup>bits</sup> nanoseconds. */
  long countUpTo(int bits) {
    long total = 0;
    for (int range = 0; range <= bits - SUB_BITS; range++) {
      AtomicLongArray counts = ranges.get(range);
      for (int i = 0; counts != null && i < SUB; i++) {
        total += counts.get(i);
      }
    }
    return total;
  }

  @Override
  public long quantile(double quantile) {
    if (!(quantile >= 0 && quantile <= 1)) {
      throw new IllegalArgumentException("a quantile is from 0 to 1, not " + quantile);
    }
    long rank = Math.max(1, (long) Math.ceil(quantile * count()));
    long seen = 0;
    long highest = 0;
    for (int range = 0; range < ranges.length(); range++) {
      AtomicLongArray counts = ranges.get(range);
      for (int i = 0; counts != null && i < SUB; i++) {
        long here = counts.get(i);
        seen += here;
        if (here > 0) {
          highest = upperBound(range, i);
        }
        if (seen >= rank) {
          return highest;
        }
      }
    }
    return highest;
  }

  private static long upperBound(int range, int index) {
    return range == 0 ? index + 1 : (long) (SUB + index + 1) << range - 1;
  }
}
