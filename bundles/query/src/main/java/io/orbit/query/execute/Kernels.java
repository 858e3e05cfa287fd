package io.orbit.query.execute;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import io.orbit.query.plan.Scalar;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operators that work on whole vectors of longs and doubles. */
final class Kernels {
  private Kernels() {}

  /** An evaluator for the operator on these operands, or null where there is none. */
  static @Nullable Evaluator find(Scalar.Apply apply, List<Evaluator> arguments) {
    if (arguments.size() != 2) {
      return null;
    }
    Evaluator left = arguments.get(0);
    Evaluator right = arguments.get(1);
    Comparison comparison = Comparison.of(apply.name());
    if (comparison != null && apply.type().kind() == TypeKind.BOOLEAN) {
      return comparison(comparison, left, right);
    }
    Arithmetic arithmetic = Arithmetic.of(apply.name());
    if (arithmetic != null && left.type().kind() == right.type().kind()) {
      return switch (apply.type().kind()) {
        case INT32, INT64 ->
            left.type().kind() == apply.type().kind()
                ? new LongArithmetic(arithmetic, left, right, apply.type())
                : null;
        case FLOAT64 ->
            left.type().kind() == TypeKind.FLOAT64
                ? new DoubleArithmetic(arithmetic, left, right)
                : null;
        default -> null;
      };
    }
    return null;
  }

  private static @Nullable Evaluator comparison(
      Comparison comparison, Evaluator left, Evaluator right) {
    boolean comparable =
        left.type().kind() == right.type().kind()
            || (isInteger(left.type()) && isInteger(right.type()));
    if (!comparable) {
      return null;
    }
    return switch (Vector.Layout.of(left.type())) {
      case LONG -> new LongComparison(comparison, left, right);
      case DOUBLE -> new DoubleComparison(comparison, left, right);
      case OBJECT -> null;
    };
  }

  private static boolean isInteger(DataType type) {
    return switch (type.kind()) {
      case INT16, INT32, INT64 -> true;
      default -> false;
    };
  }

  /** The six comparisons by the sign of compare(). */
  enum Comparison {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL;

    static @Nullable Comparison of(String symbol) {
      return switch (symbol) {
        case "=" -> EQUAL;
        case "<>" -> NOT_EQUAL;
        case "<" -> LESS;
        case "<=" -> LESS_OR_EQUAL;
        case ">" -> GREATER;
        case ">=" -> GREATER_OR_EQUAL;
        default -> null;
      };
    }

    boolean holds(int sign) {
      return switch (this) {
        case EQUAL -> sign == 0;
        case NOT_EQUAL -> sign != 0;
        case LESS -> sign < 0;
        case LESS_OR_EQUAL -> sign <= 0;
        case GREATER -> sign > 0;
        case GREATER_OR_EQUAL -> sign >= 0;
      };
    }
  }

  enum Arithmetic {
    ADD,
    SUBTRACT,
    MULTIPLY;

    static @Nullable Arithmetic of(String symbol) {
      return switch (symbol) {
        case "+" -> ADD;
        case "-" -> SUBTRACT;
        case "*" -> MULTIPLY;
        default -> null;
      };
    }
  }

  private abstract static class Binary extends Evaluator {
    final Evaluator left;
    final Evaluator right;

    Binary(Evaluator left, Evaluator right, DataType type) {
      super(type);
      this.left = left;
      this.right = right;
    }

    static boolean @Nullable [] nulls(Vector left, Vector right, int rows) {
      return Nulls.union(flags(left), flags(right), rows);
    }

    private static boolean @Nullable [] flags(Vector vector) {
      return switch (vector) {
        case LongVector longs -> longs.nulls();
        case DoubleVector doubles -> doubles.nulls();
        case ObjectVector objects -> throw new IllegalStateException(objects.type().toString());
      };
    }
  }

  private static final class LongComparison extends Binary {
    private final Comparison comparison;

    LongComparison(Comparison comparison, Evaluator left, Evaluator right) {
      super(left, right, DataType.BOOLEAN);
      this.comparison = comparison;
    }

    @Override
    @Nullable Object at(RowBatch batch, int row, Evaluation evaluation) {
      Object one = left.at(batch, row, evaluation);
      Object other = right.at(batch, row, evaluation);
      return one == null || other == null
          ? null
          : (Object) comparison.holds(Long.compare(LongVector.unbox(one), LongVector.unbox(other)));
    }

    @Override
    Vector all(RowBatch batch, Evaluation evaluation) {
      LongVector one = (LongVector) left.all(batch, evaluation);
      LongVector other = (LongVector) right.all(batch, evaluation);
      int rows = batch.rows();
      long[] truth = new long[rows];
      compare(one.values(), other.values(), truth, rows);
      return new LongVector(DataType.BOOLEAN, truth, nulls(one, other, rows), rows);
    }

