package io.orbit.query.execute;

import io.orbit.api.value.DataType;
import io.orbit.api.value.ValueOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Three-valued logic. */
final class Logic {
  private Logic() {}

  static final class And extends Evaluator {
    private final Evaluator[] operands;

    And(List<Evaluator> operands) {
      super(DataType.BOOLEAN);
      this.operands = operands.toArray(Evaluator[]::new);
    }

    @Override
    @Nullable Object at(RowBatch batch, int row, Evaluation evaluation) {
      boolean unknown = false;
      for (Evaluator operand : operands) {
        Object value = operand.at(batch, row, evaluation);
        if (value == null) {
          unknown = true;
        } else if (!(boolean) value) {
          return false;
        }
      }
      return unknown ? null : Boolean.TRUE;
    }

    /** Each operand sees only the rows that the ones before it left over. */
    @Override
    int select(RowBatch batch, Evaluation evaluation, int[] selection) {
      int count = operands[0].select(batch, evaluation, selection);
      for (int i = 1; i < operands.length && count > 0; i++) {
        if (count == batch.rows()) {
          count = operands[i].select(batch, evaluation, selection);
          continue;
        }
        RowBatch left = batch.gather(selection, count);
        int[] inner = new int[count];
        int kept = operands[i].select(left, evaluation, inner);
        for (int k = 0; k < kept; k++) {
          selection[k] = selection[inner[k]];
        }
        count = kept;
      }
      return count;
    }
  }

  static final class Or extends Evaluator {
    private final Evaluator[] operands;

    Or(List<Evaluator> operands) {
      super(DataType.BOOLEAN);
      this.operands = operands.toArray(Evaluator[]::new);
    }

    @Override
    @Nullable Object at(RowBatch batch, int row, Evaluation evaluation) {
      boolean unknown = false;
      for (Evaluator operand : operands) {
        Object value = operand.at(batch, row, evaluation);
        if (value == null) {
          unknown = true;
        } else if ((boolean) value) {
          return true;
        }
      }
      return unknown ? null : Boolean.FALSE;
    }
  }

  static final class Not extends Evaluator {
    private final Evaluator operand;

    Not(Evaluator operand) {
      super(DataType.BOOLEAN);
      this.operand = operand;
    }

    @Override
    @Nullable Object at(RowBatch batch, int row, Evaluation evaluation) {
      Object value = operand.at(batch, row, evaluation);
      return value == null ? null : (Object) !(boolean) value;
    }
  }

  static final class IsNull extends Evaluator {
    private final Evaluator operand;
    private final boolean negated;

    IsNull(Evaluator operand, boolean negated) {
      super(DataType.BOOLEAN);
      this.operand = operand;
      this.negated = negated;
    }

    @Override
    Object at(RowBatch batch, int row, Evaluation evaluation) {
      Object value = operand.at(batch, row, evaluation);
      if (value instanceof List<?> fields) {
        return rowIsNull(fields);
      }
      return (value == null) != negated;
    }

    /** A row IS NULL when all its fields are, and IS NOT NULL when none is. */
    private boolean rowIsNull(List<?> fields) {
      return negated
          ? fields.stream().noneMatch(java.util.Objects::isNull)
          : fields.stream().allMatch(java.util.Objects::isNull);
    }

    @Override
    Vector all(RowBatch batch, Evaluation evaluation) {
      Vector values = operand.all(batch, evaluation);
      if (Vector.Layout.of(operand.type()) == Vector.Layout.OBJECT) {
        return super.all(batch, evaluation);
      }
      long[] truth = new long[batch.rows()];
      for (int row = 0; row < truth.length; row++) {
        truth[row] = values.isNull(row) != negated ? 1 : 0;
      }
      return new LongVector(DataType.BOOLEAN, truth, null, truth.length);
    }
  }

  static final class IsBoolean extends Evaluator {
    private final Evaluator operand;
    private final boolean value;
    private final boolean negated;

    IsBoolean(Evaluator operand, boolean value, boolean negated) {
      super(DataType.BOOLEAN);
      this.operand = operand;
      this.value = value;
      this.negated = negated;
    }

    @Override
    Object at(RowBatch batch, int row, Evaluation evaluation) {
      Object truth = operand.at(batch, row, evaluation);
      return (truth != null && (boolean) truth == value) != negated;
    }
  }

  static final class IsDistinct extends Evaluator {
    private final Evaluator left;
    private final Evaluator right;
    private final boolean negated;

    IsDistinct(Evaluator left, Evaluator right, boolean negated) {
      super(DataType.BOOLEAN);
      this.left = left;
      this.right = right;
      this.negated = negated;
    }

    @Override
    Object at(RowBatch batch, int row, Evaluation evaluation) {
      Object one = left.at(batch, row, evaluation);
      Object other = right.at(batch, row, evaluation);
      boolean distinct;
      if (one == null || other == null) {
        distinct = one != other;
      } else {
        distinct = ValueOrder.compare(one, other, left.type()) != 0;
      }
      return distinct != negated;
    }
  }
}
