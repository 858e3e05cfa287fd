package io.orbit.kernel.record;

import java.util.concurrent.atomic.LongAdder;

/** What reading and evicting came to since the start, over all spaces that evict. Thread-safe. */
public final class ResidencyFigures {
  final LongAdder hits = new LongAdder();
  final LongAdder misses = new LongAdder();
  final LongAdder coldReads = new LongAdder();
  final LongAdder evictions = new LongAdder();

  /** Look-ups that found their record in memory. */
  public long hits() {
    return hits.sum();
  }

  /** Look-ups that did not, whether there is such a record or not. */
  public long misses() {
    return misses.sum();
  }

  /** Look-ups that asked an engine. */
  public long coldReads() {
    return coldReads.sum();
  }

  /** Records taken out of memory. */
  public long evictions() {
    return evictions.sum();
  }
}
