package io.orbit.kernel.store;

import java.util.SplittableRandom;

/** Random places of a walk, reproducible from the store's seed. Thread-safe. */
final class CursorRandom {
  private final SplittableRandom random;

  CursorRandom(long seed) {
    random = new SplittableRandom(seed);
  }

  synchronized long nextCursor() {
    return random.nextLong(1L << 32);
  }
}
