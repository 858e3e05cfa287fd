package io.orbit.query.function.library;

import static io.orbit.query.function.library.Arguments.bigint;
import static io.orbit.query.function.library.Arguments.decimal;
import static io.orbit.query.function.library.Arguments.interval;
import static io.orbit.query.function.library.Arguments.real;
import static io.orbit.query.function.library.Arguments.text;
import static io.orbit.query.function.library.Arguments.truth;
import static io.orbit.query.function.library.Arguments.value;

import io.orbit.api.value.Array;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Decimal;
import io.orbit.api.value.Interval;
import io.orbit.api.value.ValueOrder;
import io.orbit.query.function.FunctionRegistry;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** count, sum, avg, min, max, bool_and, bit_and, string_agg, array_agg …. */
final class Aggregates implements FunctionRegistry.Library {
  private static final List<String> ORDERED =
      List.of(
          ("int2 int4 int8 numeric float4 float8 oid text bpchar date time timetz timestamp"
                  + " timestamptz interval inet anyarray")
              .split(" "));

  /** Counts rows. */
  static final class Count {
    long rows;
  }

  /** One value, null before the first row. */
  static final class Holder {
    @Nullable Object value;
  }

  /** Sum of integers, exact beyond 64 bits. */
  private static final class IntegerSum {
    private long low;
    private BigDecimal high = BigDecimal.ZERO;
    private long rows;

    void add(long value) {
      rows++;
      long sum = low + value;
      if (((low ^ sum) & (value ^ sum)) < 0) {
        high = high.add(BigDecimal.valueOf(low));
        sum = value;
      }
      low = sum;
    }

    Decimal total() {
      return Decimal.of(high.add(BigDecimal.valueOf(low)));
    }
  }

  /** Sum of decimals, of which some may be NaN or infinite. */
  static final class DecimalSum {
    Decimal sum = Decimal.ZERO;
    long rows;

    void add(Decimal value) {
      rows++;
      sum = Decimals.add(sum, value);
    }
  }

  private static final class DoubleSum {
    private double sum;
    private long rows;
  }

  private static final class IntervalSum {
    private Interval sum = new Interval(0, 0, 0);
    private long rows;
  }

  @Override
  public void registerIn(FunctionRegistry registry) {
    Definitions definitions = new Definitions(registry);
    counts(definitions);
    sums(definitions);
    averages(definitions);
    for (String type : ORDERED) {
      definitions.aggregate("min(" + type + ") " + type, extremum(false));
      definitions.aggregate("max(" + type + ") " + type, extremum(true));
    }
    definitions.aggregate("min(anyenum) anyenum", extremum(false));
    definitions.aggregate("max(anyenum) anyenum", extremum(true));
    booleans(definitions);
    for (String type : List.of("int2", "int4", "int8")) {
      bits(definitions, type);
    }
    collections(definitions);
  }

  private static void counts(Definitions definitions) {
    Folding<Count> count =
        Folding.of(Count::new, (state, a) -> state.rows++, state -> (Object) state.rows);
    definitions.aggregate("count() int8", count);
    definitions.aggregate("count(any) int8", count);
  }

  private static void sums(Definitions definitions) {
    for (String type : List.of("int2", "int4")) {
      definitions.aggregate(
          "sum(" + type + ") int8",
          Folding.of(
              IntegerSum::new,
              (state, a) -> state.add(bigint(a, 0)),
              state -> state.rows == 0 ? null : (Object) bigintOf(state)));
    }
    definitions.aggregate(
        "sum(int8) numeric",
        Folding.of(
            IntegerSum::new,
            (state, a) -> state.add(bigint(a, 0)),
            state -> state.rows == 0 ? null : state.total()));
    definitions.aggregate(
        "sum(numeric) numeric",
        Folding.of(
            DecimalSum::new,
            (state, a) -> state.add(decimal(a, 0)),
            state -> state.rows == 0 ? null : state.sum));
    definitions.aggregate("sum(float8) float8", doubles(state -> state.sum));
    definitions.aggregate("sum(float4) float4", doubles(state -> (float) state.sum));
    definitions.aggregate("sum(interval) interval", intervals(state -> state.sum));
  }

  private static long bigintOf(IntegerSum state) {
    return Decimals.toLong(state.total(), Long.MIN_VALUE, Long.MAX_VALUE, "bigint");
  }

  private static Folding<DoubleSum> doubles(
      java.util.function.Function<DoubleSum, @Nullable Object> finish) {
    return Folding.of(
        DoubleSum::new,
        (state, a) -> {
          state.rows++;
          double sum = state.sum + real(a, 0);
          if (Double.isInfinite(sum)
              && !Double.isInfinite(state.sum)
              && !Double.isInfinite(real(a, 0))) {
            throw Floats.overflow();
          }
          state.sum = sum;
        },
        state -> state.rows == 0 ? null : finish.apply(state));
  }

  private static Folding<IntervalSum> intervals(
      java.util.function.Function<IntervalSum, @Nullable Object> finish) {
    return Folding.of(
        IntervalSum::new,
        (state, a) -> {
          state.rows++;
          state.sum = Intervals.add(state.sum, interval(a, 0));
        },
        state -> state.rows == 0 ? null : finish.apply(state));
  }

