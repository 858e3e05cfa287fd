package io.orbit.query.execute;

import io.orbit.query.function.ScalarFunction;
import io.orbit.query.function.ValueLimit;
import io.orbit.query.plan.Scalar;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A function called row by row. */
final class Call extends Evaluator {
  private final ScalarFunction function;
  private final Evaluator[] arguments;
  private final boolean strict;

  Call(Scalar.Apply apply, List<Evaluator> arguments) {
    super(apply.type());
    function = apply.function();
    this.arguments = arguments.toArray(Evaluator[]::new);
    strict = function.isStrict();
  }

  @Override
  @Nullable Object at(RowBatch batch, int row, Evaluation evaluation) {
    @Nullable Object[] values = new Object[arguments.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = arguments[i].at(batch, row, evaluation);
      if (strict && values[i] == null) {
        return null;
      }
    }
    return ValueLimit.checked(function.apply(evaluation, values));
  }
}
