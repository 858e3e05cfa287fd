package io.orbit.query.execute;

import io.orbit.api.value.Array;
import io.orbit.api.value.DataType;
import io.orbit.api.value.ValueOrder;
import io.orbit.query.function.ScalarFunction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** IN lists and comparisons with the elements of an array. */
final class Membership {
  private Membership() {}

  static final class InList extends Evaluator {
    private final Evaluator operand;
    private final Evaluator[] values;
    private final boolean negated;
    private final boolean constants;

    InList(Evaluator operand, List<Evaluator> values, boolean negated) {
      super(DataType.BOOLEAN);
      this.operand = operand;
      this.values = values.toArray(Evaluator[]::new);
      this.negated = negated;
      constants = values.stream().allMatch(Evaluator::isConstant);
    }

    @Override
    @Nullable Object at(RowBatch batch, int row, Evaluation evaluation) {
      return among(operand.at(batch, row, evaluation), batch, row, evaluation);
    }

    private @Nullable Object among(
        @Nullable Object wanted, RowBatch batch, int row, Evaluation evaluation) {
      if (wanted == null) {
        return null;
      }
      boolean unknown = false;
      for (Evaluator evaluator : values) {
        Object value = evaluator.at(batch, row, evaluation);
        if (value == null) {
          unknown = true;
        } else if (ValueOrder.compare(wanted, value, operand.type()) == 0) {
          return !negated;
        }
      }
      return unknown ? null : (Object) negated;
    }

    @Override
    Vector all(RowBatch batch, Evaluation evaluation) {
      return constants
          ? PerValue.all(
              this,
              operand.all(batch, evaluation),
              type(),
              evaluation,
              wanted -> among(wanted, batch, 0, evaluation))
          : super.all(batch, evaluation);
    }

    @Override
    int select(RowBatch batch, Evaluation evaluation, int[] selection) {
      return constants
          ? PerValue.select(
              this,
              operand.all(batch, evaluation),
              evaluation,
              selection,
              wanted -> among(wanted, batch, 0, evaluation))
          : super.select(batch, evaluation, selection);
    }
  }

  static final class Quantified extends Evaluator {
    private final Evaluator left;
    private final ScalarFunction comparison;
    private final boolean all;
    private final Evaluator array;

    Quantified(Evaluator left, ScalarFunction comparison, boolean all, Evaluator array) {
      super(DataType.BOOLEAN);
      this.left = left;
      this.comparison = comparison;
      this.all = all;
      this.array = array;
    }

    @Override
    @Nullable Object at(RowBatch batch, int row, Evaluation evaluation) {
      if (!(array.at(batch, row, evaluation) instanceof Array elements)) {
        return null;
      }
      Object value = left.at(batch, row, evaluation);
      boolean unknown = false;
      for (Object element : elements.elements()) {
        Object truth = compare(comparison, evaluation, value, element);
        if (truth == null) {
          unknown = true;
        } else if ((boolean) truth != all) {
          return !all;
        }
      }
      return unknown ? null : (Object) all;
    }
  }

  static @Nullable Object compare(
      ScalarFunction comparison,
      Evaluation evaluation,
      @Nullable Object left,
      @Nullable Object right) {
    if (comparison.isStrict() && (left == null || right == null)) {
      return null;
    }
    return comparison.apply(evaluation, new @Nullable Object[] {left, right});
  }
}
