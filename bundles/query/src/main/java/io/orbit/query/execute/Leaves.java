package io.orbit.query.execute;

import io.orbit.api.value.DataType;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Variable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Expressions without operands. */
final class Leaves {
  private Leaves() {}

  static final class Constant extends Evaluator {
    private final @Nullable Object value;

    Constant(Scalar.Constant constant) {
      super(constant.type());
      value = constant.value();
    }

    @Override
    boolean isConstant() {
      return true;
    }

    @Override
    @Nullable Object at(RowBatch batch, int row, Evaluation evaluation) {
      return value;
    }

    @Override
    Vector all(RowBatch batch, Evaluation evaluation) {
      return Vector.constant(value, type(), batch.rows());
    }
  }

  static final class Parameter extends Evaluator {
    private final int index;

    Parameter(Scalar.Parameter parameter) {
      super(parameter.type());
      index = parameter.index();
    }

    @Override
    boolean isConstant() {
      return true;
    }

    @Override
    @Nullable Object at(RowBatch batch, int row, Evaluation evaluation) {
      return evaluation.parameter(index);
    }

    @Override
    Vector all(RowBatch batch, Evaluation evaluation) {
      return Vector.constant(evaluation.parameter(index), type(), batch.rows());
    }
  }

  static final class Column extends Evaluator {
    private final int position;

    Column(int position, DataType type) {
      super(type);
      this.position = position;
    }

    @Override
    @Nullable Object at(RowBatch batch, int row, Evaluation evaluation) {
      return batch.column(position).get(row);
    }

    @Override
    Vector all(RowBatch batch, Evaluation evaluation) {
      return batch.column(position);
    }
  }

  /** Something of constants and parameters alone: evaluated when first asked for, then kept. */
  static final class Once extends Evaluator {
    private final Evaluator evaluator;

    Once(Evaluator evaluator) {
      super(evaluator.type());
      this.evaluator = evaluator;
    }

    @Override
    boolean isConstant() {
      return true;
    }

    @Override
    @Nullable Object at(RowBatch batch, int row, Evaluation evaluation) {
      Object known = evaluation.memory().get(this);
      if (known == null) {
        Object value = evaluator.at(batch, row, evaluation);
        evaluation.take(ValueSize.ofLarge(value));
        known = Optional.ofNullable(value);
        evaluation.memory().put(this, known);
      }
      return ((Optional<?>) known).orElse(null);
    }

    @Override
    Vector all(RowBatch batch, Evaluation evaluation) {
      return Vector.constant(at(batch, 0, evaluation), type(), batch.rows());
    }
  }

  /** A variable of an enclosing query: the same in all rows here. */
  static final class Outer extends Evaluator {
    private final Variable variable;

    Outer(Variable variable) {
      super(variable.type());
      this.variable = variable;
    }

    @Override
    boolean isUniform() {
      return true;
    }

    @Override
    @Nullable Object at(RowBatch batch, int row, Evaluation evaluation) {
      return evaluation.outer(variable);
    }

    @Override
    Vector all(RowBatch batch, Evaluation evaluation) {
      return Vector.constant(evaluation.outer(variable), type(), batch.rows());
    }
  }
}
