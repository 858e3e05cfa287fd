package io.orbit.api.storage;

import java.util.List;

/**
 * Somebody who waits for a record's lock, as of one moment.
 *
 * @param handle what it waits by, as {@code Session.waiting()} of the session whose wait it is
 * @param transaction that waits; 0 for an operation on a single record outside of one
 * @param mode what it asks for
 * @param millis for how long it has waited
 * @param blockers those in its way: holders, then those who asked before it
 */
public record WaitingLock(
    Wait handle,
    long transaction,
    int space,
    byte[] key,
    LockMode mode,
    long millis,
    List<Blocker> blockers) {

  /**
   * One in the way.
   *
   * @param transaction its id; 0 for an operation on a single record
   * @param holds false for one that waits too, and asked before
   */
  public record Blocker(long transaction, LockMode mode, boolean holds) {}
}
