package io.orbit.api.catalog;

import io.orbit.api.storage.Transaction;
import org.jspecify.annotations.Nullable;

/** The catalog: ordinary records of space 0, held in memory as immutable objects. Thread-safe. */
public interface Catalog {
  /** As last committed. */
  CatalogView current();

  /**
   * The version of {@link #current}, or −1 while any transaction is changing the catalog. The same
   * non-negative answer before and after some reading means that no object changed meanwhile, be it
   * unlocked.
   */
  long settledVersion();

  /** As last committed, with the transaction's own uncommitted changes. */
  CatalogView view(Transaction transaction);

  /** Changes of the transaction; visible to others when it commits. */
  CatalogEditor edit(Transaction transaction);

  /**
   * Locks an object for the transaction: shared for using it, exclusive for changing it. Blocks
   * (for virtual threads); after it returns, {@link #view} shows the object as it stays until the
   * end.
   *
   * @throws io.orbit.api.error.OrbitException DEADLOCK_DETECTED, LOCK_NOT_AVAILABLE, QUERY_CANCELED
   */
  void lock(Transaction transaction, long object, boolean exclusive);

  /** As {@link #lock} shared, without waiting; false when it would have to. */
  boolean tryLockShared(Transaction transaction, long object);

  /**
   * Runs something whenever a change of any object has become visible, on the thread that committed
   * it, one at most; it must be quick and must not fail. Null for nothing.
   */
  default void observe(@Nullable Runnable observer) {}
}
