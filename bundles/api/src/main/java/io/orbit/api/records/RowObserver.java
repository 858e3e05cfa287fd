package io.orbit.api.records;

import io.orbit.api.catalog.Collection;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Transaction;

/** Sees rows change inside transactions that may still roll back; must be quick. */
public interface RowObserver {
  /** What became of a row. */
  enum Change {
    INSERTED,
    UPDATED,
    DELETED
  }

  /** Whether it wants to see anything now; asked before each change. */
  boolean isWatching();

  /**
   * A row was written.
   *
   * @param key the record's, as {@link RowReader#encodeKey} makes it
   */
  void changed(
      Session session, Transaction transaction, Collection collection, byte[] key, Change change);
}
