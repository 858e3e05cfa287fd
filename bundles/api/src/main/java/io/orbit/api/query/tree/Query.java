package io.orbit.api.query.tree;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query: a body with what stands around it.
 *
 * @param with common table expressions; empty when none
 * @param limit null for none and for ALL
 * @param withTies FETCH FIRST … WITH TIES
 * @param locking FOR UPDATE and its like, in order
 */
public record Query(
    With with,
    Body body,
    List<SortKey> orderBy,
    @Nullable Expression limit,
    @Nullable Expression offset,
    boolean withTies,
    List<Locking> locking,
    int position)
    implements Statement {

  /** WITH; {@code tables} is empty when there is none. */
  public record With(boolean recursive, List<CommonTable> tables) {
    public static final With NONE = new With(false, List.of());
  }

  public enum Materialization {
    DEFAULT,
    ALWAYS,
    NEVER
  }

  /** One common table expression; the statement is a Query, Insert, Update, Delete or Merge. */
  public record CommonTable(
      String name,
      List<String> columns,
      Materialization materialization,
      Statement statement,
      int position) {}

  public enum LockStrength {
    UPDATE,
    NO_KEY_UPDATE,
    SHARE,
    KEY_SHARE
  }

  public enum LockWait {
    BLOCK,
    NOWAIT,
    SKIP_LOCKED
  }

  /** {@code FOR UPDATE OF tables NOWAIT}; no tables means all. */
  public record Locking(LockStrength strength, List<List<String>> tables, LockWait waiting) {}

  public sealed interface Body {}

  /** One item of a select list or RETURNING. */
  public record SelectItem(Expression expression, @Nullable String alias, int position) {}

  /** DISTINCT: {@code on} is empty for plain DISTINCT. */
  public record Distinct(List<Expression> on) {}

  public sealed interface GroupItem {
    record Simple(Expression expression) implements GroupItem {}

    record Rollup(List<Expression> expressions) implements GroupItem {}

    record Cube(List<Expression> expressions) implements GroupItem {}

    record GroupingSets(List<GroupItem> sets) implements GroupItem {}

    /** {@code ()}. */
    record Empty() implements GroupItem {}
  }

  public record NamedWindow(String name, Window window) {}

  /** SELECT … FROM … WHERE … GROUP BY … HAVING … WINDOW. */
  public record Select(
      @Nullable Distinct distinct,
      List<SelectItem> items,
      List<From> from,
      @Nullable Expression where,
      boolean groupByDistinct,
      List<GroupItem> groupBy,
      @Nullable Expression having,
      List<NamedWindow> windows,
      int position)
      implements Body {}

  /** A VALUES list; all rows are meant to have the same length (the binder checks). */
  public record Values(List<List<Expression>> rows, int position) implements Body {}

  public enum SetOperator {
    UNION,
    INTERSECT,
    EXCEPT
  }

  public record SetOperation(
      SetOperator operator, boolean all, Query left, Query right, int position) implements Body {}
}
