package io.orbit.itests;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition, and fails with its last reason when it does not come true in time. */
public final class Await {
  private Await() {}

  /** A condition; it is not true while it throws, or answers false. */
  @FunctionalInterface
  public interface Condition {
    /** Whether it holds now. */
    boolean holds() throws Exception;
  }

  /** Waits until the condition holds. */
  public static void until(String what, Duration limit, Condition condition) {
    Instant end = Instant.now().plus(limit);
    Exception last = null;
    while (true) {
      try {
        if (condition.holds()) {
          return;
        }
      } catch (Exception notYet) {
        last = notYet;
      }
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("not " + what + " within " + limit.toSeconds() + " s", last);
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}
