package io.orbit.query.statistics;

import io.orbit.api.value.DataType;
import io.orbit.api.value.Decimal;
import io.orbit.api.value.ValueOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of one column in the rows of a sample, in the order of the rows, and what follows from
 * them. How many different values the whole table has is estimated as PostgreSQL does, by Haas and
 * Stokes' estimator (IBM Research Report RJ 10025).
 */
final class ColumnSample {
  private static final int MOST_COMMON = 100;
  private static final int RANGES = 100;
  private static final int LONGEST = 1024;

  private final DataType type;
  private final List<@Nullable Object> values = new ArrayList<>();

  ColumnSample(DataType type) {
    this.type = type;
  }

  void set(int row, @Nullable Object value) {
    if (row == values.size()) {
      values.add(value);
    } else {
      values.set(row, value);
    }
  }

  /** A value and where it was in the sample. */
  private record Seen(Object value, int row) {}

  /** A value and how often it was seen. */
  private record Run(Object value, int count) {}

  /**
   * @param tableRows rows of the whole table
   */
  ColumnStatistics summary(double tableRows) {
    List<Seen> seen = new ArrayList<>();
    long bytes = 0;
    int tooLong = 0;
    for (int row = 0; row < values.size(); row++) {
      Object value = values.get(row);
      if (value != null) {
        int size = size(value);
        bytes += size;
        if (size > LONGEST) {
          tooLong++;
        } else {
          seen.add(new Seen(value, row));
        }
      }
    }
    int present = seen.size() + tooLong;
    double nulls = values.isEmpty() ? 0 : 1 - (double) present / values.size();
    int width = present == 0 ? 0 : (int) Math.max(1, bytes / present);
    if (!isOrdered(type) || seen.isEmpty()) {
      double distinct = present == 0 ? 0 : tableRows * (1 - nulls);
      return new ColumnStatistics(type, nulls, width, distinct, List.of(), List.of(), List.of(), 0);
    }
    seen.sort(Comparator.comparing(Seen::value, (a, b) -> ValueOrder.compare(a, b, type)));
    List<Run> runs = runs(seen);
    double distinct = distinct(runs, seen.size(), tooLong, tableRows * (1 - nulls));
    List<Run> common = common(runs, distinct, seen.size(), tooLong);
    return new ColumnStatistics(
        type,
        nulls,
        width,
        distinct,
        common.stream().map(Run::value).toList(),
        common.stream().map(run -> (double) run.count() / values.size()).toList(),
        bounds(runs, common),
        correlation(seen));
  }

  private List<Run> runs(List<Seen> sorted) {
    List<Run> runs = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= sorted.size(); i++) {
      Object value = sorted.get(from).value();
      if (i == sorted.size() || ValueOrder.compare(sorted.get(i).value(), value, type) != 0) {
        runs.add(new Run(value, i - from));
        from = i;
      }
    }
    return runs;
  }

  private double distinct(List<Run> runs, int sorted, int tooLong, double present) {
    double once = runs.stream().filter(run -> run.count() == 1).count();
    double found = runs.size();
    double sampled = sorted;
    if (once == sampled) {
      return Math.max(1, present);
    }
    double whole = Math.max(sampled, present);
    double estimate =
        once == 0 || values.size() >= whole
            ? found
            : sampled * found / (sampled - once + once * sampled / whole);
    return Math.clamp(estimate + tooLong, found, Math.max(found, whole));
  }

  /** All values where there are few, else those clearly more common than the average. */
  private List<Run> common(List<Run> runs, double distinct, int sorted, int tooLong) {
    List<Run> repeated = new ArrayList<>(runs.stream().filter(run -> run.count() > 1).toList());
    repeated.sort(Comparator.comparingInt(Run::count).reversed());
    boolean complete = runs.size() <= MOST_COMMON && distinct <= runs.size() && tooLong == 0;
    if (complete && repeated.size() == runs.size()) {
      return repeated;
    }
    double least = Math.max(2, 1.25 * sorted / Math.max(1, distinct));
    return repeated.stream().filter(run -> run.count() >= least).limit(MOST_COMMON).toList();
  }

  private static List<Object> bounds(List<Run> runs, List<Run> common) {
    java.util.Set<Run> left = Collections.newSetFromMap(new java.util.IdentityHashMap<>());
    left.addAll(common);
    List<Run> others = runs.stream().filter(run -> !left.contains(run)).toList();
    if (others.size() < 2) {
      return List.of();
    }
    long total = others.stream().mapToLong(Run::count).sum();
    int ranges = Math.min(RANGES, others.size() - 1);
    List<Object> bounds = new ArrayList<>();
    long passed = 0;
    int next = 0;
    for (Run run : others) {
      passed += run.count();
      if (passed > (total - 1) * next / ranges) {
        bounds.add(run.value());
        while (passed > (total - 1) * next / ranges && next <= ranges) {
          next++;
        }
      }
    }
    return List.copyOf(bounds);
  }

  /** Pearson's coefficient of a value's rank and its row. */
  private static double correlation(List<Seen> sorted) {
    int count = sorted.size();
    if (count < 2) {
      return count;
    }
    double sumRow = 0;
    double sumRowSquared = 0;
    double sumBoth = 0;
    for (int rank = 0; rank < count; rank++) {
      double row = sorted.get(rank).row();
      sumRow += row;
      sumRowSquared += row * row;
      sumBoth += row * rank;
    }
    double sumRank = (double) count * (count - 1) / 2;
    double sumRankSquared = (double) (count - 1) * count * (2.0 * count - 1) / 6;
    double divisor =
        Math.sqrt(
            (count * sumRowSquared - sumRow * sumRow)
                * (count * sumRankSquared - sumRank * sumRank));
    return divisor == 0 ? 0 : (count * sumBoth - sumRow * sumRank) / divisor;
  }

  private static int size(Object value) {
    return switch (value) {
      case String text -> text.length() + 1;
      case byte[] binary -> binary.length + 1;
      case Decimal decimal -> 8;
      case Boolean truth -> 1;
      case Byte one -> 1;
      case Short two -> 2;
      case Integer four -> 4;
      case Float four -> 4;
      case Number eight -> 8;
      case java.util.Collection<?> parts -> 24 + 8 * parts.size();
      case io.orbit.api.value.Array array -> 24 + 8 * array.elements().size();
      default -> 16;
    };
  }

  private static boolean isOrdered(DataType type) {
    return switch (type.kind()) {
      case JSON, MAP, SET, RECORD, VECTOR, GEOMETRY, DYNAMIC, VOID, UNKNOWN -> false;
      case ARRAY -> isOrdered(type.elementType());
      default -> true;
    };
  }
}
