package io.orbit.kernel.log;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Wakes those who wait for the log to grow, or to be durable further than it was. Whoever commits
 * pays one volatile read while nobody waits. Thread-safe.
 */
public final class LogProgress {
  private volatile int waiting;

  /** Something was appended, or synced. */
  void advanced() {
    if (waiting > 0) {
      wake();
    }
  }

  /** Lets everybody look again. */
  public synchronized void wake() {
    notifyAll();
  }

  /**
   * Waits until a place lies beyond the one known, or for a time.
   *
   * @param giveUp asked after each wake-up
   */
  public synchronized void await(
      LongSupplier reached,
      long known,
      long timeoutMillis,
      java.util.function.BooleanSupplier giveUp)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    waiting++;
    try {
      while (reached.getAsLong() <= known && !giveUp.getAsBoolean()) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          return;
        }
        wait(left);
      }
    } finally {
      waiting--;
    }
  }
}
