package io.orbit.protocol.redis;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;

/** Random samples of positions. */
final class RandomPositions {
  private RandomPositions() {}

  /** As many different positions below the size as asked, all of them if it is less (Floyd). */
  static long[] distinct(long size, long count) {
    if (count >= size) {
      return LongStream.range(0, size).toArray();
    }
    ThreadLocalRandom random = ThreadLocalRandom.current();
    Set<Long> chosen = new LinkedHashSet<>();
    for (long last = size - count; last < size; last++) {
      long candidate = random.nextLong(last + 1);
      if (!chosen.add(candidate)) {
        chosen.add(last);
      }
    }
    return chosen.stream().mapToLong(Long::longValue).toArray();
  }
}
