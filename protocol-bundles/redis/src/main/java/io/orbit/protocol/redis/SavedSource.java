package io.orbit.protocol.redis;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Properties;

/**
 * Whom this server follows, in a file of the data folder that only its owner may read, so that a
 * start goes on with it. It is in no backup: what is restored follows nobody.
 */
final class SavedSource {
  private static final String FILE = "redis-replica.properties";

  private final Path file;

  /**
   * @param user in whose session the copy is kept
   * @param database where it goes
   */
  record Following(ReplicaLink.Source source, String user, String database) {}

  SavedSource(Path directory) {
    file = directory.resolve(FILE);
  }

  Optional<Following> read() {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Properties saved = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      saved.load(in);
      ReplicaLink.Source source =
          new ReplicaLink.Source(
              saved.getProperty("host", ""),
              Integer.parseInt(saved.getProperty("port", "0")),
              saved.getProperty("masteruser", ""),
              saved.getProperty("masterauth", ""));
      return Optional.of(
          new Following(source, saved.getProperty("user", ""), saved.getProperty("database", "")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(Following following) {
    Properties saved = new Properties();
    saved.setProperty("host", following.source().host());
    saved.setProperty("port", String.valueOf(following.source().port()));
    saved.setProperty("masteruser", following.source().user());
    saved.setProperty("masterauth", following.source().password());
    saved.setProperty("user", following.user());
    saved.setProperty("database", following.database());
    Path next = file.resolveSibling(FILE + ".new");
    try {
      Files.deleteIfExists(next);
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(
            next,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      try (Writer out = Files.newBufferedWriter(next)) {
        saved.store(out, "Whom this server follows; REPLICAOF NO ONE removes it.");
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void remove() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
