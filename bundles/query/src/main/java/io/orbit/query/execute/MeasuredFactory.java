package io.orbit.query.execute;

import org.jspecify.annotations.Nullable;

/** A plan node that is measured where the run is profiled, and costs nothing where it is not. */
record MeasuredFactory(OperatorFactory factory, Explanation explain) implements OperatorFactory {
  static OperatorFactory of(OperatorFactory factory, int width) {
    return factory instanceof MeasuredFactory
        ? factory
        : new MeasuredFactory(factory, factory.explain().withWidth(width));
  }

  /** What is measured runs in one thread. */
  @Override
  public @Nullable ParallelSource parallel(Evaluation evaluation) {
    return evaluation.profile() == null ? factory.parallel(evaluation) : null;
  }

  @Override
  public Operator open(Evaluation evaluation) {
    Profile profile = evaluation.profile();
    return profile == null ? factory.open(evaluation) : profile.open(explain, factory, evaluation);
  }
}
