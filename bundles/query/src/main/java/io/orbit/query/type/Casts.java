package io.orbit.query.type;

import io.orbit.api.value.DataType;
import io.orbit.query.function.ScalarFunction;
import org.jspecify.annotations.Nullable;

/** Conversions between types. */
public interface Casts {
  /**
   * The conversion from one type to another (with the target's modifiers), or null where the
   * context does not allow one. {@link #IDENTITY} when nothing needs doing.
   */
  @Nullable ScalarFunction find(DataType from, DataType to, CastContext context);

  /** What {@link #find} answers where a value is already as it should be. */
  ScalarFunction IDENTITY = (evaluation, arguments) -> arguments[0];
}
