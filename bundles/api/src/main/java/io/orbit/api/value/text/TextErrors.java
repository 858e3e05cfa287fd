package io.orbit.api.value.text;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;

/** The errors of text input, in PostgreSQL's words. */
final class TextErrors {
  private TextErrors() {}

  static OrbitException invalidSyntax(String typeName, String text) {
    return new OrbitException(
        ErrorCode.INVALID_TEXT_REPRESENTATION,
        "invalid input syntax for type " + typeName + ": \"" + text + "\"");
  }

  static OrbitException outOfRange(String typeName, String text) {
    return new OrbitException(
        ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE,
        "value \"" + text + "\" is out of range for type " + typeName);
  }

  static OrbitException invalidDateTime(String typeName, String text) {
    return new OrbitException(
        ErrorCode.INVALID_DATETIME_FORMAT,
        "invalid input syntax for type " + typeName + ": \"" + text + "\"");
  }

  static OrbitException fieldOverflow(String text) {
    return new OrbitException(
        ErrorCode.DATETIME_FIELD_OVERFLOW, "date/time field value out of range: \"" + text + "\"");
  }

  static OrbitException datetimeOutOfRange(String what, String text) {
    return new OrbitException(
        ErrorCode.DATETIME_FIELD_OVERFLOW, what + " out of range: \"" + text + "\"");
  }
}
