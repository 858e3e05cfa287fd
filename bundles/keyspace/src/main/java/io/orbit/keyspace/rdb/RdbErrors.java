package io.orbit.keyspace.rdb;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.io.IOException;

/** What may be wrong with RDB. */
final class RdbErrors {
  private RdbErrors() {}

  /** Bytes that are no RDB, or of a kind that is not known here. */
  static OrbitException broken(String message) {
    return new OrbitException(ErrorCode.BAD_COPY_FILE_FORMAT, message);
  }

  static OrbitException endsEarly() {
    return broken("the dump ends too early");
  }

  static OrbitException unreadable(IOException failure) {
    return new OrbitException(
        ErrorCode.IO_ERROR, "the dump cannot be read: " + failure.getMessage(), failure);
  }
}
