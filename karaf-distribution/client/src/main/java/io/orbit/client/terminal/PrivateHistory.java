package io.orbit.client.terminal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.function.Predicate;
import org.jline.reader.impl.history.DefaultHistory;

/** What was typed, in a file for its owner only, without the lines that are secret. */
final class PrivateHistory extends DefaultHistory {
  private final Predicate<String> secret;

  PrivateHistory(Predicate<String> secret) {
    this.secret = secret;
  }

  @Override
  public void add(Instant time, String line) {
    if (!secret.test(line)) {
      super.add(time, line);
    }
  }

  /** The file of a language, made where it is not there yet. */
  static Path file(Path folder, String name) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve("history-" + name);
    try {
      if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else {
        Files.createFile(file);
      }
    } catch (FileAlreadyExistsException there) {
      return file;
    }
    return file;
  }

  /** The user's folder for such files, by the XDG base directory specification. */
  static Path usualFolder() {
    String state = System.getenv("XDG_STATE_HOME");
    Path base =
        state == null || state.isBlank()
            ? Path.of(System.getProperty("user.home"), ".local", "state")
            : Path.of(state);
    return base.resolve("orbit");
  }
}
