package io.orbit.query.bind;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.From;
import io.orbit.api.value.DataType;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.function.ScalarFunction;
import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Scalar;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * TABLESAMPLE: each row is taken or not by itself, for SYSTEM too, since there are no pages here.
 * With REPEATABLE the same rows are taken each time, as long as they have the same keys.
 */
final class Sampling {
  private Sampling() {}

  /** The scan, which brings its record key, with a share of its rows. */
  static Plan of(BindContext context, QueryBinder queries, Plan.Scan scan, From.Sample sample) {
    String method = sample.method().getLast().toLowerCase(Locale.ROOT);
    if (!method.equals("bernoulli") && !method.equals("system")) {
      throw new OrbitException(
              ErrorCode.UNDEFINED_OBJECT, "tablesample method " + method + " does not exist")
          .at(position(sample));
    }
    if (sample.arguments().size() != 1) {
      throw new OrbitException(
              ErrorCode.INVALID_TABLESAMPLE_ARGUMENT,
              "tablesample method "
                  + method
                  + " requires 1 argument, not "
                  + sample.arguments().size())
          .at(position(sample));
    }
    ExpressionBinder binder =
        new ExpressionBinder(context, queries, new Scope(null), null, "TABLESAMPLE");
    Scalar share = number(context, binder, sample.arguments().getFirst(), DataType.FLOAT32);
    Expression seed = sample.seed();
    Scalar taken =
        new Scalar.Apply(
            "tablesample",
            seed == null ? Taken.AT_RANDOM : Taken.REPEATABLY,
            seed == null
                ? List.of(share)
                : List.of(
                    share,
                    number(context, binder, seed, DataType.FLOAT64),
                    new Scalar.Reference(java.util.Objects.requireNonNull(scan.key()))),
            DataType.BOOLEAN);
    return new Plan.Filter(scan, taken);
  }

  private static int position(From.Sample sample) {
    return sample.arguments().isEmpty() ? -1 : sample.arguments().getFirst().position();
  }

  private static Scalar number(
      BindContext context, ExpressionBinder binder, Expression expression, DataType type) {
    return context.coercion.assignment(
        binder.bind(expression), type, "tablesample", expression.position());
  }

  /** Whether a row is taken. Arguments: per cent; with REPEATABLE also the seed and the key. */
  private enum Taken implements ScalarFunction {
    AT_RANDOM,
    REPEATABLY;

    @Override
    public Object apply(Evaluation evaluation, @Nullable Object[] arguments) {
      if (!(arguments[0] instanceof Float percent)) {
        throw new OrbitException(
            ErrorCode.INVALID_TABLESAMPLE_ARGUMENT, "TABLESAMPLE parameter cannot be null");
      }
      if (!(percent >= 0 && percent <= 100)) {
        throw new OrbitException(
            ErrorCode.INVALID_TABLESAMPLE_ARGUMENT, "sample percentage must be between 0 and 100");
      }
      double drawn = this == AT_RANDOM ? ThreadLocalRandom.current().nextDouble() : of(arguments);
      return drawn * 100 < percent;
    }

    private static double of(@Nullable Object[] arguments) {
      if (!(arguments[1] instanceof Double seed)) {
        throw new OrbitException(
            ErrorCode.INVALID_TABLESAMPLE_REPEAT,
            "TABLESAMPLE REPEATABLE parameter cannot be null");
      }
      long mixed =
          Double.hashCode(seed) * 0x9E3779B97F4A7C15L + Arrays.hashCode((byte[]) arguments[2]);
      mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
      mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
      return ((mixed ^ (mixed >>> 32)) >>> 11) * 0x1.0p-53;
    }

    @Override
    public boolean isStrict() {
      return false;
    }

    @Override
    public Volatility volatility() {
      return Volatility.VOLATILE;
    }
  }
}
