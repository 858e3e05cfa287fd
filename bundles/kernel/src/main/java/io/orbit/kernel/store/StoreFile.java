package io.orbit.kernel.store;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.Disk;
import io.orbit.api.ops.DiskFile;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The file {@code store} in a data folder: the format of the whole folder and the backend it was
 * made with, in one line of text, {@code orbit 1 BACKEND}.
 */
public final class StoreFile {
  /** The file's name. */
  public static final String NAME = "store";

  private static final String FORMAT = "orbit 1 ";

  private StoreFile() {}

  /** Writes it into a new folder; in an old one makes sure that it says the same. */
  static void require(Disk disk, String backend) {
    if (!disk.exists(NAME)) {
      write(disk, backend);
      return;
    }
    String text = read(disk);
    if (!text.startsWith(FORMAT)) {
      throw new OrbitException(
              ErrorCode.CANNOT_CONNECT_NOW,
              "The data folder was written by another version of Orbit (its file \"store\" says \""
                  + text
                  + "\")")
          .withHint("Start that version; if there was none, run ./orbit check DIR.");
    }
    String made = text.substring(FORMAT.length());
    if (!made.equals(backend)) {
      throw new OrbitException(
              ErrorCode.CANNOT_CONNECT_NOW,
              "The data folder was made with backend \"" + made + "\", not \"" + backend + "\"")
          .withHint(
              "Set backend to \""
                  + made
                  + "\" or use another data folder; if it never was that, run ./orbit check DIR.");
    }
  }

  /** The backend that the file names; empty where it is missing or says nothing of the kind. */
  public static Optional<String> backend(Disk disk) {
    String text = disk.exists(NAME) ? read(disk) : "";
    return text.startsWith(FORMAT)
        ? Optional.of(text.substring(FORMAT.length()))
        : Optional.empty();
  }

  /** Writes it, all or nothing. */
  public static void write(Disk disk, String backend) {
    byte[] line = (FORMAT + backend + "\n").getBytes(StandardCharsets.UTF_8);
    String temporary = NAME + ".tmp";
    try (DiskFile file = disk.create(temporary, line.length)) {
      file.write(0, line, 0, line.length);
      file.force();
    }
    disk.rename(temporary, NAME);
  }

  private static String read(Disk disk) {
    try (DiskFile file = disk.open(NAME)) {
      byte[] line = new byte[(int) Math.min(256, file.size())];
      file.read(0, line, 0, line.length);
      return new String(line, StandardCharsets.UTF_8).strip();
    }
  }
}
