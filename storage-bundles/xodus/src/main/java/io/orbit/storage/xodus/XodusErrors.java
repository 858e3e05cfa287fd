package io.orbit.storage.xodus;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.DiskErrors;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What Xodus throws as our conditions. */
final class XodusErrors {
  private XodusErrors() {}

  static OrbitException closed() {
    return new OrbitException(
        ErrorCode.CANNOT_CONNECT_NOW, "the xodus engine or its snapshot is closed");
  }

  static OrbitException corrupted(String message) {
    return new OrbitException(ErrorCode.DATA_CORRUPTED, message);
  }

  /**
   * A failure of the disk as such; anything else that Xodus throws while it reads is damage, for it
   * follows addresses without checking them and fails in whatever way.
   */
  static OrbitException of(RuntimeException cause, String doing) {
    if (cause instanceof OrbitException ours) {
      return ours;
    }
    for (Throwable reason = cause; reason != null; reason = reason.getCause()) {
      if (reason instanceof IOException failure) {
        return DiskErrors.of(failure, doing);
      }
    }
    return new OrbitException(
        ErrorCode.DATA_CORRUPTED, "failure while " + doing + ": " + cause, cause);
  }

  /** The same while opening, when another process may have the directory. */
  static OrbitException opening(RuntimeException cause, String doing) {
    @Nullable String message = cause.getMessage();
    if (message != null && message.contains("environment lock")) {
      return new OrbitException(
          ErrorCode.CANNOT_CONNECT_NOW, "failure while " + doing + ": it is in use", cause);
    }
    return of(cause, doing);
  }
}
