package io.orbit.protocol.rest.idempotency;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answers to requests that came with a key, each user's own, in memory: for a day, at most so
 * many, the oldest dropped first. Thread-safe.
 */
public final class KnownAnswers {
  static final int LARGEST_ANSWER = 256 << 10;

  private static final Duration KEPT = Duration.ofDays(1);
  private static final int MOST = 10_000;
  private static final long MOST_BYTES = 32L << 20;

  private final InstantSource clock;
  private final Map<String, Known> known = new LinkedHashMap<>();
  private long bytes;

  /**
   * An answer as it was sent.
   *
   * @param headers those that tell of the answer: its type, a location, an entity tag
   */
  record Answer(int status, Map<String, String> headers, byte[] body) {}

  /** A request and, once it is there, its answer. */
  private static final class Known {
    final byte[] fingerprint;
    final Instant until;
    @Nullable Answer answer;

    Known(byte[] fingerprint, Instant until) {
      this.fingerprint = fingerprint;
      this.until = until;
    }

    int size() {
      return answer == null ? 0 : answer.body().length;
    }
  }

  public KnownAnswers(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * A request begins.
   *
   * @param key with whose it is
   * @param fingerprint of everything in the request that matters
   * @return the answer, where the same request was answered before; empty where it is to be done
   * @throws OrbitException OBJECT_IN_USE while the first one goes on, INVALID_PARAMETER_VALUE when
   *     the key came with another request
   */
  synchronized Optional<Answer> begin(String key, byte[] fingerprint) {
    forgetOld();
    Known before = known.get(key);
    if (before == null) {
      known.put(key, new Known(fingerprint, clock.instant().plus(KEPT)));
      return Optional.empty();
    }
    if (!Arrays.equals(before.fingerprint, fingerprint)) {
      throw new OrbitException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "this Idempotency-Key was used for another request before")
          .withHint("A key is for one request; make a new one.");
    }
    if (before.answer == null) {
      throw new OrbitException(
              ErrorCode.OBJECT_IN_USE, "the request with this Idempotency-Key is still going on")
          .withHint("Ask again when it is done.");
    }
    return Optional.of(before.answer);
  }

  /** It was answered so, and will be again. */
  synchronized void done(String key, Answer answer) {
    Known one = known.get(key);
    if (one != null) {
      one.answer = answer;
      bytes += one.size();
      forgetOld();
    }
  }

  /** It may be tried again. */
  synchronized void abandon(String key) {
    Known one = known.get(key);
    if (one != null && one.answer == null) {
      known.remove(key);
    }
  }

  private void forgetOld() {
    Instant now = clock.instant();
    Iterator<Known> oldest = known.values().iterator();
    while (oldest.hasNext()) {
      Known one = oldest.next();
      boolean tooMany = known.size() > MOST || bytes > MOST_BYTES;
      if (now.isBefore(one.until) && !tooMany) {
        return;
      }
      bytes -= one.size();
      oldest.remove();
    }
  }
}
