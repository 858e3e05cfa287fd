package io.orbit.api.value;

import java.util.ArrayList;
import java.util.List;

/**
 * Ranges in ascending order of which none is empty and no two meet. Immutable by convention: nobody
 * changes the list.
 */
public record Multirange(List<Range> ranges) {
  public static final Multirange EMPTY = new Multirange(List.of());

  /**
   * What lies in any of the ranges.
   *
   * @param ranges in any order, also empty or overlapping ones
   * @param bound the type of their bounds
   */
  public static Multirange of(List<Range> ranges, DataType bound) {
    List<Range> merged = new ArrayList<>(ranges.size());
    ranges.stream()
        .filter(range -> !range.isEmpty())
        .sorted((a, b) -> RangeOrder.compare(a, b, bound))
        .forEach(
            range -> {
              Range last = merged.isEmpty() ? null : merged.getLast();
              if (last == null || RangeOrder.isApart(last, range, bound)) {
                merged.add(range);
              } else if (RangeOrder.compareUppers(last, range, bound) < 0) {
                merged.set(
                    merged.size() - 1,
                    new Range(
                        last.lower(),
                        range.upper(),
                        last.isLowerInclusive(),
                        range.isUpperInclusive(),
                        false));
              }
            });
    return new Multirange(List.copyOf(merged));
  }
}
