package io.orbit.api.value;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import org.jspecify.annotations.Nullable;

/**
 * How ranges and their bounds lie to each other (PostgreSQL's rangetypes.c): a lower bound lies
 * just before its value or, exclusive, just after it; an upper one the other way round; what is
 * missing is infinitely far away.
 */
public final class RangeOrder {
  private RangeOrder() {}

  /**
   * A range in its canonical form: of integers and dates {@code [lower,upper)}, and empty where
   * nothing lies between the bounds.
   *
   * @param lower null for none
   * @param bound the type of the bounds
   * @throws OrbitException DATA_EXCEPTION when it ends before it begins, NUMERIC_VALUE_OUT_OF_RANGE
   *     or DATETIME_FIELD_OVERFLOW when the canonical bound is none of the type's values
   */
  public static Range range(
      @Nullable Object lower,
      @Nullable Object upper,
      boolean lowerInclusive,
      boolean upperInclusive,
      DataType bound) {
    boolean closedBelow = lowerInclusive && lower != null;
    boolean closedAbove = upperInclusive && upper != null;
    if (lower != null && upper != null) {
      int order = ValueOrder.compare(lower, upper, bound);
      if (order > 0) {
        throw new OrbitException(
            ErrorCode.DATA_EXCEPTION,
            "range lower bound must be less than or equal to range upper bound");
      }
      if (order == 0 && !(closedBelow && closedAbove)) {
        return Range.EMPTY;
      }
    }
    if (!isDiscrete(bound)) {
      return new Range(lower, upper, closedBelow, closedAbove, false);
    }
    Object first = lower == null || closedBelow ? lower : next(lower, bound);
    Object after = upper == null || !closedAbove ? upper : next(upper, bound);
    boolean begins = first != null && (closedBelow || !first.equals(lower));
    boolean endsInside = after != null && closedAbove && after.equals(upper);
    if (first != null
        && after != null
        && ValueOrder.compare(first, after, bound) >= 0
        && !(begins && endsInside)) {
      return Range.EMPTY;
    }
    return new Range(first, after, begins, endsInside, false);
  }

  private static boolean isDiscrete(DataType bound) {
    return switch (bound.base().kind()) {
      case INT32, INT64, DATE -> true;
      default -> false;
    };
  }

  /** The value behind this one; an infinite date is followed by itself. */
  private static Object next(Object value, DataType bound) {
    return switch (bound.base().kind()) {
      case INT64 -> {
        if ((Long) value == Long.MAX_VALUE) {
          throw new OrbitException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "bigint out of range");
        }
        yield (Object) ((Long) value + 1);
      }
      case DATE -> {
        int day = (Integer) value;
        yield (Object) (day == Integer.MAX_VALUE || day == Integer.MIN_VALUE ? day : day + 1);
      }
      default -> {
        if ((Integer) value == Integer.MAX_VALUE) {
          throw new OrbitException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "integer out of range");
        }
        yield (Object) ((Integer) value + 1);
      }
    };
  }

  /** The order of ranges as values: the empty one first, then by lower and by upper bound. */
  public static int compare(Range a, Range b, DataType bound) {
    if (a.isEmpty() || b.isEmpty()) {
      return Boolean.compare(b.isEmpty(), a.isEmpty());
    }
    int byLower = compareLowers(a, b, bound);
    return byLower != 0 ? byLower : compareUppers(a, b, bound);
  }

  /** Which of two that are not empty begins first. */
  public static int compareLowers(Range a, Range b, DataType bound) {
    if (a.lower() == null || b.lower() == null) {
      return Boolean.compare(a.lower() != null, b.lower() != null);
    }
    int order = ValueOrder.compare(a.lower(), b.lower(), bound);
    return order != 0 ? order : Boolean.compare(b.isLowerInclusive(), a.isLowerInclusive());
  }

  /** Which of two that are not empty ends first. */
  public static int compareUppers(Range a, Range b, DataType bound) {
    if (a.upper() == null || b.upper() == null) {
      return Boolean.compare(a.upper() == null, b.upper() == null);
    }
    int order = ValueOrder.compare(a.upper(), b.upper(), bound);
    return order != 0 ? order : Boolean.compare(a.isUpperInclusive(), b.isUpperInclusive());
  }

  /** Whether one, not empty, ends before the other begins, whatever lies between. */
  public static boolean isBefore(Range a, Range b, DataType bound) {
    if (a.upper() == null || b.lower() == null) {
      return false;
    }
    int order = ValueOrder.compare(a.upper(), b.lower(), bound);
    return order < 0 || order == 0 && !(a.isUpperInclusive() && b.isLowerInclusive());
  }

  /** Whether one that ends before the other has nothing between it and that other. */
  public static boolean isAdjacent(Range a, Range b, DataType bound) {
    if (a.upper() == null || b.lower() == null) {
      return false;
    }
    return a.isUpperInclusive() != b.isLowerInclusive()
        && ValueOrder.compare(a.upper(), b.lower(), bound) == 0;
  }

  /** Whether one ends before the other and something lies between them. */
  public static boolean isApart(Range a, Range b, DataType bound) {
    return isBefore(a, b, bound) && !isAdjacent(a, b, bound);
  }
}
