package io.orbit.query.execute;

import io.orbit.api.accel.Arithmetic;
import io.orbit.api.accel.Comparison;
import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import io.orbit.query.plan.Scalar;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the operators that work on whole vectors of longs, doubles and decimals. */
final class Kernels {
  private Kernels() {}

  /** An evaluator for the operator on these operands, or null where there is none. */
  static @Nullable Evaluator find(Scalar.Apply apply, List<Evaluator> arguments) {
    if (arguments.size() != 2) {
      return null;
    }
    Evaluator left = arguments.get(0);
    Evaluator right = arguments.get(1);
    Comparison comparison = comparison(apply.name());
    if (comparison != null && apply.type().kind() == TypeKind.BOOLEAN) {
      return comparison(comparison, left, right);
    }
    Arithmetic arithmetic = arithmetic(apply.name());
    if (arithmetic != null && left.type().kind() == right.type().kind()) {
      return switch (apply.type().kind()) {
        case INT32, INT64 ->
            left.type().kind() == apply.type().kind()
                ? new LongKernels.Computation(arithmetic, left, right, apply.type())
                : null;
        case FLOAT64 ->
            left.type().kind() == TypeKind.FLOAT64
                ? new DoubleKernels.Computation(arithmetic, left, right)
                : null;
        case DECIMAL ->
            left.type().kind() == TypeKind.DECIMAL
                ? new DecimalKernels.Computation(
                    arithmetic, apply.function(), left, right, apply.type())
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
      case LONG -> new LongKernels.Comparing(comparison, left, right);
      case DOUBLE -> new DoubleKernels.Comparing(comparison, left, right);
      case OBJECT ->
          left.type().kind() == TypeKind.DECIMAL
              ? new DecimalKernels.Comparing(comparison, left, right)
              : null;
    };
  }

  private static boolean isInteger(DataType type) {
    return switch (type.kind()) {
      case INT16, INT32, INT64 -> true;
      default -> false;
    };
  }

  static @Nullable Comparison comparison(String symbol) {
    return switch (symbol) {
      case "=" -> Comparison.EQUAL;
      case "<>" -> Comparison.NOT_EQUAL;
      case "<" -> Comparison.LESS;
      case "<=" -> Comparison.LESS_OR_EQUAL;
      case ">" -> Comparison.GREATER;
      case ">=" -> Comparison.GREATER_OR_EQUAL;
      default -> null;
    };
  }

  private static @Nullable Arithmetic arithmetic(String symbol) {
    return switch (symbol) {
      case "+" -> Arithmetic.ADD;
      case "-" -> Arithmetic.SUBTRACT;
      case "*" -> Arithmetic.MULTIPLY;
      default -> null;
    };
  }
}
