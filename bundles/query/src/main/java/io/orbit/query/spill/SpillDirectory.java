package io.orbit.query.spill;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** Where statements put rows that memory does not hold. Thread-safe. */
public final class SpillDirectory {
  private static final String SUFFIX = ".spill";

  private final Path directory;
  private final AtomicLong next = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  /** What lies there from an earlier run is removed. The folder is made when it is needed. */
  public SpillDirectory(Path directory) {
    this.directory = directory;
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> old = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
        for (Path file : old) {
          Files.deleteIfExists(file);
        }
      } catch (IOException failure) {
        throw failed(failure);
      }
    }
  }

  /** A new file, which is gone when it is closed. */
  public SpillFile create() {
    try {
      Files.createDirectories(directory);
      return new SpillFile(directory.resolve(next.incrementAndGet() + SUFFIX), this);
    } catch (IOException failure) {
      throw failed(failure);
    }
  }

  /** Bytes in files now. */
  public long bytes() {
    return bytes.get();
  }

  /** Files made since the start. */
  public long files() {
    return next.get();
  }

  void changed(long by) {
    bytes.addAndGet(by);
  }

  static OrbitException failed(IOException failure) {
    String message = failure.getMessage();
    boolean full = message != null && message.contains("No space left");
    return new OrbitException(
        full ? ErrorCode.DISK_FULL : ErrorCode.IO_ERROR,
        "could not write to temporary file: " + message,
        failure);
  }
}
