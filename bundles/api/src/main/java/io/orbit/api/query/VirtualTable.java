package io.orbit.api.query;

import io.orbit.api.catalog.Column;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Transaction;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table whose rows somebody makes up or keeps elsewhere ({@code redis.strings}, {@code
 * pg_catalog.pg_class}). Registered as a service (whiteboard of query, dynamic); appears in every
 * database. Thread-safe.
 */
public interface VirtualTable {
  String schema();

  String name();

  /** Its columns; ids count from 1. */
  List<Column> columns();

  /** Positions of the columns that identify a row for update and delete; empty if read-only. */
  List<Integer> key();

  /**
   * Its rows in the transaction's view.
   *
   * @param equal values that columns must equal (by position), which the table may use to answer
   *     less; the caller filters all the same
   */
  Iterator<@Nullable Object[]> scan(
      Session session, Transaction transaction, Map<Integer, Object> equal);

  /**
   * Inserts a row; null for columns that were not given.
   *
   * @throws io.orbit.api.error.OrbitException FEATURE_NOT_SUPPORTED where it cannot be written
   */
  void insert(Session session, Transaction transaction, @Nullable Object[] row);

  void update(
      Session session, Transaction transaction, @Nullable Object[] old, @Nullable Object[] row);

  void delete(Session session, Transaction transaction, @Nullable Object[] old);
}
