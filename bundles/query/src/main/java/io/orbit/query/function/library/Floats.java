package io.orbit.query.function.library;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;

/** Range checks of double precision results. */
final class Floats {
  private Floats() {}

  static OrbitException overflow() {
    return new OrbitException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: overflow");
  }

  static OrbitException underflow() {
    return new OrbitException(
        ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: underflow");
  }

  /** A result that must be finite because its argument was. */
  static double finite(double result, double argument) {
    if (Double.isInfinite(result) && !Double.isInfinite(argument)) {
      throw overflow();
    }
    return result;
  }
}
