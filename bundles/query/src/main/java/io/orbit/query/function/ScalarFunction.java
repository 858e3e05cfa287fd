package io.orbit.query.function;

import io.orbit.api.value.DataType;
import io.orbit.query.execute.Evaluation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a function or operator: one call, one row. Thread-safe and without state. A strict
 * function is never called with a null argument (the evaluator answers null itself).
 */
@FunctionalInterface
public interface ScalarFunction {
  @Nullable Object apply(Evaluation evaluation, @Nullable Object[] arguments);

  /**
   * The function for arguments of these types; itself where types do not matter. Functions for
   * equal types are equal.
   */
  default ScalarFunction forTypes(List<DataType> arguments) {
    return this;
  }

  /** True when a null argument means a null result. */
  default boolean isStrict() {
    return true;
  }

  /** True when a call may run statements of its own, so that it has no place on an event loop. */
  default boolean runsStatements() {
    return false;
  }

  /** What repeated calls may be assumed to answer. */
  default Volatility volatility() {
    return Volatility.IMMUTABLE;
  }

  enum Volatility {
    /** The same for the same arguments, for ever: folded when planning. */
    IMMUTABLE,
    /** The same within one statement. */
    STABLE,
    /** Anything, and it may have effects. */
    VOLATILE
  }
}
