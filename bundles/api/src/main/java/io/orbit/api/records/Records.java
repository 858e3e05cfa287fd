package io.orbit.api.records;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Index;
import io.orbit.api.catalog.Policy;
import io.orbit.api.security.Session;
import io.orbit.api.storage.ReadView;
import io.orbit.api.storage.Transaction;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows of collections. Reads may run anywhere; writes may block and belong on virtual threads.
 * Rights are checked by the caller through {@link Session#require} once per statement, except that
 * {@link #statement} refuses collections the session may not even know.
 */
public interface Records {
  /** Reads rows of a collection as of a view (latest, snapshot or transaction). */
  RowReader reader(ReadView view, Collection collection);

  /**
   * Shows a row that is in no view, as a change feed has it.
   *
   * @param value as it was stored, be it under an earlier definition of the collection; null where
   *     only the key is known: all other columns are then as of a row that was never given them
   */
  RowView row(Collection collection, byte[] key, byte @Nullable [] value);

  /**
   * Whether row-level security lets the session see a row, or change it as it is: the row satisfies
   * the conditions (USING) of the policies that count. At once true where there is none. May run
   * statements, so for a table with row-level security it may block.
   *
   * @param command SELECT, UPDATE or DELETE
   */
  boolean permits(Session session, Collection collection, Policy.Command command, RowView row);

  /** Begins one writing statement of a session's transaction. */
  RecordStatement statement(Session session, Transaction transaction);

  /**
   * As {@link #statement}, but foreign keys that are deferred are checked when the transaction
   * commits, on the committing thread, which may block.
   */
  RecordStatement deferringStatement(Session session, Transaction transaction);

  /**
   * Defers deferrable foreign keys of the transaction from now on, or no longer: then those that
   * were are checked now (SET CONSTRAINTS).
   *
   * @param foreignKeys ids of the constraints; empty for all, those made later included
   * @throws io.orbit.api.error.OrbitException FOREIGN_KEY_VIOLATION
   */
  void defer(Session session, Transaction transaction, Set<Long> foreignKeys, boolean deferred);

  /**
   * As {@link #statement} for a thread that must not block, an event loop: where {@link #statement}
   * would wait for a lock, it fails with LOCK_NOT_AVAILABLE. What it had changed by then is the
   * caller's to undo.
   */
  RecordStatement statementWithoutWaiting(Session session, Transaction transaction);

  /**
   * Shows every change of a row to an observer, one at most, on the writer's thread, before the
   * transaction commits; null for none.
   */
  void observe(@Nullable RowObserver observer);

  /** Fills a new index from the collection's records; fails with UNIQUE_VIOLATION. */
  void buildIndex(Session session, Transaction transaction, Collection collection, Index index);

  /**
   * Verifies that all existing records satisfy what the collection now says (NOT NULL, CHECK,
   * FOREIGN KEY not yet validated).
   */
  void validate(Session session, Transaction transaction, Collection collection);

  /**
   * Copies all records into a new space under the new definition, converting each row.
   *
   * @param conversion from a row of the old shape to one of the new shape
   */
  void rewrite(
      Session session,
      Transaction transaction,
      Collection from,
      Collection to,
      java.util.function.UnaryOperator<@Nullable Object[]> conversion);
}
