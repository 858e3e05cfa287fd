package io.orbit.query.function.library;

import io.orbit.api.security.Session;
import java.util.Collections;
import java.util.Map;
import java.util.Random;
import java.util.WeakHashMap;
import java.util.random.RandomGenerator;

/** The generator behind random(): seeded per session by setseed, otherwise not predictable. */
final class RandomState {
  private static final Map<Session, Random> SEEDED =
      Collections.synchronizedMap(new WeakHashMap<>());

  private RandomState() {}

  static RandomGenerator of(Session session) {
    if (SEEDED.isEmpty()) {
      return java.util.concurrent.ThreadLocalRandom.current();
    }
    Random seeded = SEEDED.get(session);
    return seeded == null ? java.util.concurrent.ThreadLocalRandom.current() : seeded;
  }

  static void seed(Session session, double seed) {
    SEEDED.put(session, new Random(Double.doubleToLongBits(seed)));
  }
}
