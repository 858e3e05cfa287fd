package io.orbit.query.function.library;

import io.orbit.api.value.DataType;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.function.AggregateFunction;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate from three pieces of code over a state that it makes for each group.
 *
 * @param <S> the state
 */
record Folding<S>(
    Supplier<S> start, Step<S> step, Finish<S> finish, boolean skipsNulls, List<DataType> types)
    implements AggregateFunction {

  /** Takes a row's arguments into the state. */
  @FunctionalInterface
  interface Step<S> {
    void take(S state, @Nullable Object[] arguments, Evaluation evaluation, List<DataType> types);
  }

  /** The result; the state stays good for more rows. */
  @FunctionalInterface
  interface Finish<S> {
    @Nullable Object result(S state, Evaluation evaluation, List<DataType> types);
  }

  /** One that passes over rows with a null argument and does not look at types. */
  static <S> Folding<S> of(
      Supplier<S> start,
      java.util.function.BiConsumer<S, @Nullable Object[]> step,
      java.util.function.Function<S, @Nullable Object> finish) {
    return new Folding<>(
        start,
        (state, arguments, evaluation, types) -> step.accept(state, arguments),
        (state, evaluation, types) -> finish.apply(state),
        true,
        List.of());
  }

  @Override
  public AggregateFunction forTypes(List<DataType> arguments) {
    return new Folding<>(start, step, finish, skipsNulls, List.copyOf(arguments));
  }

  @Override
  public Object newState() {
    return start.get();
  }

  @Override
  @SuppressWarnings("unchecked")
  public Object add(Evaluation evaluation, Object state, @Nullable Object[] arguments) {
    step.take((S) state, arguments, evaluation, types);
    return state;
  }

  @Override
  @SuppressWarnings("unchecked")
  public @Nullable Object result(Evaluation evaluation, Object state) {
    return finish.result((S) state, evaluation, types);
  }
}
