package io.orbit.query.execute;

import io.orbit.api.accel.Arithmetic;
import io.orbit.api.accel.Comparison;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Decimal;
import io.orbit.query.function.ScalarFunction;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Comparisons and arithmetic of decimals: on their digits where both sides lie as 64-bit digits and
 * the result fits as well, else number by number.
 */
final class DecimalKernels {
  private DecimalKernels() {}

  static final class Comparing extends BinaryKernel.Comparing {
    Comparing(Comparison comparison, Evaluator left, Evaluator right) {
      super(comparison, left, right);
    }

    @Override
    int compare(Object one, Object other) {
      return ((Decimal) one).compareTo((Decimal) other);
    }

    @Override
    int select(
        Comparison wanted, Vector values, Object constant, Evaluation evaluation, int[] selection) {
      if (!(values instanceof DecimalVector digits)) {
        return -1;
      }
      Long same = DecimalVector.unscaled(constant, digits.scale());
      return same == null
          ? -1
          : evaluation
              .accelerator()
              .select(
                  wanted, digits.values(), same, digits.nulls(), 0, digits.size(), selection, 0);
    }

    @Override
    Vector all(RowBatch batch, Evaluation evaluation) {
      Vector one = left.all(batch, evaluation);
      Vector other = right.all(batch, evaluation);
      int rows = batch.rows();
      if (!(one instanceof DecimalVector a)
          || !(other instanceof DecimalVector b)
          || a.scale() != b.scale()) {
        return each(one, other, rows, evaluation);
      }
      long[] truth = new long[rows];
      LongKernels.truth(comparison, a.values(), b.values(), truth, rows);
      return new LongVector(DataType.BOOLEAN, truth, nulls(a, b, rows), rows);
    }
  }

  static final class Computation extends BinaryKernel {
    /** Of one number each; also what the digits of vectors are checked against. */
    private final ScalarFunction function;

    private final Arithmetic arithmetic;

    Computation(
        Arithmetic arithmetic,
        ScalarFunction function,
        Evaluator left,
        Evaluator right,
        DataType type) {
      super(left, right, type);
      this.function = function;
      this.arithmetic = arithmetic;
    }

    @Override
    Object combine(Object one, Object other, Evaluation evaluation) {
      Object result = function.apply(evaluation, new Object[] {one, other});
      if (result == null) {
        throw new IllegalStateException(arithmetic + " of numbers is null");
      }
      return result;
    }

    @Override
    Vector all(RowBatch batch, Evaluation evaluation) {
      Vector one = left.all(batch, evaluation);
      Vector other = right.all(batch, evaluation);
      int rows = batch.rows();
      Vector digits =
          one instanceof DecimalVector a && other instanceof DecimalVector b
              ? compute(a, b, rows, evaluation)
              : null;
      return digits != null ? digits : each(one, other, rows, evaluation);
    }

    /** Null where digits do not fit. */
    private @Nullable Vector compute(
        DecimalVector a, DecimalVector b, int rows, Evaluation evaluation) {
      boolean[] nulls = nulls(a, b, rows);
      boolean product = arithmetic == Arithmetic.MULTIPLY;
      int scale = product ? a.scale() + b.scale() : Math.max(a.scale(), b.scale());
      long[] one = product ? a.values() : raised(a, scale, rows, evaluation);
      long[] other = product ? b.values() : raised(b, scale, rows, evaluation);
      long[] results = new long[rows];
      return one != null
              && other != null
              && evaluation.accelerator().compute(arithmetic, one, other, nulls, 0, rows, results)
          ? new DecimalVector(type(), scale, results, nulls, rows)
          : null;
    }

    /** The digits at a larger scale; null where they do not fit. */
    private static long @Nullable [] raised(
        DecimalVector vector, int scale, int rows, Evaluation evaluation) {
      int by = scale - vector.scale();
      if (by == 0) {
        return vector.values();
      }
      if (by > DecimalVector.MOST_DIGITS) {
        return null;
      }
      long[] factors = new long[rows];
      Arrays.fill(factors, DecimalVector.power(by));
      long[] raised = new long[rows];
      return evaluation
              .accelerator()
              .compute(
                  Arithmetic.MULTIPLY, vector.values(), factors, vector.nulls(), 0, rows, raised)
          ? raised
          : null;
    }
  }
}
