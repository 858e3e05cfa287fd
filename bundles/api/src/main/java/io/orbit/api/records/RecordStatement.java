package io.orbit.api.records;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Index;
import io.orbit.api.catalog.Trigger;
import io.orbit.api.storage.LockMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One writing statement: changes take effect and uniqueness is checked row by row; what PostgreSQL
 * checks at the end of a statement (foreign keys and their actions) is done by {@link #finish()}.
 * Later reads of the transaction see the changes at once, so a statement reads what it is going to
 * change before it changes the first row. One thread, which may block.
 *
 * <p>Constraint errors carry PostgreSQL's message and detail and name table and constraint.
 */
public interface RecordStatement {
  /**
   * Begins to change a collection in one way: triggers for statements fire though no row is
   * changed. Whoever does not say so begins with the first row.
   *
   * @param columns positions of the columns that an UPDATE assigns
   */
  void begin(Collection collection, Trigger.Event event, java.util.BitSet columns);

  /**
   * The statement's writer also reads rows of the collection, so that row-level security asks of
   * rows it writes that it may see them.
   */
  void reads(Collection collection);

  /** In a row to insert: the column was not given, its default applies. */
  Object DEFAULT = new Object();

  /**
   * Inserts a row: defaults, generated columns and identities are filled in, constraints checked,
   * indexes written.
   *
   * @param row one value per column or {@link #DEFAULT}; completed in place
   * @return the encoded key; null where a trigger did not let it happen
   * @throws io.orbit.api.error.OrbitException NOT_NULL_VIOLATION, CHECK_VIOLATION,
   *     UNIQUE_VIOLATION, FOREIGN_KEY_VIOLATION (at finish), GENERATED_ALWAYS (for a generated
   *     column; whether an identity column may be given is the caller's rule),
   *     INSUFFICIENT_PRIVILEGE (row-level security), data errors
   */
  byte @Nullable [] insert(Collection collection, @Nullable Object[] row, long expiresAt);

  /**
   * As {@link #insert}, but answers a conflict instead of failing (INSERT … ON CONFLICT).
   *
   * @param arbiters indexes that count; the primary key counts when {@code primaryKey}; neither
   *     means any
   */
  InsertOutcome insertOrConflict(
      Collection collection,
      @Nullable Object[] row,
      long expiresAt,
      List<Index> arbiters,
      boolean primaryKey);

  /**
   * What became of it.
   *
   * @param inserted true when the row was inserted
   * @param skipped true when a trigger did not let it happen
   * @param key the new row's key, or the key of the committed (or own) row in conflict, which the
   *     caller may lock
   */
  record InsertOutcome(boolean inserted, boolean skipped, byte[] key) {}

  /** What a row lock found. */
  enum LockOutcome {
    /** As the statement's snapshot saw it. */
    UNCHANGED,
    /** Changed since: the caller re-checks its condition on the latest version. */
    CHANGED,
    GONE,
    /** SKIP LOCKED: somebody has it. */
    SKIPPED
  }

  enum WaitPolicy {
    BLOCK,
    NOWAIT,
    SKIP
  }

  /** Locks a row; {@code latest} then shows its latest version. */
  LockOutcome lock(
      Collection collection, byte[] key, LockMode mode, WaitPolicy policy, RowView latest);

  /**
   * Replaces a row that this locked: the row may have another primary key.
   *
   * @param row all columns, completed in place (generated columns)
   * @param changed which columns the statement assigns
   * @return false where a trigger did not let it happen
   */
  boolean update(
      Collection collection,
      byte[] key,
      RowView old,
      @Nullable Object[] row,
      java.util.BitSet changed,
      long expiresAt);

  /** Removes a row that this locked; false where a trigger did not let it happen. */
  boolean delete(Collection collection, byte[] key, RowView old);

  /** Removes all rows (TRUNCATE: no row triggers; fails where others refer to it). */
  void truncate(List<Collection> collections, boolean restartIdentity);

  /** End-of-statement checks and referential actions. */
  void finish();
}
