package io.orbit.query.execute;

import io.orbit.api.value.DataType;
import io.orbit.api.value.ValueOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Expressions that evaluate only what they need. */
final class Choice {
  private Choice() {}

  static final class Case extends Evaluator {
    private final Evaluator[] conditions;
    private final Evaluator[] results;
    private final Evaluator otherwise;

    Case(List<Evaluator> conditions, List<Evaluator> results, Evaluator otherwise, DataType type) {
      super(type);
      this.conditions = conditions.toArray(Evaluator[]::new);
      this.results = results.toArray(Evaluator[]::new);
      this.otherwise = otherwise;
    }

    @Override
    @Nullable Object at(RowBatch batch, int row, Evaluation evaluation) {
      for (int i = 0; i < conditions.length; i++) {
        Object truth = conditions[i].at(batch, row, evaluation);
        if (truth != null && (boolean) truth) {
          return results[i].at(batch, row, evaluation);
        }
      }
      return otherwise.at(batch, row, evaluation);
    }
  }

  static final class Coalesce extends Evaluator {
    private final Evaluator[] operands;

    Coalesce(List<Evaluator> operands, DataType type) {
      super(type);
      this.operands = operands.toArray(Evaluator[]::new);
    }

    @Override
    @Nullable Object at(RowBatch batch, int row, Evaluation evaluation) {
      for (Evaluator operand : operands) {
        Object value = operand.at(batch, row, evaluation);
        if (value != null) {
          return value;
        }
      }
      return null;
    }
  }

  static final class Extremum extends Evaluator {
    private final boolean greatest;
    private final Evaluator[] operands;

    Extremum(boolean greatest, List<Evaluator> operands, DataType type) {
      super(type);
      this.greatest = greatest;
      this.operands = operands.toArray(Evaluator[]::new);
    }

    @Override
    @Nullable Object at(RowBatch batch, int row, Evaluation evaluation) {
      Object best = null;
      for (Evaluator operand : operands) {
        Object value = operand.at(batch, row, evaluation);
        if (value == null) {
          continue;
        }
        if (best == null || (ValueOrder.compare(value, best, type()) > 0) == greatest) {
          best = value;
        }
      }
      return best;
    }
  }
}
