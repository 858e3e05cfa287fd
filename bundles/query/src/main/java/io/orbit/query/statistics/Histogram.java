package io.orbit.query.statistics;

import io.orbit.api.value.DataType;
import io.orbit.api.value.Decimal;
import io.orbit.api.value.ValueOrder;
import java.util.List;

/** Where a value lies among the bounds of ranges that hold equally many. */
final class Histogram {
  private Histogram() {}

  /** The share of what the ranges hold that is less than the value; one half without ranges. */
  static double below(List<Object> bounds, Object value, DataType type) {
    if (bounds.size() < 2) {
      return bounds.isEmpty()
          ? 0.5
          : ValueOrder.compare(bounds.getFirst(), value, type) < 0 ? 1 : 0;
    }
    if (ValueOrder.compare(value, bounds.getFirst(), type) <= 0) {
      return 0;
    }
    if (ValueOrder.compare(value, bounds.getLast(), type) > 0) {
      return 1;
    }
    int low = 0;
    int high = bounds.size() - 1;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (ValueOrder.compare(bounds.get(middle), value, type) < 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    double within = position(bounds.get(low), bounds.get(high), value);
    return (low + within) / (bounds.size() - 1);
  }

  /** Where in a range, 0 to 1; one half where values have no distance. */
  private static double position(Object low, Object high, Object value) {
    double from = number(low);
    double to = number(high);
    double at = number(value);
    if (Double.isNaN(from) || Double.isNaN(to) || Double.isNaN(at) || to <= from) {
      return 0.5;
    }
    return Math.clamp((at - from) / (to - from), 0, 1);
  }

  private static double number(Object value) {
    return switch (value) {
      case Decimal decimal -> decimal.doubleValue();
      case Number number -> number.doubleValue();
      case String text -> leading(text);
      default -> Double.NaN;
    };
  }

  /** A text's first characters as a fraction. */
  private static double leading(String text) {
    double value = 0;
    double weight = 1;
    for (int i = 0; i < Math.min(8, text.length()); i++) {
      weight /= 256;
      value += Math.min(255, text.charAt(i)) * weight;
    }
    return value;
  }
}
