package io.orbit.api.records;

import io.orbit.api.catalog.Collection;
import io.orbit.api.security.Session;
import io.orbit.api.value.DataType;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the expressions that the catalog keeps as text. Implemented by query (whiteboard); while
 * it is absent, writing to collections that need it fails with CANNOT_CONNECT_NOW.
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

  /** A compiled expression. Any number of threads. */
  interface RowExpression {
    @Nullable Object evaluate(Session session, @Nullable Object[] row);
  }
}
