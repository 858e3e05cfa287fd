package io.orbit.language.sql;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;

/** Makes errors in PostgreSQL's words. */
final class Errors {
  private Errors() {}

  static OrbitException syntax(String message, int position) {
    return new OrbitException(ErrorCode.SYNTAX_ERROR, message).at(position);
  }

  /** PostgreSQL's {@code message at or near "text"}; at the end of the text it says so instead. */
  static OrbitException near(String message, String text, int start, int end) {
    String where =
        start >= text.length()
            ? " at end of input"
            : " at or near \"" + text.substring(start, Math.min(end, text.length())) + "\"";
    return syntax(message + where, start);
  }

  static OrbitException of(ErrorCode code, String message, int position) {
    return new OrbitException(code, message).at(position);
  }

  static OrbitException unsupported(String message, int position) {
    return new OrbitException(ErrorCode.FEATURE_NOT_SUPPORTED, message).at(position);
  }
}
