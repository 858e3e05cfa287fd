package io.orbit.api.query.tree;

/** One key of an ORDER BY. */
public record SortKey(Expression expression, Direction direction, NullOrder nulls) {
  public enum Direction {
    ASCENDING,
    DESCENDING
  }

  /** DIALECT: where the language's dialect puts them. */
  public enum NullOrder {
    DIALECT,
    FIRST,
    LAST
  }
}
