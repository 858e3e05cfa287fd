package io.orbit.api.records;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Policy;
import io.orbit.api.catalog.Trigger;
import io.orbit.api.security.Session;
import io.orbit.api.value.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the expressions that the catalog keeps as text, and calls triggers. Implemented by query
 * (whiteboard); while it is absent, writing to collections that need it fails with
 * CANNOT_CONNECT_NOW.
 */
public interface RowExpressions {
  /**
   * Compiles an expression over a collection's columns.
   *
   * @param type what it must yield: values are cast by assignment
   */
  RowExpression compile(Collection collection, String text, DataType type);

  /**
   * Refuses a value that is not of a domain.
   *
   * @param value of the type beneath
   * @throws io.orbit.api.error.OrbitException NOT_NULL_VIOLATION, CHECK_VIOLATION
   */
  void checkDomain(Session session, DataType domain, @Nullable Object value);

  /**
   * Whether the policies of a table with row-level security, as they count for a session that they
   * restrict, allow a row. May run statements, in the session's transaction if it has one.
   *
   * @param check whether the row is to be written (WITH CHECK) or is there (USING)
   */
  boolean permits(
      Session session,
      Collection collection,
      Policy.Command command,
      boolean check,
      @Nullable Object[] row);

  /**
   * Calls a trigger's function, if its condition holds.
   *
   * @return for BEFORE ROW: the row as it is to be, empty to leave it, null to leave it undone;
   *     anything for others
   */
  @Nullable Object @Nullable [] fire(Session session, TriggerCall call);

  /**
   * What a trigger is called for.
   *
   * @param old the row as it was; null for INSERT and for statements
   * @param row the row as it is to be; null for DELETE and for statements
   * @param before the rows of the whole statement as they were, for transition tables
   * @param after the rows of the whole statement as they are
   */
  record TriggerCall(
      Collection collection,
      Trigger trigger,
      Trigger.Event event,
      @Nullable Object @Nullable [] old,
      @Nullable Object @Nullable [] row,
      List<@Nullable Object[]> before,
      List<@Nullable Object[]> after) {}

  /** A compiled expression. Any number of threads. */
  interface RowExpression {
    @Nullable Object evaluate(Session session, @Nullable Object[] row);
  }
}
