package io.orbit.protocol.rest.resource;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import org.jspecify.annotations.Nullable;

/** Checks of what a client sent. */
final class Inputs {
  private Inputs() {}

  /** The value, which must be there. */
  static <T> T require(@Nullable T value, String name) {
    if (value == null) {
      throw new OrbitException(ErrorCode.INVALID_PARAMETER_VALUE, name + " is missing");
    }
    return value;
  }

  /** A number that must lie in a range. */
  static int within(int value, int least, int most, String name) {
    if (value < least || value > most) {
      throw new OrbitException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          name + " must be from " + least + " to " + most + ", not " + value);
    }
    return value;
  }

  /** Nothing of that kind has that name. */
  static OrbitException unknown(String kind, Object name) {
    return new OrbitException(
        ErrorCode.UNDEFINED_OBJECT, kind + " \"" + name + "\" does not exist");
  }
}
