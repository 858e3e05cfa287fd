package io.orbit.query.routine;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.VirtualTable;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Transaction;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows that a statement changed, as they were or as they are, to its triggers. */
record TransitionTable(TriggerCalls triggers, Collection table, String name)
    implements VirtualTable {
  @Override
  public String schema() {
    return "";
  }

  @Override
  public List<Column> columns() {
    return table.columns();
  }

  @Override
  public List<Integer> key() {
    return List.of();
  }

  @Override
  public Iterator<@Nullable Object[]> scan(
      Session session, Transaction transaction, Map<Integer, Object> equal) {
    return triggers.transitionRows(session, name).iterator();
  }

  private static OrbitException readOnly() {
    return new OrbitException(ErrorCode.WRONG_OBJECT_TYPE, "a transition table cannot be written");
  }

  @Override
  public void insert(Session session, Transaction transaction, @Nullable Object[] row) {
    throw readOnly();
  }

  @Override
  public void update(
      Session session, Transaction transaction, @Nullable Object[] old, @Nullable Object[] row) {
    throw readOnly();
  }

  @Override
  public void delete(Session session, Transaction transaction, @Nullable Object[] old) {
    throw readOnly();
  }
}