    private void compare(long[] a, long[] b, long[] truth, int rows) {
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
  }

  private static final class DoubleComparison extends Binary {
    private final Comparison comparison;

    DoubleComparison(Comparison comparison, Evaluator left, Evaluator right) {
      super(left, right, DataType.BOOLEAN);
      this.comparison = comparison;
    }

    /** NaN equals NaN and is greater than everything else; zeros are equal. */
    private static int compare(double a, double b) {
      return a == b ? 0 : Double.compare(a, b);
    }

    @Override
    @Nullable Object at(RowBatch batch, int row, Evaluation evaluation) {
      Object one = left.at(batch, row, evaluation);
      Object other = right.at(batch, row, evaluation);
      return one == null || other == null
          ? null
          : (Object)
              comparison.holds(
                  compare(((Number) one).doubleValue(), ((Number) other).doubleValue()));
    }

    @Override
    Vector all(RowBatch batch, Evaluation evaluation) {
      DoubleVector one = (DoubleVector) left.all(batch, evaluation);
      DoubleVector other = (DoubleVector) right.all(batch, evaluation);
      int rows = batch.rows();
      long[] truth = new long[rows];
      for (int i = 0; i < rows; i++) {
        truth[i] = comparison.holds(compare(one.values()[i], other.values()[i])) ? 1 : 0;
      }
      return new LongVector(DataType.BOOLEAN, truth, nulls(one, other, rows), rows);
    }
  }

  private static final class LongArithmetic extends Binary {
    private final Arithmetic arithmetic;
    private final boolean narrow;

    LongArithmetic(Arithmetic arithmetic, Evaluator left, Evaluator right, DataType type) {
      super(left, right, type);
      this.arithmetic = arithmetic;
      narrow = type.kind() == TypeKind.INT32;
    }

    private long compute(long a, long b) {
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
        return result;
      } catch (ArithmeticException overflow) {
        throw outOfRange();
      }
    }

    private OrbitException outOfRange() {
      return new OrbitException(
          ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, (narrow ? "integer" : "bigint") + " out of range");
    }

    @Override
    @Nullable Object at(RowBatch batch, int row, Evaluation evaluation) {
      Object one = left.at(batch, row, evaluation);
      Object other = right.at(batch, row, evaluation);
      return one == null || other == null
          ? null
          : LongVector.box(type(), compute(LongVector.unbox(one), LongVector.unbox(other)));
    }

    @Override
    Vector all(RowBatch batch, Evaluation evaluation) {
      LongVector one = (LongVector) left.all(batch, evaluation);
      LongVector other = (LongVector) right.all(batch, evaluation);
      int rows = batch.rows();
      boolean[] nulls = nulls(one, other, rows);
      long[] results = new long[rows];
      for (int i = 0; i < rows; i++) {
        if (nulls == null || !nulls[i]) {
          results[i] = compute(one.values()[i], other.values()[i]);
        }
      }
      return new LongVector(type(), results, nulls, rows);
    }
  }

  private static final class DoubleArithmetic extends Binary {
    private final Arithmetic arithmetic;

    DoubleArithmetic(Arithmetic arithmetic, Evaluator left, Evaluator right) {
      super(left, right, DataType.FLOAT64);
      this.arithmetic = arithmetic;
    }

    private double compute(double a, double b) {
      double result =
          switch (arithmetic) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
          };
      if (Double.isInfinite(result) && !Double.isInfinite(a) && !Double.isInfinite(b)) {
        throw new OrbitException(
            ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: overflow");
      }
      if (result == 0 && arithmetic == Arithmetic.MULTIPLY && a != 0 && b != 0) {
        throw new OrbitException(
            ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: underflow");
      }
      return result;
    }

    @Override
    @Nullable Object at(RowBatch batch, int row, Evaluation evaluation) {
      Object one = left.at(batch, row, evaluation);
      Object other = right.at(batch, row, evaluation);
      return one == null || other == null
          ? null
          : (Object) compute(((Number) one).doubleValue(), ((Number) other).doubleValue());
    }

    @Override
    Vector all(RowBatch batch, Evaluation evaluation) {
      DoubleVector one = (DoubleVector) left.all(batch, evaluation);
      DoubleVector other = (DoubleVector) right.all(batch, evaluation);
      int rows = batch.rows();
      boolean[] nulls = nulls(one, other, rows);
      double[] results = new double[rows];
      for (int i = 0; i < rows; i++) {
        if (nulls == null || !nulls[i]) {
          results[i] = compute(one.values()[i], other.values()[i]);
        }
      }
      return new DoubleVector(type(), results, nulls, rows);
    }
  }
}
