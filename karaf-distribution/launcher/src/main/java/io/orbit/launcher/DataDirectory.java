package io.orbit.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The folder that holds everything the server writes. While one process has it, no other gets it:
 * the operating system holds the lock and gives it back however the process ends.
 */
final class DataDirectory {
  private static final String LOCK_FILE = "orbit.lock";
  private static final String CONTAINER = "karaf";

  private final Path path;

  @SuppressWarnings("unused") // Held, because a collected channel would let the lock go.
  private final FileLock lock;

  private DataDirectory(Path path, FileLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Takes the folder, and makes it first when it is not there, for its owner's eyes only.
   *
   * @throws IOException with a message for the user, when it is in use or cannot be written
   */
  static DataDirectory open(Path path) throws IOException {
    try {
      Files.createDirectories(path);
      if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
      }
    } catch (IOException failure) {
      throw new IOException("The data folder " + path + " cannot be made: " + failure, failure);
    }
    FileChannel channel =
        FileChannel.open(
            path.resolve(LOCK_FILE),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      String owner = readOwner(channel);
      channel.close();
      throw new IOException(
          "The data folder "
              + path
              + " is in use by another server"
              + owner
              + "; stop that one first.");
    }
    byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(pid), 0);
    return new DataDirectory(path, lock);
  }

  /** The folder itself, absolute. */
  Path path() {
    return path;
  }

  /**
   * An empty folder for the container's own files. Nothing in it outlives a run: which features are
   * wanted is known elsewhere, so a cache that a crash left half-written does no harm.
   */
  Path freshContainerDirectory() throws IOException {
    Path container = path.resolve(CONTAINER);
    if (Files.exists(container)) {
      deleteRecursively(container);
    }
    Files.createDirectories(container.resolve("tmp"));
    return container;
  }

  private static String readOwner(FileChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(32);
    int length = channel.read(buffer, 0);
    return length <= 0
        ? ""
        : " (process "
            + new String(buffer.array(), 0, length, StandardCharsets.US_ASCII).strip()
            + ")";
  }

  private static void deleteRecursively(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path emptied, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(emptied);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
