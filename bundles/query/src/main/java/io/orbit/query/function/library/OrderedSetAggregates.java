package io.orbit.query.function.library;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.Array;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Interval;
import io.orbit.api.value.ValueOrder;
import io.orbit.api.value.text.TextContext;
import io.orbit.api.value.text.ValueText;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.function.FunctionRegistry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * percentile_cont, percentile_disc and mode WITHIN GROUP: the direct argument comes first, then the
 * value that the rows are sorted by.
 */
final class OrderedSetAggregates implements FunctionRegistry.Library {
  /** The values in order, and the fraction or fractions asked for. */
  private static final class Sorted {
    private final List<Object> values = new ArrayList<>();
    private @Nullable Object wanted;
  }

  /** The value at a fraction of the sorted values. */
  @FunctionalInterface
  private interface Percentile {
    Object at(List<Object> sorted, double fraction);
  }

  @Override
  public void registerIn(FunctionRegistry registry) {
    Definitions definitions = new Definitions(registry);
    percentile(
        definitions, "percentile_disc", "anyelement", "anyelement", OrderedSetAggregates::discrete);
    percentile(definitions, "percentile_cont", "float8", "float8", OrderedSetAggregates::number);
    percentile(
        definitions, "percentile_cont", "interval", "interval", OrderedSetAggregates::interval);
    definitions.aggregate(
        "mode(anyelement) anyelement",
        new Folding<>(
            Sorted::new,
            (state, a, evaluation, types) -> {
              if (a[0] != null) {
                state.values.add(a[0]);
              }
            },
            (state, evaluation, types) -> mostFrequent(state.values, types.getFirst()),
            false,
            List.of()));
  }

  private static void percentile(
      Definitions definitions, String name, String type, String result, Percentile percentile) {
    definitions.aggregate(
        name + "(float8, " + type + ") " + result,
        new Folding<>(
            Sorted::new,
            OrderedSetAggregates::take,
            (state, evaluation, types) -> {
              if (state.values.isEmpty() || state.wanted == null) {
                return null;
              }
              return percentile.at(state.values, fraction(state.wanted));
            },
            false,
            List.of()));
    String array = result.equals("anyelement") ? "anyarray" : result + "[]";
    definitions.aggregate(
        name + "(float8[], " + type + ") " + array,
        new Folding<>(
            Sorted::new,
            OrderedSetAggregates::take,
            (state, evaluation, types) -> all(state, percentile),
            false,
            List.of()));
  }

  private static void take(
      Sorted state, @Nullable Object[] a, Evaluation evaluation, List<DataType> types) {
    state.wanted = a[0];
    if (a[1] != null) {
      state.values.add(a[1]);
    }
  }

  private static double fraction(Object wanted) {
    double fraction = ((Number) wanted).doubleValue();
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new OrbitException(
          ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE,
          "percentile value "
              + ValueText.format(fraction, DataType.FLOAT64, TextContext.UTC)
              + " is not between 0 and 1");
    }
    return fraction;
  }

  private static @Nullable Object all(Sorted state, Percentile percentile) {
    if (state.values.isEmpty() || state.wanted == null) {
      return null;
    }
    Array wanted = (Array) state.wanted;
    List<@Nullable Object> found = new ArrayList<>();
    for (Object one : wanted.elements()) {
      found.add(one == null ? null : percentile.at(state.values, fraction(one)));
    }
    return new Array(found, wanted.dimensions(), wanted.lowerBounds());
  }

  private static Object discrete(List<Object> sorted, double fraction) {
    int row = (int) Math.ceil(fraction * sorted.size());
    return sorted.get(Math.max(row, 1) - 1);
  }

  private static Object number(List<Object> sorted, double fraction) {
    double position = fraction * (sorted.size() - 1);
    double low = ((Number) sorted.get((int) Math.floor(position))).doubleValue();
    double high = ((Number) sorted.get((int) Math.ceil(position))).doubleValue();
    double part = position - Math.floor(position);
    return part == 0 ? low : low + part * (high - low);
  }

  private static Object interval(List<Object> sorted, double fraction) {
    double position = fraction * (sorted.size() - 1);
    Interval low = (Interval) sorted.get((int) Math.floor(position));
    Interval high = (Interval) sorted.get((int) Math.ceil(position));
    double part = position - Math.floor(position);
    return part == 0
        ? low
        : Intervals.add(low, Intervals.multiply(Intervals.subtract(high, low), part));
  }

  /** The first of the most frequent values in their order. */
  private static @Nullable Object mostFrequent(List<Object> sorted, DataType type) {
    Object best = null;
    int bestCount = 0;
    int start = 0;
    for (int i = 0; i < sorted.size(); i++) {
      if (!ValueOrder.equal(sorted.get(start), sorted.get(i), type)) {
        start = i;
      }
      if (i - start + 1 > bestCount) {
        bestCount = i - start + 1;
        best = sorted.get(i);
      }
    }
    return best;
  }
}
