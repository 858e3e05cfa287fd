package io.orbit.query.execute;

import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * An operator that passes the batches of one input on.
 *
 * @param stream makes it over its input
 * @param anywhere whether it may run on any thread: it asks nothing of the transaction
 */
record StreamFactory(
    Explanation explain,
    OperatorFactory input,
    BiFunction<Evaluation, Operator, Operator> stream,
    boolean anywhere)
    implements OperatorFactory {
  @Override
  public Operator open(Evaluation evaluation) {
    return stream.apply(evaluation, input.open(evaluation));
  }

  @Override
  public @Nullable ParallelSource parallel(Evaluation evaluation) {
    ParallelSource source = anywhere ? input.parallel(evaluation) : null;
    return source == null ? null : source.through(stream);
  }
}
