package io.orbit.query.plan;

import io.orbit.api.catalog.Collection;
import io.orbit.api.query.VirtualTable;
import io.orbit.api.query.tree.Modification.MatchKind;
import io.orbit.api.records.RecordStatement.WaitPolicy;
import io.orbit.api.storage.LockMode;
import io.orbit.query.function.AggregateFunction;
import io.orbit.query.function.ScalarFunction;
import io.orbit.query.function.TableFunction;
import io.orbit.query.function.WindowFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A bound relational plan: what rows there are, not yet how they are found. Immutable. Each node
 * names the variables it answers.
 */
public sealed interface Plan {
  /** The variables of its rows, in order. */
  List<Variable> outputs();

  /** One row without columns. */
  record Unit() implements Plan {
    @Override
    public List<Variable> outputs() {
      return List.of();
    }
  }

  /**
   * Rows of a collection.
   *
   * @param variables one per column of the collection, in its order
   * @param key variable for the encoded record key (BYTES), or null where nobody asks for it
   */
  record Scan(Collection collection, String alias, List<Variable> variables, @Nullable Variable key)
      implements Plan {
    @Override
    public List<Variable> outputs() {
      if (key == null) {
        return variables;
      }
      List<Variable> all = new ArrayList<>(variables);
      all.add(key);
      return List.copyOf(all);
    }
  }

  /** Rows of a virtual table. */
  record VirtualScan(VirtualTable table, String alias, List<Variable> outputs) implements Plan {}

  record Values(List<Variable> outputs, List<List<Scalar>> rows) implements Plan {}

  /** A call in FROM; ordinality is the last output when asked for. */
  record FunctionScan(
      TableFunction function,
      String name,
      List<Scalar> arguments,
      List<Variable> outputs,
      boolean ordinality)
      implements Plan {}

  /** {@code variable := scalar}. */
  record Assignment(Variable variable, Scalar scalar) {}

  record Project(Plan input, List<Assignment> assignments) implements Plan {
    @Override
    public List<Variable> outputs() {
      return assignments.stream().map(Assignment::variable).toList();
    }
  }

  record Filter(Plan input, Scalar condition) implements Plan {
    @Override
    public List<Variable> outputs() {
      return input.outputs();
    }
  }

  /**
   * Rows that row-level security lets through: what might tell of the others is not computed before
   * it (PostgreSQL's security barrier).
   */
  record Barrier(Plan input) implements Plan {
    @Override
    public List<Variable> outputs() {
      return input.outputs();
    }
  }

  enum JoinKind {
    INNER,
    LEFT,
    RIGHT,
    FULL,
    /** Left rows with a match; outputs are the left's. */
    SEMI,
    /** Left rows without a match; outputs are the left's. */
    ANTI
  }

  /**
   * A join.
   *
   * @param condition on variables of both sides
   * @param lateral true when the right side uses variables of the left
   */
  record Join(JoinKind kind, Plan left, Plan right, Scalar condition, boolean lateral)
      implements Plan {
    @Override
    public List<Variable> outputs() {
      if (kind == JoinKind.SEMI || kind == JoinKind.ANTI) {
        return left.outputs();
      }
      List<Variable> all = new ArrayList<>(left.outputs());
      all.addAll(right.outputs());
      return List.copyOf(all);
    }
  }

  record SortItem(Scalar scalar, boolean descending, boolean nullsFirst) {}

  /** One aggregate of an Aggregate or Window node. */
  record AggregateCall(
      Variable output,
      String name,
      AggregateFunction function,
      List<Scalar> arguments,
      boolean distinct,
      List<SortItem> orderBy,
      Optional<Scalar> filter) {}

  /**
   * Grouping.
   *
   * @param keys grouping variables of the input
   * @param sets positions in {@code keys} for each grouping set; one full set for plain GROUP BY;
   *     keys that are not in a set are null there
   * @param groupingSet variable that tells which set a row is of (INT32), or null
   */
  record Aggregate(
      Plan input,
      List<Variable> keys,
      List<List<Integer>> sets,
      @Nullable Variable groupingSet,
      List<AggregateCall> aggregates)
      implements Plan {
    @Override
    public List<Variable> outputs() {
      List<Variable> all = new ArrayList<>(keys);
      aggregates.forEach(call -> all.add(call.output()));
      if (groupingSet != null) {
        all.add(groupingSet);
      }
      return List.copyOf(all);
    }
  }

