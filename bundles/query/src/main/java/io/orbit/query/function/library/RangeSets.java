package io.orbit.query.function.library;

import io.orbit.api.value.DataType;
import io.orbit.api.value.Multirange;
import io.orbit.api.value.Range;
import io.orbit.api.value.RangeOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Ranges and multiranges as what both are: ranges in order of which none is empty and no two meet.
 * Each operation goes once through both operands.
 *
 * @param bound the type of the bounds
 */
record RangeSets(DataType bound) {
  /** For arguments of a range's or multirange's type. */
  static RangeSets of(DataType type) {
    return new RangeSets(
        switch (type.kind()) {
          case RANGE -> type.elementType();
          case MULTIRANGE -> type.elementType().elementType();
          default -> type;
        });
  }

  /** The parts of a range, of a multirange, or of a single value of the bounds' type. */
  List<Range> parts(Object value) {
    return switch (value) {
      case Multirange multirange -> multirange.ranges();
      case Range range -> range.isEmpty() ? List.of() : List.of(range);
      default -> List.of(new Range(value, value, true, true, false));
    };
  }

  boolean overlap(Range a, Range b) {
    return !RangeOrder.isBefore(a, b, bound) && !RangeOrder.isBefore(b, a, bound);
  }

  boolean overlap(List<Range> a, List<Range> b) {
    int i = 0;
    int j = 0;
    while (i < a.size() && j < b.size()) {
      if (overlap(a.get(i), b.get(j))) {
        return true;
      }
      if (RangeOrder.isBefore(a.get(i), b.get(j), bound)) {
        i++;
      } else {
        j++;
      }
    }
    return false;
  }

  boolean contains(List<Range> outer, List<Range> inner) {
    int i = 0;
    for (Range one : inner) {
      while (i < outer.size() && RangeOrder.isBefore(outer.get(i), one, bound)) {
        i++;
      }
      if (i == outer.size()
          || RangeOrder.compareLowers(outer.get(i), one, bound) > 0
          || RangeOrder.compareUppers(outer.get(i), one, bound) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether all of one lies before all of the other; false where one is empty. */
  boolean isBefore(List<Range> a, List<Range> b) {
    return !a.isEmpty() && !b.isEmpty() && RangeOrder.isBefore(a.getLast(), b.getFirst(), bound);
  }

  /** Whether one does not go beyond the other's end. */
  boolean endsWithin(List<Range> a, List<Range> b) {
    return !a.isEmpty()
        && !b.isEmpty()
        && RangeOrder.compareUppers(a.getLast(), b.getLast(), bound) <= 0;
  }

  /** Whether one does not begin before the other. */
  boolean beginsWithin(List<Range> a, List<Range> b) {
    return !a.isEmpty()
        && !b.isEmpty()
        && RangeOrder.compareLowers(a.getFirst(), b.getFirst(), bound) >= 0;
  }

  /** Whether one ends where the other begins, nothing between them. */
  boolean areAdjacent(List<Range> a, List<Range> b) {
    return !a.isEmpty()
        && !b.isEmpty()
        && (RangeOrder.isAdjacent(a.getLast(), b.getFirst(), bound)
            || RangeOrder.isAdjacent(b.getLast(), a.getFirst(), bound));
  }

  List<Range> union(List<Range> a, List<Range> b) {
    List<Range> all = new ArrayList<>(a);
    all.addAll(b);
    return Multirange.of(all, bound).ranges();
  }

  List<Range> intersection(List<Range> a, List<Range> b) {
    List<Range> common = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < a.size() && j < b.size()) {
      Range one = a.get(i);
      Range other = b.get(j);
      if (overlap(one, other)) {
        common.add(common(one, other));
      }
      if (RangeOrder.compareUppers(one, other, bound) < 0) {
        i++;
      } else {
        j++;
      }
    }
    return common;
  }

  private Range common(Range a, Range b) {
    Range lower = RangeOrder.compareLowers(a, b, bound) >= 0 ? a : b;
    Range upper = RangeOrder.compareUppers(a, b, bound) <= 0 ? a : b;
    return new Range(
        lower.lower(), upper.upper(), lower.isLowerInclusive(), upper.isUpperInclusive(), false);
  }

  List<Range> difference(List<Range> a, List<Range> b) {
    List<Range> left = new ArrayList<>();
    int first = 0;
    for (Range one : a) {
      while (first < b.size() && RangeOrder.isBefore(b.get(first), one, bound)) {
        first++;
      }
      Range rest = one;
      for (int j = first; rest != null && j < b.size() && overlap(rest, b.get(j)); j++) {
        Range cut = b.get(j);
        if (RangeOrder.compareLowers(rest, cut, bound) < 0) {
          left.add(
              new Range(
                  rest.lower(),
                  cut.lower(),
                  rest.isLowerInclusive(),
                  !cut.isLowerInclusive(),
                  false));
        }
        rest =
            RangeOrder.compareUppers(rest, cut, bound) > 0
                ? new Range(
                    cut.upper(),
                    rest.upper(),
                    !cut.isUpperInclusive(),
                    rest.isUpperInclusive(),
                    false)
                : null;
      }
      if (rest != null) {
        left.add(rest);
      }
    }
    return left;
  }

  /** The smallest range around all of them. */
  Range around(List<Range> parts) {
    if (parts.isEmpty()) {
      return Range.EMPTY;
    }
    Range first = parts.getFirst();
    Range last = parts.getLast();
    return new Range(
        first.lower(), last.upper(), first.isLowerInclusive(), last.isUpperInclusive(), false);
  }
}
