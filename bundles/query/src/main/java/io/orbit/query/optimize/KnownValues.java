package io.orbit.query.optimize;

import io.orbit.api.error.OrbitException;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.execute.Expressions;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Scalars;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of scalars that are known while a statement is planned: constants, and parameters
 * whose values of the first run are at hand. One thread.
 */
public final class KnownValues {
  /** What stands for a value that is not known; NULL is a known one. */
  public static final Object UNKNOWN = new Object();

  private final Evaluation folding;
  private final List<? extends @Nullable Object> parameters;
  private boolean looked;

  /**
   * @param folding an evaluation without transaction
   * @param parameters the statement's first parameters, {@link #UNKNOWN} where they are not known
   */
  public KnownValues(Evaluation folding, List<? extends @Nullable Object> parameters) {
    this.folding = folding;
    this.parameters = parameters;
  }

  /** The value, or {@link #UNKNOWN}. */
  @Nullable Object of(Scalar scalar) {
    if (scalar instanceof Scalar.Constant constant) {
      return constant.value();
    }
    if (!Scalars.free(scalar).isEmpty()
        || !Scalars.isStable(scalar)
        || Scalars.hasSubquery(scalar)) {
      return UNKNOWN;
    }
    Scalar whole = withParameters(scalar);
    return whole == null ? UNKNOWN : evaluate(whole);
  }

  /** The scalar with parameters replaced by their values; null where one is not known. */
  @Nullable Scalar withParameters(Scalar scalar) {
    boolean[] missing = {false};
    Scalar replaced =
        Scalars.rewrite(
            scalar,
            s -> {
              if (!(s instanceof Scalar.Parameter parameter)) {
                return null;
              }
              Object value =
                  parameter.index() < parameters.size()
                      ? parameters.get(parameter.index())
                      : UNKNOWN;
              missing[0] |= value == UNKNOWN;
              looked |= value != UNKNOWN;
              return new Scalar.Constant(value, parameter.type());
            });
    return missing[0] ? null : replaced;
  }

  @Nullable Object evaluate(Scalar scalar) {
    try {
      return Expressions.evaluate(scalar, folding);
    } catch (OrbitException failsAtRunTime) {
      return UNKNOWN;
    }
  }

  /** Whether a parameter was asked for since this was asked last. */
  boolean takeLooked() {
    boolean was = looked;
    looked = false;
    return was;
  }
}