  enum FrameUnit {
    ROWS,
    RANGE,
    GROUPS
  }

  enum FrameBound {
    UNBOUNDED_PRECEDING,
    PRECEDING,
    CURRENT_ROW,
    FOLLOWING,
    UNBOUNDED_FOLLOWING
  }

  enum FrameExclusion {
    NO_OTHERS,
    CURRENT_ROW,
    GROUP,
    TIES
  }

  /**
   * A window frame.
   *
   * @param rangeAdd for RANGE with offsets: key + offset, for the end bound
   * @param rangeSubtract key − offset
   */
  record Frame(
      FrameUnit unit,
      FrameBound start,
      @Nullable Scalar startOffset,
      FrameBound end,
      @Nullable Scalar endOffset,
      FrameExclusion exclusion,
      @Nullable ScalarFunction rangeAdd,
      @Nullable ScalarFunction rangeSubtract) {
    public static final Frame DEFAULT =
        new Frame(
            FrameUnit.RANGE,
            FrameBound.UNBOUNDED_PRECEDING,
            null,
            FrameBound.CURRENT_ROW,
            null,
            FrameExclusion.NO_OTHERS,
            null,
            null);
  }

  /** One window call: a window function, or an aggregate over the frame. */
  record WindowCall(
      Variable output,
      String name,
      @Nullable WindowFunction function,
      @Nullable AggregateFunction aggregate,
      List<Scalar> arguments,
      Optional<Scalar> filter,
      Frame frame) {}

  /** Calls that share partitioning and order. */
  record Window(
      Plan input, List<Scalar> partitionBy, List<SortItem> orderBy, List<WindowCall> calls)
      implements Plan {
    @Override
    public List<Variable> outputs() {
      List<Variable> all = new ArrayList<>(input.outputs());
      calls.forEach(call -> all.add(call.output()));
      return List.copyOf(all);
    }
  }

  record Sort(Plan input, List<SortItem> items) implements Plan {
    @Override
    public List<Variable> outputs() {
      return input.outputs();
    }
  }

  /** LIMIT and OFFSET; with ties the items tell which rows are equal. */
  record Limit(Plan input, Optional<Scalar> limit, Optional<Scalar> offset, List<SortItem> ties)
      implements Plan {
    @Override
    public List<Variable> outputs() {
      return input.outputs();
    }
  }

  /** DISTINCT over all outputs, or the first row for each value of {@code on}. */
  record Distinct(Plan input, List<Scalar> on) implements Plan {
    @Override
    public List<Variable> outputs() {
      return input.outputs();
    }
  }

  enum SetKind {
    UNION,
    INTERSECT,
    EXCEPT
  }

  /** A set operation; columns correspond by position and have equal types. */
  record SetOperation(SetKind kind, boolean all, Plan left, Plan right, List<Variable> outputs)
      implements Plan {}

  /**
   * A common table expression that is computed once and read by {@link CteScan}s, or a data
   * modification in WITH, which runs to its end even if nobody reads it.
   */
  record With(List<Cte> ctes, Plan input) implements Plan {
    @Override
    public List<Variable> outputs() {
      return input.outputs();
    }
  }

  /** One of them. @param id names it within the statement */
  record Cte(int id, String name, Plan plan, boolean modifies) {}

  record CteScan(int cte, String name, List<Variable> outputs) implements Plan {}

  /**
   * WITH RECURSIVE: {@code base} then {@code step} until it answers nothing new; the step reads the
   * last round's rows by {@code CteScan(id)}.
   */
  record Recursive(int id, Plan base, Plan step, boolean distinct, List<Variable> outputs)
      implements Plan {}

  /** FOR UPDATE and its like, on the collections whose key variables are given. */
  record LockRows(Plan input, List<LockTarget> targets, Optional<Scalar> recheck) implements Plan {
    @Override
    public List<Variable> outputs() {
      return input.outputs();
    }
  }

  record LockTarget(
      Collection collection,
      Variable key,
      List<Variable> variables,
      LockMode mode,
      WaitPolicy policy) {}

