package io.orbit.kernel.log;

import io.orbit.api.ops.Disk;
import io.orbit.api.ops.DiskFile;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Which log it is: 64 random bits, as 16 hexadecimal digits and a line break in the file {@value
 * #NAME} of a store's folder. A log that begins anew, or goes on from an earlier moment after a
 * restore, is another one: places in the one mean nothing in the other.
 */
public final class LogIdentity {
  /** The file's name. */
  public static final String NAME = "log-id";

  private static final int DIGITS = 16;

  private LogIdentity() {}

  /** What the folder says; empty where it says nothing, or nothing that can be read. */
  public static Optional<Long> read(Disk disk) {
    if (!disk.exists(NAME)) {
      return Optional.empty();
    }
    byte[] text = new byte[DIGITS];
    try (DiskFile file = disk.open(NAME)) {
      if (file.size() < DIGITS) {
        return Optional.empty();
      }
      file.read(0, text, 0, DIGITS);
      return Optional.of(
          Long.parseUnsignedLong(new String(text, StandardCharsets.ISO_8859_1), DIGITS));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Writes it, all or nothing. */
  public static void write(Disk disk, long id) {
    byte[] line = String.format("%016x\n", id).getBytes(StandardCharsets.ISO_8859_1);
    String temporary = NAME + ".tmp";
    try (DiskFile file = disk.create(temporary, line.length)) {
      file.write(0, line, 0, line.length);
      file.force();
    }
    disk.rename(temporary, NAME);
  }
}
