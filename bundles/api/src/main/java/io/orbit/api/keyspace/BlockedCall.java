package io.orbit.api.keyspace;

import org.jspecify.annotations.Nullable;

/**
 * A place in the queues of some keys. Those who wait for a key are served in the order in which
 * they came. {@link #await} is for the thread that made it; {@link #end} for any.
 */
public interface BlockedCall<T> {
  /**
   * Waits, and leaves the queues.
   *
   * @param timeoutMillis 0 for no limit
   * @return what the attempt has taken; null after the time-out or {@link #end}
   * @throws io.orbit.api.error.OrbitException what an attempt failed with
   */
  @Nullable T await(long timeoutMillis);

  /** Ends the wait; false when it is over already. */
  boolean end();
}
