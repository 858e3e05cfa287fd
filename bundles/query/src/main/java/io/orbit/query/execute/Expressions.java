package io.orbit.query.execute;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Variable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Single expressions outside of plans. */
public final class Expressions {
  private Expressions() {}

  /** The value of a scalar without variables and subqueries. */
  public static @Nullable Object evaluate(Scalar scalar, Evaluation evaluation) {
    return compiler(List.of()).compile(scalar).at(RowBatch.UNIT, 0, evaluation);
  }

  /** A scalar over rows of given variables, compiled. */
  public static Compiled compile(Scalar scalar, List<Variable> variables) {
    Evaluator evaluator = compiler(variables).compile(scalar);
    List<io.orbit.api.value.DataType> types = variables.stream().map(Variable::type).toList();
    return (evaluation, row) -> {
      List<@Nullable Object[]> rows = new java.util.ArrayList<>();
      rows.add(row);
      return evaluator.at(RowBatch.of(types, rows), 0, evaluation);
    };
  }

  /** A compiled expression over one row. Thread-safe. */
  public interface Compiled {
    @Nullable Object evaluate(Evaluation evaluation, @Nullable Object[] row);
  }

  private static ExpressionCompiler compiler(List<Variable> input) {
    return new ExpressionCompiler(
        input,
        (subquery, variables) -> {
          throw new OrbitException(
              ErrorCode.FEATURE_NOT_SUPPORTED, "cannot use subquery in this expression");
        });
  }
}