  /** What DML answers: RETURNING's outputs, or none. */
  record Returning(List<Assignment> assignments) {
    public static final Returning NONE = new Returning(List.of());

    List<Variable> outputs() {
      return assignments.stream().map(Assignment::variable).toList();
    }
  }

  /** Where a modification goes: a collection or a virtual table. */
  sealed interface Target {
    record OfCollection(Collection collection) implements Target {}

    record OfVirtual(VirtualTable table) implements Target {}
  }

  /**
   * INSERT.
   *
   * @param source one output per element of {@code columns}
   * @param columns positions of the target's columns
   * @param row variables that stand for the inserted row in RETURNING and DO UPDATE
   */
  record Insert(
      Target target,
      Plan source,
      List<Integer> columns,
      List<Variable> row,
      Optional<Conflict> conflict,
      Returning returning,
      boolean returnsRows)
      implements Plan {
    @Override
    public List<Variable> outputs() {
      return returning.outputs();
    }
  }

  /**
   * ON CONFLICT.
   *
   * @param indexNames arbiters, by index name; empty with {@code primaryKey} false: any
   * @param excluded variables of the row that was proposed
   * @param assignments of DO UPDATE by column position, over row and excluded; null for DO NOTHING
   */
  record Conflict(
      List<String> indexNames,
      boolean primaryKey,
      List<Variable> excluded,
      @Nullable List<ColumnAssignment> assignments,
      Optional<Scalar> condition) {}

  record ColumnAssignment(int column, Scalar scalar) {}

  /**
   * UPDATE. The source answers the target's old row ({@code row}), its key, and what FROM brings.
   *
   * @param recheck the whole condition, for a row that changed before it was locked
   */
  record Update(
      Target target,
      Plan source,
      Optional<Variable> key,
      List<Variable> row,
      List<ColumnAssignment> assignments,
      Optional<Scalar> recheck,
      List<Variable> newRow,
      Returning returning,
      boolean returnsRows)
      implements Plan {
    @Override
    public List<Variable> outputs() {
      return returning.outputs();
    }
  }

  /** DELETE, likewise. */
  record Delete(
      Target target,
      Plan source,
      Optional<Variable> key,
      List<Variable> row,
      Optional<Scalar> recheck,
      Returning returning,
      boolean returnsRows)
      implements Plan {
    @Override
    public List<Variable> outputs() {
      return returning.outputs();
    }
  }

  /** What one branch of a MERGE does to a row. */
  sealed interface MergeAction {
    record Nothing() implements MergeAction {}

    record Delete() implements MergeAction {}

    record Update(List<ColumnAssignment> assignments) implements MergeAction {}

    /** One value for each of {@code columns}; the others get their defaults. */
    record Insert(List<Integer> columns, List<Scalar> values) implements MergeAction {}
  }

  /** One WHEN of a MERGE; the first that fits a row and whose condition holds is taken. */
  record MergeBranch(MatchKind kind, Optional<Scalar> condition, MergeAction action) {}

  /**
   * MERGE. The source answers the pairs of a source row and a target row that fit, and either of
   * them alone, with NULL for the other, where a branch asks for such.
   *
   * @param key the target's record key: NULL where there is no target row
   * @param there not NULL where there is a source row; null where there always is one
   * @param on what makes a pair, for a target row that changed before it was locked
   * @param newRow the target's row afterwards (before, of a deleted one), for RETURNING
   * @param action text that names what was done, for RETURNING
   */
  record Merge(
      Collection collection,
      Plan source,
      Variable key,
      List<Variable> row,
      @Nullable Variable there,
      Scalar on,
      List<MergeBranch> branches,
      List<Variable> newRow,
      Variable action,
      Returning returning,
      boolean returnsRows)
      implements Plan {
    @Override
    public List<Variable> outputs() {
      return returning.outputs();
    }

    /** The same, answering rows. */
    public Merge returning(Returning answered, boolean rows) {
      return new Merge(
          collection, source, key, row, there, on, branches, newRow, action, answered, rows);
    }

    /** The same with another source. */
    Merge over(Plan other) {
      return new Merge(
          collection, other, key, row, there, on, branches, newRow, action, returning, returnsRows);
    }
  }
}
