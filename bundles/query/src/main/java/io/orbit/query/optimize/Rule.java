package io.orbit.query.optimize;

import io.orbit.query.plan.Plan;

/** One rewriting of a whole plan into an equivalent one. Stateless. */
interface Rule {
  Plan apply(Plan plan, Context context);

  /** What rules may ask. */
  interface Context {
    /** A fresh variable. */
    io.orbit.query.plan.Variable variable(String name, io.orbit.api.value.DataType type);

    /** Whether a scan of a table reads columns instead of rows. */
    boolean isColumnar(io.orbit.api.catalog.Collection table);

    /** Estimated rows of a plan. */
    double rows(Plan plan);

    /** The value of a stable scalar without variables, for folding; it may throw. */
    @org.jspecify.annotations.Nullable
    Object evaluate(io.orbit.query.plan.Scalar scalar);
  }
}
