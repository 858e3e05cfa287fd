package io.orbit.query.function.library;

import static io.orbit.query.function.library.Arguments.array;
import static io.orbit.query.function.library.Arguments.decimal;
import static io.orbit.query.function.library.Arguments.integer;
import static io.orbit.query.function.library.Arguments.real;
import static io.orbit.query.function.library.Arguments.value;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Decimal;
import io.orbit.api.value.ValueOrder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code width_bucket}: which of equal or given ranges a value is in. */
final class WidthBucket {
  private WidthBucket() {}

  static void define(Definitions definitions) {
    definitions.add(
        "width_bucket(float8, float8, float8, int4) int4",
        (e, a) -> bucket(real(a, 0), real(a, 1), real(a, 2), integer(a, 3)));
    definitions.add(
        "width_bucket(numeric, numeric, numeric, int4) int4",
        (e, a) -> bucket(decimal(a, 0), decimal(a, 1), decimal(a, 2), integer(a, 3)));
    definitions.typed("width_bucket(anyelement, anyarray) int4", (e, a, types) -> among(a, types));
  }

  private static OrbitException refused(String message) {
    return new OrbitException(ErrorCode.INVALID_ARGUMENT_FOR_WIDTH_BUCKET, message);
  }

  private static void checkCount(int count) {
    if (count <= 0) {
      throw refused("count must be greater than zero");
    }
  }

  private static int last(int count) {
    if (count == Integer.MAX_VALUE) {
      throw Failures.outOfRange("integer");
    }
    return count + 1;
  }

  private static int bucket(double operand, double low, double high, int count) {
    checkCount(count);
    if (Double.isNaN(operand) || Double.isNaN(low) || Double.isNaN(high)) {
      throw refused("operand, lower bound, and upper bound cannot be NaN");
    }
    if (Double.isInfinite(low) || Double.isInfinite(high)) {
      throw refused("lower and upper bounds must be finite");
    }
    if (low == high) {
      throw refused("lower bound cannot equal upper bound");
    }
    boolean ascending = low < high;
    if (ascending ? operand < low : operand > low) {
      return 0;
    }
    if (ascending ? operand >= high : operand <= high) {
      return last(count);
    }
    int bucket =
        (int)
            (count * (ascending ? (operand - low) / (high - low) : (low - operand) / (low - high)));
    return Math.min(bucket, count - 1) + 1;
  }

  private static int bucket(Decimal operand, Decimal low, Decimal high, int count) {
    checkCount(count);
    if (operand.isNaN() || low.isNaN() || high.isNaN()) {
      throw refused("operand, lower bound, and upper bound cannot be NaN");
    }
    if (!low.isFinite() || !high.isFinite()) {
      throw refused("lower and upper bounds must be finite");
    }
    int order = low.compareTo(high);
    if (order == 0) {
      throw refused("lower bound cannot equal upper bound");
    }
    if (order < 0 ? operand.compareTo(low) < 0 : operand.compareTo(low) > 0) {
      return 0;
    }
    if (order < 0 ? operand.compareTo(high) >= 0 : operand.compareTo(high) <= 0) {
      return last(count);
    }
    BigDecimal distance = operand.number().subtract(low.number());
    BigDecimal range = high.number().subtract(low.number());
    return distance
            .multiply(BigDecimal.valueOf(count))
            .divide(range, 0, RoundingMode.DOWN)
            .intValueExact()
        + 1;
  }

  /** Number of thresholds that are not above the operand; they are sorted. */
  private static int among(@Nullable Object[] arguments, List<DataType> types) {
    List<@Nullable Object> thresholds = array(arguments, 1).elements();
    int low = 0;
    int high = thresholds.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      Object threshold = thresholds.get(middle);
      if (threshold == null) {
        throw new OrbitException(
            ErrorCode.NULL_VALUE_NOT_ALLOWED, "thresholds array must not contain NULLs");
      }
      if (ValueOrder.compare(value(arguments, 0), threshold, types.getFirst()) < 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
