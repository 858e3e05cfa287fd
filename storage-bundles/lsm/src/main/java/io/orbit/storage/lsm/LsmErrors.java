package io.orbit.storage.lsm;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.DiskErrors;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** RocksDB's statuses as our conditions. */
final class LsmErrors {
  private LsmErrors() {}

  static OrbitException closed() {
    return new OrbitException(
        ErrorCode.CANNOT_CONNECT_NOW, "the lsm engine or its snapshot is closed");
  }

  /** RocksDB is native code, which is there for the platforms of {@code orbit-rocksdb} only. */
  static OrbitException noLibrary(Throwable cause) {
    return new OrbitException(
            ErrorCode.CANNOT_CONNECT_NOW,
            "The lsm engine has no native library that works on %s %s: %s"
                .formatted(
                    System.getProperty("os.name"),
                    System.getProperty("os.arch"),
                    cause.getMessage()),
            cause)
        .withHint(
            "Set [persistence] backend = \"xodus\" in a new data folder: it is Java alone. The"
                + " library is there for Linux x86_64 and aarch64 with glibc, and macOS arm64.");
  }

  static OrbitException corrupted(String message) {
    return new OrbitException(ErrorCode.DATA_CORRUPTED, message);
  }

  /** For everything but opening. */
  static OrbitException of(RocksDBException cause, String doing) {
    return new OrbitException(code(cause), "failure while " + doing + ": " + text(cause), cause);
  }

  /** When a complete database does not open, a file that is missing is damage. */
  static OrbitException opening(RocksDBException cause, String doing) {
    ErrorCode code =
        switch (statusCode(cause)) {
          case NotSupported -> ErrorCode.CANNOT_CONNECT_NOW;
          case InvalidArgument, NotFound -> ErrorCode.DATA_CORRUPTED;
          case IOError ->
              switch (text(cause)) {
                case String text when text.contains("No such file") -> ErrorCode.DATA_CORRUPTED;
                case String text when text.contains("lock") -> ErrorCode.CANNOT_CONNECT_NOW;
                case String _ -> code(cause);
              };
          default -> code(cause);
        };
    return new OrbitException(code, "failure while " + doing + ": " + text(cause), cause);
  }

  private static ErrorCode code(RocksDBException cause) {
    Status status = cause.getStatus();
    boolean noSpace =
        (status != null && status.getSubCode() == Status.SubCode.NoSpace)
            || DiskErrors.isDiskFull(text(cause));
    if (noSpace) {
      return ErrorCode.DISK_FULL;
    }
    return statusCode(cause) == Status.Code.Corruption
        ? ErrorCode.DATA_CORRUPTED
        : ErrorCode.IO_ERROR;
  }

  private static Status.Code statusCode(RocksDBException cause) {
    Status status = cause.getStatus();
    return status == null ? Status.Code.Undefined : status.getCode();
  }

  private static String text(RocksDBException cause) {
    String message = cause.getMessage();
    return message == null ? cause.toString() : message;
  }
}
