package io.orbit.query.function;

import io.orbit.api.value.DataType;
import io.orbit.query.execute.Evaluation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of an aggregate. Thread-safe and without state of its own: the state is an object it
 * makes per group and is handed back.
 */
public interface AggregateFunction {
  Object newState();

  /** Takes one row's arguments; answers the state, the same object or another. */
  Object add(Evaluation evaluation, Object state, @Nullable Object[] arguments);

  @Nullable Object result(Evaluation evaluation, Object state);

  /** The aggregate for arguments of these types; itself where types do not matter. */
  default AggregateFunction forTypes(List<DataType> arguments) {
    return this;
  }

  /** True when its state grows row by row: an aggregate that is told of nulls collects values. */
  default boolean keepsValues() {
    return !skipsNulls();
  }

  /** True when rows with a null argument are passed over. */
  default boolean skipsNulls() {
    return true;
  }
}
