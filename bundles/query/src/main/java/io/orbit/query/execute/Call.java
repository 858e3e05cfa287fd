package io.orbit.query.execute;

import io.orbit.query.function.ScalarFunction;
import io.orbit.query.function.ValueLimit;
import io.orbit.query.plan.Scalar;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A function called row by row; where all arguments but one are constant and that one has few
 * different values, once for each of them.
 */
final class Call extends Evaluator {
  private static final int NONE = -1;

  private final ScalarFunction function;
  private final Evaluator[] arguments;
  private final boolean strict;

  /** The only argument that varies, of a function that may be called once for equal values. */
  private final int varying;

  Call(Scalar.Apply apply, List<Evaluator> arguments) {
    super(apply.type());
    function = apply.function();
    this.arguments = arguments.toArray(Evaluator[]::new);
    strict = function.isStrict();
    varying = function.volatility() == ScalarFunction.Volatility.VOLATILE ? NONE : onlyVarying();
  }

  private int onlyVarying() {
    int found = NONE;
    for (int i = 0; i < arguments.length; i++) {
      if (!arguments[i].isConstant()) {
        if (found != NONE) {
          return NONE;
        }
        found = i;
      }
    }
    return found;
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

  /** The function of the argument that varies, the others being what they are in this batch. */
  private Function<@Nullable Object, @Nullable Object> ofVarying(
      RowBatch batch, Evaluation evaluation) {
    @Nullable Object[] constants = new Object[arguments.length];
    boolean isNull = false;
    for (int i = 0; i < constants.length; i++) {
      if (i != varying) {
        constants[i] = arguments[i].at(batch, 0, evaluation);
        isNull |= constants[i] == null;
      }
    }
    if (strict && isNull) {
      return value -> null;
    }
    return value -> {
      if (strict && value == null) {
        return null;
      }
      @Nullable Object[] values = constants.clone();
      values[varying] = value;
      return function.apply(evaluation, values);
    };
  }

  @Override
  Vector all(RowBatch batch, Evaluation evaluation) {
    return varying == NONE
        ? super.all(batch, evaluation)
        : PerValue.all(
            this,
            arguments[varying].all(batch, evaluation),
            type(),
            evaluation,
            ofVarying(batch, evaluation));
  }

  @Override
  int select(RowBatch batch, Evaluation evaluation, int[] selection) {
    return varying == NONE
        ? super.select(batch, evaluation, selection)
        : PerValue.select(
            this,
            arguments[varying].all(batch, evaluation),
            evaluation,
            selection,
            ofVarying(batch, evaluation));
  }
}
