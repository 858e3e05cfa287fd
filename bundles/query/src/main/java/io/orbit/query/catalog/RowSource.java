package io.orbit.query.catalog;

/** Fills in the rows of one system table. Stateless. */
@FunctionalInterface
interface RowSource {
  void rows(SystemView view, SystemRows rows);
}
