package io.orbit.query.function.library;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;

/** Errors that several families of functions share, in PostgreSQL's words. */
final class Failures {
  private Failures() {}

  /** What: {@code integer}, {@code bigint}, {@code timestamp} …. */
  static OrbitException outOfRange(String what) {
    return new OrbitException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, what + " out of range");
  }

  static OrbitException divisionByZero() {
    return new OrbitException(ErrorCode.DIVISION_BY_ZERO, "division by zero");
  }

  static OrbitException invalid(String message) {
    return new OrbitException(ErrorCode.INVALID_PARAMETER_VALUE, message);
  }

  static OrbitException unsupported(String message) {
    return new OrbitException(ErrorCode.FEATURE_NOT_SUPPORTED, message);
  }

  static OrbitException overflow() {
    return new OrbitException(
        ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "value overflows numeric format");
  }

  static OrbitException tooLarge(String what) {
    return new OrbitException(ErrorCode.PROGRAM_LIMIT_EXCEEDED, what);
  }
}
