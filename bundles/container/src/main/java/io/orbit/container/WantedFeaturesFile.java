package io.orbit.container;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The wanted features' place in the data folder. A file and not the catalog's record, because what
 * opens the catalog (the storage engine) is itself a feature.
 */
final class WantedFeaturesFile {
  private final Path path;

  WantedFeaturesFile(Path path) {
    this.path = path;
  }

  /** What is wanted; the defaults while nothing was ever changed. */
  WantedFeatures read() throws IOException {
    if (!Files.exists(path)) {
      return WantedFeatures.DEFAULTS;
    }
    try {
      return WantedFeatures.parse(Files.readAllLines(path));
    } catch (IllegalArgumentException malformed) {
      throw new IOException(path + ": " + malformed.getMessage(), malformed);
    }
  }

  /** Replaces the file at once and for good: a crash leaves the old one or the new one. */
  void write(WantedFeatures wanted) throws IOException {
    if (wanted.equals(read())) {
      return;
    }
    Files.createDirectories(path.getParent());
    Path draft = path.resolveSibling(path.getFileName() + ".new");
    byte[] text = (String.join("\n", wanted.format()) + "\n").getBytes(StandardCharsets.UTF_8);
    try (FileChannel channel =
        FileChannel.open(
            draft,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(text));
      channel.force(true);
    }
    Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
