package io.orbit.kernel.backup;

import io.orbit.api.storage.DiskErrors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;

/** A file of a backup while it is written: counted, hashed, and on the disk when it is closed. */
final class BackupFile implements AutoCloseable {
  private final String name;
  private final Path path;
  private final FileChannel channel;
  private final MessageDigest digest = Checksum.sha256();
  private final Progress progress;
  private long bytes;

  BackupFile(Path folder, String name, Progress progress) {
    this.name = name;
    this.path = folder.resolve(name);
    this.progress = progress;
    try {
      Files.createDirectories(Objects.requireNonNull(path.getParent()));
      channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw DiskErrors.of(e, "creating " + path);
    }
  }

  void write(byte[] source, int offset, int length) {
    ByteBuffer buffer = ByteBuffer.wrap(source, offset, length);
    try {
      while (buffer.hasRemaining()) {
        int ignored = channel.write(buffer);
      }
    } catch (IOException e) {
      throw DiskErrors.of(e, "writing " + path);
    }
    digest.update(source, offset, length);
    bytes += length;
    progress.written(length);
  }

  /** Makes it durable; answers what the manifest says of it. */
  Manifest.StoredFile finish() {
    try {
      channel.force(true);
    } catch (IOException e) {
      throw DiskErrors.of(e, "syncing " + path);
    }
    return new Manifest.StoredFile(name, bytes, HexFormat.of().formatHex(digest.digest()));
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw DiskErrors.of(e, "closing " + path);
    }
  }

  /** Makes the names in a folder durable. */
  static void syncFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      throw DiskErrors.of(e, "syncing " + folder);
    }
  }
}
