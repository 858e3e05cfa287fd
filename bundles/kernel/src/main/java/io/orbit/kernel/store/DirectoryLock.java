package io.orbit.kernel.store;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.DiskErrors;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Holds a data folder against a second store: a lock of the operating system on the file {@code
 * store.lock}, which a dead process does not keep.
 */
public final class DirectoryLock implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;

  private DirectoryLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @throws OrbitException CANNOT_CONNECT_NOW when somebody else has the folder open
   */
  public static DirectoryLock take(Path directory) {
    Path file = directory.resolve("store.lock");
    try {
      Files.createDirectories(directory);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new OrbitException(
                ErrorCode.CANNOT_CONNECT_NOW,
                "The data folder " + directory + " is in use by another Orbit")
            .withHint("Stop that server, or use another folder.");
      }
      return new DirectoryLock(file, channel);
    } catch (IOException e) {
      throw DiskErrors.of(e, "locking " + file);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw DiskErrors.of(e, "unlocking " + file);
    }
  }
}
