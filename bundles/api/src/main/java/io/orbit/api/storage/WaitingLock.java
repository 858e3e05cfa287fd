package io.orbit.api.storage;

import java.util.List;

/**
 * Somebody who waits for the lock of a record or of a name, as of one moment.
 *
 * @param handle what it waits by, as {@code Session.waiting()} of the session whose wait it is
 * @param transaction that waits; 0 for an operation on a single record outside of one, and for a
 *     session that waits for a name
 * @param name who it is, as people are told
 * @param space where the record is; {@link #NAMED} for a name
 * @param key of the record; a name as UTF-8
 * @param mode what it asks for
 * @param millis for how long it has waited
 * @param blockers those in its way: holders, then those who asked before it
 */
public record WaitingLock(
    Wait handle,
    long transaction,
    String name,
    int space,
    byte[] key,
    LockMode mode,
    long millis,
    List<Blocker> blockers) {
  /** In the place of a space: what is locked is a name, as advisory locks are. */
  public static final int NAMED = -1;

  /**
   * One in the way.
   *
   * @param transaction its id; 0 for who is none
   * @param name who it is, as people are told
   * @param holds false for one that waits too, and asked before
   */
  public record Blocker(long transaction, String name, LockMode mode, boolean holds) {}
}
