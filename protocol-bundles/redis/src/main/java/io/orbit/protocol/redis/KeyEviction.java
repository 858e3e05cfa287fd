package io.orbit.protocol.redis;

import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Keys;
import io.orbit.api.keyspace.MustWait;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes room for a client that is about to write, by {@code maxmemory-policy}: of samples of Redis'
 * own keys in all key spaces of its database the best ones go, as in Redis (evict.c). Rows never
 * go.
 */
final class KeyEviction {
  /** Keys that one command removes at most; the next one goes on. */
  private static final int MOST = 256;

  /** Looked at where only keys that expire may go, and there are few of them. */
  private static final int MOST_LOOKED = 2_000;

  private final RedisSettings settings;
  private final LongSupplier used;
  private final RedisStatistics statistics;

  /** A key that may go; the highest goes first. */
  private record Candidate(int keySpace, byte[] key, long worth) {}

  /**
   * @param used bytes that records take now
   */
  KeyEviction(RedisSettings settings, LongSupplier used, RedisStatistics statistics) {
    this.settings = settings;
    this.used = used;
    this.statistics = statistics;
  }

  /** Removes keys until there is room; false when there is none and nothing could be removed. */
  boolean makeRoom(RedisClient client, long limit) {
    EvictionPolicy policy = settings.evictionPolicy();
    if (policy == EvictionPolicy.NOEVICTION || !client.isAuthenticated()) {
      return false;
    }
    int removed = 0;
    while (used.getAsLong() > limit && removed < MOST) {
      if (!removeBest(client, policy)) {
        break;
      }
      removed++;
    }
    return removed > 0;
  }

  private boolean removeBest(RedisClient client, EvictionPolicy policy) {
    List<Candidate> candidates = new ArrayList<>();
    int samples = settings.evictionSamples();
    for (int i = 0; i < RedisServer.DATABASES; i++) {
      if (client.keys().count(i) > 0) {
        sample(client, policy, i, samples, candidates);
      }
    }
    candidates.sort(Comparator.comparingLong(Candidate::worth).reversed());
    return candidates.stream().anyMatch(each -> remove(client, each));
  }

  /** False when somebody holds it: another one goes. */
  private boolean remove(RedisClient client, Candidate candidate) {
    try {
      boolean removed = client.keys().evict(candidate.keySpace(), ByteRange.of(candidate.key()));
      if (removed) {
        statistics.evicted.increment();
      }
      return removed;
    } catch (MustWait | OrbitException e) {
      return false;
    }
  }

  private void sample(
      RedisClient client,
      EvictionPolicy policy,
      int keySpace,
      int samples,
      List<Candidate> candidates) {
    @Nullable KeyUse use = settings.keyUse();
    int wanted = candidates.size() + samples;
    int looked = policy.expiringOnly() ? MOST_LOOKED : samples;
    client
        .keys()
        .sample(
            keySpace,
            looked,
            (key, expiresAt) -> {
              boolean fits = !policy.expiringOnly() || expiresAt != Keys.NO_EXPIRY;
              if (fits && candidates.size() < wanted) {
                candidates.add(
                    new Candidate(keySpace, key, worth(policy, use, keySpace, key, expiresAt)));
              }
            });
  }

  private static long worth(
      EvictionPolicy policy, @Nullable KeyUse use, int keySpace, byte[] key, long expiresAt) {
    return switch (policy.order()) {
      case IDLE -> use == null ? 0 : use.of(keySpace, ByteRange.of(key)).idleSeconds();
      case SELDOM -> use == null ? 0 : 255 - use.of(keySpace, ByteRange.of(key)).frequency();
      case TIME_TO_LIVE -> -expiresAt;
      case RANDOM, NONE -> 0;
    };
  }
}
