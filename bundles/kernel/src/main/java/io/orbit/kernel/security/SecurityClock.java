package io.orbit.kernel.security;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Time as sessions see it; a test has its own. Thread-safe. */
public interface SecurityClock {
  /** The machine's. */
  SecurityClock SYSTEM =
      new SecurityClock() {
        @Override
        public long wallMillis() {
          return System.currentTimeMillis();
        }

        @Override
        public long millis() {
          return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        }

        @Override
        public void pause(long millis) {
          long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
          for (long rest = end - System.nanoTime();
              rest > 0 && !Thread.currentThread().isInterrupted();
              rest = end - System.nanoTime()) {
            LockSupport.parkNanos(rest);
          }
        }
      };

  /** Milliseconds since 1970. */
  long wallMillis();

  /** Milliseconds since some moment; never runs backwards. */
  long millis();

  /** Returns after that time, or early when the thread is interrupted. */
  void pause(long millis);
}
