package io.orbit.query.execute;

import io.orbit.api.accel.Arithmetic;
import io.orbit.api.accel.Comparison;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import org.jspecify.annotations.Nullable;

/** Comparisons and arithmetic of what lies in 64 bits. */
final class LongKernels {
  private LongKernels() {}

  static final class Comparing extends BinaryKernel.Comparing {
    Comparing(Comparison comparison, Evaluator left, Evaluator right) {
      super(comparison, left, right);
    }

    @Override
    int compare(Object one, Object other) {
      return Long.compare(LongVector.unbox(one), LongVector.unbox(other));
    }

    @Override
    int select(
        Comparison wanted, Vector values, Object constant, Evaluation evaluation, int[] selection) {
      LongVector longs = (LongVector) values;
      return evaluation
          .accelerator()
          .select(
              wanted,
              longs.values(),
              LongVector.unbox(constant),
              longs.nulls(),
              0,
              longs.size(),
              selection,
              0);
    }

    @Override
    Vector all(RowBatch batch, Evaluation evaluation) {
      LongVector one = (LongVector) left.all(batch, evaluation);
      LongVector other = (LongVector) right.all(batch, evaluation);
      int rows = batch.rows();
      long[] truth = new long[rows];
      truth(comparison, one.values(), other.values(), truth, rows);
      return new LongVector(DataType.BOOLEAN, truth, nulls(one, other, rows), rows);
    }
  }

  /** Whether a comparison holds, row by row, 1 or 0. */
  static void truth(Comparison comparison, long[] a, long[] b, long[] truth, int rows) {
    switch (comparison) {
      case EQUAL -> {
        for (int i = 0; i < rows; i++) {
          truth[i] = a[i] == b[i] ? 1 : 0;
        }
      }
      case NOT_EQUAL -> {
        for (int i = 0; i < rows; i++) {
          truth[i] = a[i] != b[i] ? 1 : 0;
        }
      }
      case LESS -> {
        for (int i = 0; i < rows; i++) {
          truth[i] = a[i] < b[i] ? 1 : 0;
        }
      }
      case LESS_OR_EQUAL -> {
        for (int i = 0; i < rows; i++) {
          truth[i] = a[i] <= b[i] ? 1 : 0;
        }
      }
      case GREATER -> {
        for (int i = 0; i < rows; i++) {
          truth[i] = a[i] > b[i] ? 1 : 0;
        }
      }
      case GREATER_OR_EQUAL -> {
        for (int i = 0; i < rows; i++) {
          truth[i] = a[i] >= b[i] ? 1 : 0;
        }
      }
    }
  }

  static final class Computation extends BinaryKernel {
    private final Arithmetic arithmetic;
    private final boolean narrow;

    Computation(Arithmetic arithmetic, Evaluator left, Evaluator right, DataType type) {
      super(left, right, type);
      this.arithmetic = arithmetic;
      narrow = type.kind() == TypeKind.INT32;
    }

    @Override
    Object combine(Object one, Object other, Evaluation evaluation) {
      long a = LongVector.unbox(one);
      long b = LongVector.unbox(other);
      try {
        long result =
            switch (arithmetic) {
              case ADD -> Math.addExact(a, b);
              case SUBTRACT -> Math.subtractExact(a, b);
              case MULTIPLY -> Math.multiplyExact(a, b);
            };
        if (narrow && result != (int) result) {
          throw outOfRange();
        }
        return LongVector.box(type(), result);
      } catch (ArithmeticException overflow) {
        throw outOfRange();
      }
    }

    private OrbitException outOfRange() {
      return new OrbitException(
          ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, (narrow ? "integer" : "bigint") + " out of range");
    }

    @Override
    Vector all(RowBatch batch, Evaluation evaluation) {
      LongVector one = (LongVector) left.all(batch, evaluation);
      LongVector other = (LongVector) right.all(batch, evaluation);
      int rows = batch.rows();
      boolean[] nulls = nulls(one, other, rows);
      long[] results = new long[rows];
      boolean fits =
          evaluation
              .accelerator()
              .compute(arithmetic, one.values(), other.values(), nulls, 0, rows, results);
      if (!fits || (narrow && !isNarrow(results, nulls, rows))) {
        throw outOfRange();
      }
      return new LongVector(type(), results, nulls, rows);
    }

    private static boolean isNarrow(long[] results, boolean @Nullable [] nulls, int rows) {
      for (int i = 0; i < rows; i++) {
        if (results[i] != (int) results[i] && (nulls == null || !nulls[i])) {
          return false;
        }
      }
      return true;
    }
  }
}
