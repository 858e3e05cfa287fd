package io.orbit.query.execute;

import io.orbit.query.function.ScalarFunction.Volatility;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Scalars;
import io.orbit.query.plan.Variable;
import java.util.List;

/** Which expressions any thread can compute that has the input's rows. */
final class Anywhere {
  private Anywhere() {}

  /** True where it asks nothing of the transaction, the session or an enclosing query. */
  static boolean runs(Scalar scalar, List<Variable> input) {
    boolean[] runs = {input.containsAll(Scalars.free(scalar))};
    Scalars.visit(
        scalar,
        s -> {
          runs[0] &= !(s instanceof Scalar.Subquery);
          if (s instanceof Scalar.Apply apply) {
            runs[0] &= isImmutable(apply) || isTime(apply);
          }
        });
    return runs[0];
  }

  private static boolean isImmutable(Scalar.Apply apply) {
    return apply.function().volatility() == Volatility.IMMUTABLE
        && !apply.function().runsStatements();
  }

  /** Dates and times are read by settings of the session, which nobody changes meanwhile. */
  private static boolean isTime(Scalar.Apply apply) {
    return apply.name().equals("::")
        && apply.function().volatility() == Volatility.STABLE
        && switch (apply.type().kind()) {
          case DATE, TIME, TIMESTAMP, TIMESTAMPTZ, INTERVAL -> true;
          default -> false;
        };
  }
}