  private static void averages(Definitions definitions) {
    for (String type : List.of("int2", "int4", "int8")) {
      definitions.aggregate(
          "avg(" + type + ") numeric",
          Folding.of(
              IntegerSum::new,
              (state, a) -> state.add(bigint(a, 0)),
              state ->
                  state.rows == 0 ? null : Decimals.divide(state.total(), Decimal.of(state.rows))));
    }
    definitions.aggregate(
        "avg(numeric) numeric",
        Folding.of(
            DecimalSum::new,
            (state, a) -> state.add(decimal(a, 0)),
            state -> state.rows == 0 ? null : Decimals.divide(state.sum, Decimal.of(state.rows))));
    definitions.aggregate("avg(float8) float8", doubles(state -> state.sum / state.rows));
    definitions.aggregate("avg(float4) float8", doubles(state -> state.sum / state.rows));
    definitions.aggregate(
        "avg(interval) interval", intervals(state -> Intervals.divide(state.sum, state.rows)));
  }

  private static Folding<Holder> extremum(boolean greatest) {
    return new Folding<>(
        Holder::new,
        (state, a, evaluation, types) -> {
          Object best = state.value;
          DataType type = types.getFirst();
          if (best == null
              || (ValueOrder.compare(value(a, 0), best, type) > 0) == greatest
                  && ValueOrder.compare(value(a, 0), best, type) != 0) {
            state.value = a[0];
          }
        },
        (state, evaluation, types) -> state.value,
        true,
        List.of());
  }

  private static void booleans(Definitions definitions) {
    for (String name : List.of("bool_and", "every")) {
      definitions.aggregate(name + "(bool) bool", connective(true));
    }
    definitions.aggregate("bool_or(bool) bool", connective(false));
  }

  private static Folding<Holder> connective(boolean and) {
    return Folding.of(
        Holder::new,
        (state, a) -> {
          boolean next = truth(a, 0);
          boolean known = state.value == null ? and : (Boolean) state.value;
          state.value = and ? known && next : known || next;
        },
        state -> state.value);
  }

  private static void bits(Definitions definitions, String type) {
    String signature = "(" + type + ") " + type;
    definitions.aggregate("bit_and" + signature, bitwise(type, (a, b) -> a & b));
    definitions.aggregate("bit_or" + signature, bitwise(type, (a, b) -> a | b));
    definitions.aggregate("bit_xor" + signature, bitwise(type, (a, b) -> a ^ b));
  }

  private static Folding<Holder> bitwise(
      String type, java.util.function.LongBinaryOperator operation) {
    return Folding.of(
        Holder::new,
        (state, a) -> {
          Object known = state.value;
          long next = bigint(a, 0);
          state.value = known == null ? next : operation.applyAsLong((Long) known, next);
        },
        state -> {
          if (state.value == null) {
            return null;
          }
          long bits = (Long) state.value;
          return switch (type) {
            case "int2" -> (Object) (short) bits;
            case "int4" -> (Object) (int) bits;
            default -> (Object) bits;
          };
        });
  }

  private static void collections(Definitions definitions) {
    definitions.aggregate(
        "string_agg(text, text) text",
        new Folding<Holder>(
            Holder::new,
            (state, a, evaluation, types) -> {
              if (a[0] == null) {
                return;
              }
              if (state.value instanceof StringBuilder joined) {
                joined.append(a[1] == null ? "" : text(a, 1)).append(text(a, 0));
              } else {
                state.value = new StringBuilder(text(a, 0));
              }
            },
            (state, evaluation, types) -> state.value == null ? null : state.value.toString(),
            false,
            List.of()));
    definitions.aggregate("string_agg(bytea, bytea) bytea", joinedBytes());
    definitions.aggregate(
        "array_agg(anyarray) anyarray",
        new Folding<List<@Nullable Object>>(
            ArrayList::new,
            (state, a, evaluation, types) -> state.add(a[0]),
            (state, evaluation, types) -> state.isEmpty() ? null : Arrays.stacked(state),
            false,
            List.of()));
    definitions.aggregate(
        "array_agg(anyelement) anyarray",
        new Folding<List<@Nullable Object>>(
            ArrayList::new,
            (state, a, evaluation, types) -> state.add(a[0]),
            (state, evaluation, types) -> state.isEmpty() ? null : Array.of(new ArrayList<>(state)),
            false,
            List.of()));
  }

  private static Folding<Holder> joinedBytes() {
    return new Folding<>(
        Holder::new,
        (state, a, evaluation, types) -> {
          if (a[0] == null) {
            return;
          }
          java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
          if (state.value instanceof java.io.ByteArrayOutputStream before) {
            out = before;
            if (a[1] != null) {
              out.writeBytes(Arguments.bytes(a, 1));
            }
          }
          out.writeBytes(Arguments.bytes(a, 0));
          state.value = out;
        },
        (state, evaluation, types) ->
            state.value instanceof java.io.ByteArrayOutputStream out ? out.toByteArray() : null,
        false,
        List.of());
  }
}
