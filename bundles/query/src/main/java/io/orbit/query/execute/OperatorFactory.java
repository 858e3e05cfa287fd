package io.orbit.query.execute;

import org.jspecify.annotations.Nullable;

/** A physical plan node: immutable, makes a fresh operator for each run. */
interface OperatorFactory {
  Operator open(Evaluation evaluation);

  /**
   * The operator's rows in parts for several threads.
   *
   * @return null where they come one after the other only
   */
  default @Nullable ParallelSource parallel(Evaluation evaluation) {
    return null;
  }

  /** A line for EXPLAIN and what is below it. */
  Explanation explain();
}
