package io.orbit.kernel.disk;

import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.Disk;
import io.orbit.api.ops.DiskFile;
import io.orbit.api.storage.DiskErrors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A {@link Disk} in a folder of the file system. Files are allocated by writing zeros (a hole in a
 * mapped file would end in SIGBUS when the disk is full, and a first write into an unwritten extent
 * makes the file system's journal take part in every fsync).
 */
public final class FileDisk implements Disk {
  private static final int ZEROS = 1 << 20;

  private final Path root;

  public FileDisk(Path root) {
    this.root = root;
  }

  @Override
  public DiskFile create(String name, long size) {
    Path path = root.resolve(name);
    try {
      Files.createDirectories(folderOf(path));
      requireSpace(folderOf(path), size);
      allocate(path, size);
      sync(folderOf(path));
      return new MappedFile(path);
    } catch (IOException e) {
      removeQuietly(path, e);
      throw failure("creating", path, e);
    }
  }

  /** Fails early, so that a full disk is not filled to the brim at every attempt. */
  private static void requireSpace(Path folder, long size) throws IOException {
    if (Files.getFileStore(folder).getUsableSpace() < size) {
      throw new IOException("No space left on device for " + size + " bytes");
    }
  }

  private static void allocate(Path path, long size) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(ZEROS, Math.max(size, 1)));
      long left = size;
      while (left > 0) {
        zeros.clear().limit((int) Math.min(zeros.capacity(), left));
        left -= channel.write(zeros);
      }
      channel.force(true);
    }
  }

  private static void removeQuietly(Path path, IOException cause) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  @Override
  public DiskFile open(String name) {
    Path path = root.resolve(name);
    try {
      return new MappedFile(path);
    } catch (IOException e) {
      throw failure("opening", path, e);
    }
  }

  @Override
  public boolean exists(String name) {
    return Files.exists(root.resolve(name));
  }

  @Override
  public List<String> list(String folder) {
    Path path = root.resolve(folder);
    try (Stream<Path> files = Files.list(path)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> String.valueOf(file.getFileName()))
          .sorted()
          .toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (IOException e) {
      throw failure("listing", path, e);
    }
  }

  @Override
  public void rename(String from, String to) {
    Path target = root.resolve(to);
    try {
      Files.move(
          root.resolve(from),
          target,
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      sync(folderOf(target));
    } catch (IOException e) {
      throw failure("renaming", target, e);
    }
  }

  @Override
  public void delete(String name) {
    Path path = root.resolve(name);
    try {
      Files.deleteIfExists(path);
      sync(folderOf(path));
    } catch (IOException e) {
      throw failure("deleting", path, e);
    }
  }

  private static Path folderOf(Path path) {
    Path parent = path.getParent();
    return parent == null ? Path.of(".") : parent;
  }

  /** Makes names durable. */
  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  static OrbitException failure(String doing, Path path, IOException cause) {
    return DiskErrors.of(cause, doing + " " + path);
  }
}
