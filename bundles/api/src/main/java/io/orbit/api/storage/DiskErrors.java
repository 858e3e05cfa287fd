package io.orbit.api.storage;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Tells a full disk from any other failure of the disk, the same way for the log and every engine.
 */
public final class DiskErrors {
  private DiskErrors() {}

  /**
   * The error a client sees.
   *
   * @param doing what was tried, with the file's name: {@code writing …/000012.sst}
   */
  public static OrbitException of(IOException cause, String doing) {
    String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    if (isDiskFull(reason)) {
      return new OrbitException(
              ErrorCode.DISK_FULL, "no space left on the disk while " + doing, cause)
          .withHint("Free space on the disk; the write can then be tried again.");
    }
    return new OrbitException(ErrorCode.IO_ERROR, "failure while " + doing + ": " + reason, cause);
  }

  /**
   * True when the operating system's text says that a disk, a quota or a file-size limit is full.
   */
  public static boolean isDiskFull(@Nullable String reason) {
    return reason != null
        && (reason.contains("No space left on device")
            || reason.contains("Disk quota exceeded")
            || reason.contains("File too large"));
  }
}
