package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * When keys were used last and how often, while a policy wants to know: a table of fixed size, one
 * entry for all keys of the same place, which is the last used one's. What it does not know has not
 * been used since it began, or long ago. Counters grow and decay as Redis' do (evict.c, with {@code
 * lfu-log-factor} 10 and a minute). Thread-safe.
 *
 * <pre>
 * entry: 32 bits of the key's hash, 24 bits seconds since the table began, 8 bits counter
 * </pre>
 */
final class KeyUse {
  /** What OBJECT IDLETIME and OBJECT FREQ answer. */
  record Use(long idleSeconds, int frequency) {}

  private static final int SIZE = 1 << 20;
  private static final int FIRST_COUNT = 5;
  private static final int MOST = 255;
  private static final double LOG_FACTOR = 10;
  private static final int SECONDS_MASK = (1 << 24) - 1;
  private static final int DECAY_SECONDS = 60;

  private final AtomicLongArray entries = new AtomicLongArray(SIZE);
  private final long began = System.nanoTime();

  private int seconds() {
    return (int) ((System.nanoTime() - began) / 1_000_000_000) & SECONDS_MASK;
  }

  private static long hash(int keySpace, ByteRange key) {
    long hash = keySpace * 0x9E3779B97F4A7C15L;
    for (int i = 0; i < key.length(); i++) {
      hash = (hash ^ key.byteAt(i)) * 0x100000001B3L;
    }
    hash ^= hash >>> 32;
    hash *= 0xD6E8FEB86659FD93L;
    return hash ^ hash >>> 29;
  }

  /** A command has named the key. */
  void used(int keySpace, ByteRange key) {
    long hash = hash(keySpace, key);
    int place = (int) hash & SIZE - 1;
    int tag = (int) (hash >>> 32);
    long entry = entries.get(place);
    int now = seconds();
    int counter = FIRST_COUNT;
    if (entry != 0 && (int) (entry >>> 32) == tag) {
      counter = grown(decayed(entry, now));
    }
    entries.set(place, (long) tag << 32 | (long) now << 8 | counter);
  }

  private static int decayed(long entry, int now) {
    int idle = now - (int) (entry >>> 8) & SECONDS_MASK;
    return Math.max(0, (int) (entry & MOST) - idle / DECAY_SECONDS);
  }

  private static int grown(int counter) {
    double chance = 1 / (Math.max(0, counter - FIRST_COUNT) * LOG_FACTOR + 1);
    boolean grows = counter < MOST && ThreadLocalRandom.current().nextDouble() < chance;
    return grows ? counter + 1 : counter;
  }

  Use of(int keySpace, ByteRange key) {
    long hash = hash(keySpace, key);
    long entry = entries.get((int) hash & SIZE - 1);
    int now = seconds();
    return entry == 0 || (int) (entry >>> 32) != (int) (hash >>> 32)
        ? new Use(now, 0)
        : new Use(now - (int) (entry >>> 8) & SECONDS_MASK, decayed(entry, now));
  }
}
