package io.orbit.query.execute;

/** A physical plan node: immutable, makes a fresh operator for each run. */
interface OperatorFactory {
  Operator open(Evaluation evaluation);

  /** A line for EXPLAIN and what is below it. */
  Explanation explain();
}
