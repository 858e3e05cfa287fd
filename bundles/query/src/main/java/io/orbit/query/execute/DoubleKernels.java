package io.orbit.query.execute;

import io.orbit.api.accel.Arithmetic;
import io.orbit.api.accel.Comparison;
import io.orbit.api.accel.PlainAccelerator;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.DataType;

/**
 * Comparisons and arithmetic of floating-point numbers. NaN equals NaN and is greater than
 * everything else; zeros are equal.
 */
final class DoubleKernels {
  private DoubleKernels() {}

  static final class Comparing extends BinaryKernel.Comparing {
    Comparing(Comparison comparison, Evaluator left, Evaluator right) {
      super(comparison, left, right);
    }

    @Override
    int compare(Object one, Object other) {
      return PlainAccelerator.compare(((Number) one).doubleValue(), ((Number) other).doubleValue());
    }

    @Override
    int select(
        Comparison wanted, Vector values, Object constant, Evaluation evaluation, int[] selection) {
      DoubleVector doubles = (DoubleVector) values;
      return evaluation
          .accelerator()
          .select(
              wanted,
              doubles.values(),
              ((Number) constant).doubleValue(),
              doubles.nulls(),
              0,
              doubles.size(),
              selection,
              0);
    }

    @Override
    Vector all(RowBatch batch, Evaluation evaluation) {
      DoubleVector one = (DoubleVector) left.all(batch, evaluation);
      DoubleVector other = (DoubleVector) right.all(batch, evaluation);
      int rows = batch.rows();
      long[] truth = new long[rows];
      for (int i = 0; i < rows; i++) {
        int sign = PlainAccelerator.compare(one.values()[i], other.values()[i]);
        truth[i] = comparison.holds(sign) ? 1 : 0;
      }
      return new LongVector(DataType.BOOLEAN, truth, nulls(one, other, rows), rows);
    }
  }

  static final class Computation extends BinaryKernel {
    private final Arithmetic arithmetic;

    Computation(Arithmetic arithmetic, Evaluator left, Evaluator right) {
      super(left, right, DataType.FLOAT64);
      this.arithmetic = arithmetic;
    }

    @Override
    Object combine(Object one, Object other, Evaluation evaluation) {
      return compute(((Number) one).doubleValue(), ((Number) other).doubleValue());
    }

    private double compute(double a, double b) {
      double result =
          switch (arithmetic) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
          };
      if (PlainAccelerator.isOutOfRange(arithmetic, a, b, result)) {
        throw new OrbitException(
            ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE,
            "value out of range: " + (result == 0 ? "underflow" : "overflow"));
      }
      return result;
    }

    @Override
    Vector all(RowBatch batch, Evaluation evaluation) {
      DoubleVector one = (DoubleVector) left.all(batch, evaluation);
      DoubleVector other = (DoubleVector) right.all(batch, evaluation);
      int rows = batch.rows();
      boolean[] nulls = nulls(one, other, rows);
      double[] results = new double[rows];
      boolean fits =
          evaluation
              .accelerator()
              .compute(arithmetic, one.values(), other.values(), nulls, 0, rows, results);
      // Where a row does not fit, going row by row finds it and says what is wrong with it.
      return fits
          ? new DoubleVector(type(), results, nulls, rows)
          : each(one, other, rows, evaluation);
    }
  }
}
