package io.orbit.query.function.library;

import static io.orbit.query.function.library.Arguments.real;

import io.orbit.api.value.Decimal;
import io.orbit.query.function.FunctionRegistry;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Variance, standard deviation, covariance, correlation and linear regression. */
final class StatisticalAggregates implements FunctionRegistry.Library {
  /** Exact sums for numeric variance. */
  private static final class Squares {
    private long rows;
    private BigDecimal sum = BigDecimal.ZERO;
    private BigDecimal squares = BigDecimal.ZERO;
    private boolean special;

    void add(Decimal value) {
      rows++;
      if (!value.isFinite()) {
        special = true;
        return;
      }
      sum = sum.add(value.number());
      squares = squares.add(value.number().multiply(value.number()));
    }
  }

  /** Youngs and Cramer's updates for double precision. */
  static final class Moments {
    private double rows;
    private double sumX;
    private double sumXX;
    private double sumY;
    private double sumYY;
    private double sumXY;

    void add(double y, double x) {
      rows++;
      sumX += x;
      sumY += y;
      if (rows > 1) {
        double scale = 1.0 / (rows * (rows - 1));
        double deltaX = x * rows - sumX;
        double deltaY = y * rows - sumY;
        sumXX += deltaX * deltaX * scale;
        sumYY += deltaY * deltaY * scale;
        sumXY += deltaX * deltaY * scale;
      } else if (!Double.isFinite(x) || !Double.isFinite(y)) {
        sumXX = Double.isFinite(x) ? 0 : Double.NaN;
        sumYY = Double.isFinite(y) ? 0 : Double.NaN;
        sumXY = Double.NaN;
      }
    }
  }

  @Override
  public void registerIn(FunctionRegistry registry) {
    Definitions definitions = new Definitions(registry);
    spread(definitions, List.of("variance", "var_samp"), true, false);
    spread(definitions, List.of("var_pop"), false, false);
    spread(definitions, List.of("stddev", "stddev_samp"), true, true);
    spread(definitions, List.of("stddev_pop"), false, true);
    pairs(definitions);
  }

  private static void spread(
      Definitions definitions, List<String> names, boolean sample, boolean root) {
    for (String name : names) {
      for (String type : List.of("int2", "int4", "int8", "numeric")) {
        definitions.aggregate(
            name + "(" + type + ") numeric",
            Folding.of(
                Squares::new,
                (state, a) ->
                    state.add(
                        a[0] instanceof Decimal number
                            ? number
                            : Decimal.of(Arguments.bigint(a, 0))),
                state -> variance(state, sample, root)));
      }
      for (String type : List.of("float4", "float8")) {
        definitions.aggregate(
            name + "(" + type + ") float8",
            Folding.of(
                Moments::new,
                (state, a) -> state.add(0, real(a, 0)),
                state -> variance(state, sample, root)));
      }
    }
  }

  private static @Nullable Object variance(Squares state, boolean sample, boolean root) {
    if (state.rows == 0 || (sample && state.rows < 2)) {
      return null;
    }
    if (state.special) {
      return Decimal.NAN;
    }
    BigDecimal count = BigDecimal.valueOf(state.rows);
    BigDecimal numerator = count.multiply(state.squares).subtract(state.sum.multiply(state.sum));
    if (numerator.signum() <= 0) {
      return Decimal.ZERO;
    }
    BigDecimal divisor = count.multiply(sample ? BigDecimal.valueOf(state.rows - 1) : count);
    Decimal variance = Decimals.divide(Decimal.of(numerator), Decimal.of(divisor));
    return root ? rootOf(variance) : variance;
  }

  private static Decimal rootOf(Decimal variance) {
    BigDecimal number = variance.number();
    int scale = number.scale();
    Decimal precise =
        Decimals.squareRoot(Decimal.of(number.setScale(scale + 20, RoundingMode.UNNECESSARY)));
    return Decimal.of(precise.number().setScale(scale, RoundingMode.HALF_UP));
  }

  private static @Nullable Object variance(Moments state, boolean sample, boolean root) {
    if (state.rows == 0 || (sample && state.rows < 2)) {
      return null;
    }
    double variance = state.sumXX / (sample ? state.rows - 1 : state.rows);
    return root ? Math.sqrt(variance) : variance;
  }

  private static void pairs(Definitions definitions) {
    pair(definitions, "covar_pop", s -> s.sumXY / s.rows);
    pair(definitions, "covar_samp", s -> s.rows < 2 ? null : (Object) (s.sumXY / (s.rows - 1)));
    pair(
        definitions,
        "corr",
        s ->
            s.sumXX == 0 || s.sumYY == 0
                ? null
                : (Object) (s.sumXY / Math.sqrt(s.sumXX * s.sumYY)));
    pair(definitions, "regr_avgx", s -> s.sumX / s.rows);
    pair(definitions, "regr_avgy", s -> s.sumY / s.rows);
    pair(definitions, "regr_sxx", s -> s.sumXX);
    pair(definitions, "regr_syy", s -> s.sumYY);
    pair(definitions, "regr_sxy", s -> s.sumXY);
    pair(definitions, "regr_slope", s -> s.sumXX == 0 ? null : (Object) (s.sumXY / s.sumXX));
    pair(
        definitions,
        "regr_intercept",
        s -> s.sumXX == 0 ? null : (Object) ((s.sumY - s.sumX * s.sumXY / s.sumXX) / s.rows));
    pair(
        definitions,
        "regr_r2",
        s -> {
          if (s.sumXX == 0) {
            return null;
          }
          return s.sumYY == 0 ? 1.0 : s.sumXY * s.sumXY / (s.sumXX * s.sumYY);
        });
    definitions.aggregate(
        "regr_count(float8, float8) int8",
        Folding.of(
            Aggregates.Count::new, (state, a) -> state.rows++, state -> (Object) state.rows));
  }

  private static void pair(
      Definitions definitions, String name, Function<Moments, @Nullable Object> finish) {
    definitions.aggregate(
        name + "(float8, float8) float8",
        Folding.of(
            Moments::new,
            (state, a) -> state.add(real(a, 0), real(a, 1)),
            state -> state.rows == 0 ? null : finish.apply(state)));
  }
}
