package io.orbit.query.execute;

import io.orbit.api.accel.Comparison;
import io.orbit.api.value.DataType;
import org.jspecify.annotations.Nullable;

/** An operator of two operands that is null where one of them is. */
abstract class BinaryKernel extends Evaluator {
  final Evaluator left;
  final Evaluator right;

  BinaryKernel(Evaluator left, Evaluator right, DataType type) {
    super(type);
    this.left = left;
    this.right = right;
  }

  /** The value for two operands, neither null. */
  abstract Object combine(Object one, Object other, Evaluation evaluation);

  @Override
  final @Nullable Object at(RowBatch batch, int row, Evaluation evaluation) {
    Object one = left.at(batch, row, evaluation);
    Object other = right.at(batch, row, evaluation);
    return one == null || other == null ? null : combine(one, other, evaluation);
  }

  /** Row by row, of operands that are there. */
  final Vector each(Vector one, Vector other, int rows, Evaluation evaluation) {
    VectorBuilder builder = VectorBuilder.of(type(), rows);
    for (int row = 0; row < rows; row++) {
      Object a = one.get(row);
      Object b = other.get(row);
      builder.add(a == null || b == null ? null : combine(a, b, evaluation));
    }
    return builder.build();
  }

  static boolean @Nullable [] nulls(Vector left, Vector right, int rows) {
    return Nulls.union(flags(left), flags(right), rows);
  }

  private static boolean @Nullable [] flags(Vector vector) {
    return switch (vector) {
      case LongVector longs -> longs.nulls();
      case DoubleVector doubles -> doubles.nulls();
      case DecimalVector decimals -> decimals.nulls();
      case DictionaryVector codes -> throw new IllegalStateException(codes.type().toString());
      case ObjectVector objects -> throw new IllegalStateException(objects.type().toString());
    };
  }

  /** A comparison; where one side is the same in all rows it selects without making a vector. */
  abstract static class Comparing extends BinaryKernel {
    final Comparison comparison;

    Comparing(Comparison comparison, Evaluator left, Evaluator right) {
      super(left, right, DataType.BOOLEAN);
      this.comparison = comparison;
    }

    /** The sign of a comparison of two values. */
    abstract int compare(Object one, Object other);

    /**
     * The rows whose value compares so with a constant.
     *
     * @return how many; −1 where this is no way to find out
     */
    abstract int select(
        Comparison wanted, Vector values, Object constant, Evaluation evaluation, int[] selection);

    @Override
    final Object combine(Object one, Object other, Evaluation evaluation) {
      return comparison.holds(compare(one, other));
    }

    @Override
    final int select(RowBatch batch, Evaluation evaluation, int[] selection) {
      boolean rightIsUniform = right.isUniform();
      if (!rightIsUniform && !left.isUniform()) {
        return super.select(batch, evaluation, selection);
      }
      Object constant = (rightIsUniform ? right : left).at(batch, 0, evaluation);
      if (constant == null) {
        return 0;
      }
      Vector values = (rightIsUniform ? left : right).all(batch, evaluation);
      Comparison wanted = rightIsUniform ? comparison : comparison.swapped();
      int count = select(wanted, values, constant, evaluation, selection);
      if (count >= 0) {
        return count;
      }
      count = 0;
      for (int row = 0; row < batch.rows(); row++) {
        Object value = values.get(row);
        if (value != null && wanted.holds(compare(value, constant))) {
          selection[count++] = row;
        }
      }
      return count;
    }
  }
}
