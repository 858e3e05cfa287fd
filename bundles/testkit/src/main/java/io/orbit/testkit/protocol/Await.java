package io.orbit.testkit.protocol;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions instead of sleeping. */
public final class Await {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long PAUSE_NANOS = 1_000_000;

  private Await() {}

  /** Waits until the condition holds; fails after ten seconds. */
  public static void until(String what, BooleanSupplier condition) {
    until(what, PATIENCE, condition);
  }

  /** Waits until the condition holds; fails after the given time. */
  public static void until(String what, Duration patience, BooleanSupplier condition) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited " + patience + " in vain until " + what);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
