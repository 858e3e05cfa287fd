package io.orbit.api.query.tree;

import io.orbit.api.query.tree.Query.SelectItem;
import io.orbit.api.query.tree.Query.With;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements that change records. */
public sealed interface Modification extends Statement {

  /** {@code column}, {@code column.field}, {@code column[1]}: a target of INSERT or SET. */
  record Target(String column, List<Expression.Index> indexes, List<String> fields, int position) {}

  /** {@code target = value}. */
  sealed interface Assignment {
    record Single(Target target, Expression value) implements Assignment {}

    /** {@code (a, b) = (select …)} or {@code = ROW(…)}. */
    record Multiple(List<Target> targets, Expression source) implements Assignment {}
  }

  enum Overriding {
    NONE,
    SYSTEM,
    USER
  }

  /** One part of a conflict target: a column name or an expression, as an index has it. */
  record ConflictElement(Expression expression, List<String> collation, List<String> opclass) {}

  /**
   * ON CONFLICT. Neither elements nor constraint: any unique index.
   *
   * @param update assignments of DO UPDATE; null for DO NOTHING
   */
  record OnConflict(
      List<ConflictElement> elements,
      @Nullable Expression indexPredicate,
      @Nullable String constraint,
      @Nullable List<Assignment> update,
      @Nullable Expression updateWhere,
      int position) {}

  /** INSERT; {@code source} null means DEFAULT VALUES. */
  record Insert(
      With with,
      List<String> table,
      @Nullable String alias,
      List<Target> columns,
      Overriding overriding,
      @Nullable Query source,
      @Nullable OnConflict onConflict,
      List<SelectItem> returning,
      int position)
      implements Modification {}

  record Update(
      With with,
      From.Table table,
      List<Assignment> assignments,
      List<From> from,
      @Nullable Expression where,
      List<SelectItem> returning,
      int position)
      implements Modification {}

  record Delete(
      With with,
      From.Table table,
      List<From> using,
      @Nullable Expression where,
      List<SelectItem> returning,
      int position)
      implements Modification {}

  enum MatchKind {
    MATCHED,
    NOT_MATCHED_BY_TARGET,
    NOT_MATCHED_BY_SOURCE
  }

  sealed interface MergeAction {
    record DoNothing() implements MergeAction {}

    record DoDelete() implements MergeAction {}

    record DoUpdate(List<Assignment> assignments) implements MergeAction {}

    /** {@code values} null means DEFAULT VALUES. */
    record DoInsert(List<Target> columns, Overriding overriding, @Nullable List<Expression> values)
        implements MergeAction {}
  }

  record MergeWhen(MatchKind kind, @Nullable Expression condition, MergeAction action) {}

  record Merge(
      With with,
      From.Table target,
      From source,
      Expression on,
      List<MergeWhen> branches,
      List<SelectItem> returning,
      int position)
      implements Modification {}

  record Truncate(List<From.Table> tables, boolean restartIdentity, boolean cascade, int position)
      implements Modification {}
}
