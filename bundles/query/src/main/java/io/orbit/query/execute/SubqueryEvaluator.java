package io.orbit.query.execute;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.Array;
import io.orbit.query.function.ScalarFunction;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A subquery as a value. Its rows are kept per combination of the outer values it depends on, so an
 * uncorrelated one runs once per statement.
 */
final class SubqueryEvaluator extends Evaluator {
  private static final int KEPT_RESULTS = 1024;

  private final Scalar.Subquery subquery;
  private final Evaluator[] left;
  private final SubqueryRunner runner;
  private final int[] correlatedPositions;

  SubqueryEvaluator(
      Scalar.Subquery subquery, List<Evaluator> left, SubqueryRunner runner, List<Variable> input) {
    super(subquery.type());
    this.subquery = subquery;
    this.left = left.toArray(Evaluator[]::new);
    this.runner = runner;
    correlatedPositions = runner.correlated().stream().mapToInt(input::indexOf).toArray();
  }

  @Override
  @Nullable Object at(RowBatch batch, int row, Evaluation evaluation) {
    List<@Nullable Object[]> rows = rows(batch, row, evaluation);
    return switch (subquery.kind()) {
      case EXISTS -> !rows.isEmpty();
      case SCALAR -> scalar(rows);
      case ARRAY -> Array.of(rows.stream().map(values -> values[0]).toList());
      case ANY -> quantified(batch, row, evaluation, rows, false);
      case ALL -> quantified(batch, row, evaluation, rows, true);
    };
  }

  private static @Nullable Object scalar(List<@Nullable Object[]> rows) {
    if (rows.size() > 1) {
      throw new OrbitException(
          ErrorCode.CARDINALITY_VIOLATION,
          "more than one row returned by a subquery used as an expression");
    }
    return rows.isEmpty() ? null : rows.getFirst()[0];
  }

  private @Nullable Object quantified(
      RowBatch batch, int row, Evaluation evaluation, List<@Nullable Object[]> rows, boolean all) {
    @Nullable Object[] wanted = new Object[left.length];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = left[i].at(batch, row, evaluation);
    }
    boolean unknown = false;
    for (@Nullable Object[] values : rows) {
      Boolean truth = compare(evaluation, wanted, values);
      if (truth == null) {
        unknown = true;
      } else if (truth != all) {
        return !all;
      }
    }
    return unknown ? null : (Object) all;
  }

  /** Row comparison for several columns means equality of all (IN). */
  private @Nullable Boolean compare(
      Evaluation evaluation, @Nullable Object[] wanted, @Nullable Object[] values) {
    boolean unknown = false;
    List<ScalarFunction> comparisons = subquery.comparisons();
    for (int i = 0; i < wanted.length; i++) {
      Object truth = Membership.compare(comparisons.get(i), evaluation, wanted[i], values[i]);
      if (truth == null) {
        unknown = true;
      } else if (!(boolean) truth) {
        return false;
      }
    }
    return unknown ? null : Boolean.TRUE;
  }

  private List<@Nullable Object[]> rows(RowBatch batch, int row, Evaluation evaluation) {
    List<@Nullable Object> key = new ArrayList<>();
    List<Variable> correlated = runner.correlated();
    for (int i = 0; i < correlated.size(); i++) {
      int position = correlatedPositions[i];
      Object value =
          position < 0 ? evaluation.outer(correlated.get(i)) : batch.column(position).get(row);
      key.add(value instanceof byte[] bytes ? java.nio.ByteBuffer.wrap(bytes) : value);
    }
    Map<List<@Nullable Object>, List<@Nullable Object[]>> kept = kept(evaluation);
    List<@Nullable Object[]> known = kept.get(key);
    if (known != null) {
      return known;
    }
    bind(batch, row, evaluation);
    List<@Nullable Object[]> rows = run(evaluation);
    if (kept.size() < KEPT_RESULTS) {
      kept.put(key, rows);
    }
    return rows;
  }

  @SuppressWarnings("unchecked")
  private Map<List<@Nullable Object>, List<@Nullable Object[]>> kept(Evaluation evaluation) {
    return (Map<List<@Nullable Object>, List<@Nullable Object[]>>)
        evaluation.memory().computeIfAbsent(this, self -> new HashMap<>());
  }

  private void bind(RowBatch batch, int row, Evaluation evaluation) {
    List<Variable> correlated = runner.correlated();
    for (int i = 0; i < correlated.size(); i++) {
      int position = correlatedPositions[i];
      if (position >= 0) {
        evaluation.bind(correlated.get(i), batch.column(position).get(row));
      }
    }
  }

  private List<@Nullable Object[]> run(Evaluation evaluation) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    boolean firstDecides = subquery.kind() == Scalar.SubqueryKind.EXISTS;
    try (Operator operator = runner.operator().open(evaluation)) {
      for (RowBatch found = operator.next(); found != null; found = operator.next()) {
        evaluation.keep(found);
        for (int i = 0; i < found.rows(); i++) {
          rows.add(found.row(i));
        }
        if (firstDecides || (subquery.kind() == Scalar.SubqueryKind.SCALAR && rows.size() > 1)) {
          break;
        }
      }
    }
    return rows;
  }

  @Override
  public String toString() {
    return subquery.kind() + Arrays.toString(correlatedPositions);
  }
}
