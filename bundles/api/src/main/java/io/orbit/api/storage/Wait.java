package io.orbit.api.storage;

/**
 * Something a caller has to wait for: a record lock, or durability. The kernel never parks a
 * thread; an event loop hands over a continuation, whoever may block (a virtual thread) waits.
 */
public interface Wait {
  /**
   * Runs the continuation once, when the wait is over, on a thread of the scheduler (at once, on
   * this thread, if it is over already). Whether it was granted is asked by {@link #result()}.
   */
  void onDone(Runnable continuation);

  /**
   * Blocks until it is over and then does as {@link #result()} does.
   *
   * @param timeoutMillis how long at most; 0 for as long as it takes
   */
  void await(long timeoutMillis);

  /**
   * Returns when what was waited for was granted.
   *
   * @throws io.orbit.api.error.OrbitException DEADLOCK_DETECTED (the detail names the others),
   *     LOCK_NOT_AVAILABLE after a time-out, QUERY_CANCELED, SERIALIZATION_FAILURE, IO_ERROR
   */
  void result();

  /** Gives up waiting; {@link #result()} then fails with QUERY_CANCELED. */
  void cancel();
}
