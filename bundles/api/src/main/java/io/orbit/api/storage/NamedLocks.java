package io.orbit.api.storage;

import org.jspecify.annotations.Nullable;

/**
 * Locks on names, in no connection with any record, held beyond transactions: what SQL calls
 * advisory locks. One object is one holder (a session), which never excludes itself; it holds a
 * name in each mode at most once.
 *
 * <p>Waits for names and for records are one wait-for graph: the transaction that {@link #adopt} is
 * told of waits for whatever its holder waits for, so a deadlock through both is found when its
 * last wait begins. One thread at a time, but for {@link #close}.
 */
public interface NamedLocks extends AutoCloseable {
  /** Takes a name, SHARE or EXCLUSIVE, without waiting for anybody; false when it would have to. */
  boolean tryLock(String name, LockMode mode);

  /**
   * Takes a name, SHARE or EXCLUSIVE.
   *
   * @return null when granted at once; otherwise what to wait for, which fails with
   *     DEADLOCK_DETECTED where waiting would close a circle
   */
  @Nullable Wait lock(String name, LockMode mode);

  /** Gives a name back that is held in that mode, or nothing. */
  void unlock(String name, LockMode mode);

  /** The holder's transaction from now on; null when it has none any more. */
  void adopt(@Nullable Transaction transaction);

  /** Gives everything back and ends a wait in progress. Any thread. */
  @Override
  void close();
}
