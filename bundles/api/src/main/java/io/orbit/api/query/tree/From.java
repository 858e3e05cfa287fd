package io.orbit.api.query.tree;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a FROM clause holds. */
public sealed interface From {

  /** {@code AS name (columns)}. */
  record Alias(String name, List<String> columns) {}

  /** TABLESAMPLE method(arguments) REPEATABLE(seed). */
  record Sample(List<String> method, List<Expression> arguments, @Nullable Expression seed) {}

  /** A table, view or common table expression by name; one to three parts. */
  record Table(
      List<String> name, boolean only, @Nullable Alias alias, @Nullable Sample sample, int position)
      implements From {}

  record Subquery(Query query, boolean lateral, @Nullable Alias alias, int position)
      implements From {}

  /** A column of {@code AS t(a int, b text)} after a function that returns record. */
  record ColumnDefinition(String name, TypeName type) {}

  /** One function of a FROM item; ROWS FROM has several. */
  record FunctionItem(Expression call, List<ColumnDefinition> columns) {}

  record Function(
      List<FunctionItem> functions,
      boolean lateral,
      boolean withOrdinality,
      @Nullable Alias alias,
      int position)
      implements From {}

  enum JoinKind {
    CROSS,
    INNER,
    LEFT,
    RIGHT,
    FULL
  }

  /**
   * A join; at most one of natural, using (not empty) and on (not null) is given.
   *
   * @param usingAlias {@code USING (…) AS name}
   */
  record Join(
      JoinKind kind,
      From left,
      From right,
      boolean natural,
      List<String> using,
      @Nullable String usingAlias,
      @Nullable Expression on,
      @Nullable Alias alias,
      int position)
      implements From {}
}
