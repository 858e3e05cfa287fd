package io.orbit.kernel.security;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;

/** The generated password of the administrator and the file that only the owner can read. */
final class InitialPassword {
  /** Name of the file in the data directory that holds a generated password. */
  static final String FILE = "initial-password";

  /** 24 of 56 letters and digits that are not mistaken for one another: 139 bits. */
  private static final String ALPHABET =
      "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

  private static final int LENGTH = 24;

  private InitialPassword() {}

  static String generate() {
    StringBuilder password = new StringBuilder(LENGTH);
    new SecureRandom()
        .ints(LENGTH, 0, ALPHABET.length())
        .forEach(index -> password.append(ALPHABET.charAt(index)));
    return password.toString();
  }

  /**
   * Writes a file that never exists with other rights than its owner's, whole or not at all.
   *
   * @throws OrbitException IO_ERROR
   */
  static void writePrivate(Path file, String text) {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.deleteIfExists(temporary);
      Set<StandardOpenOption> options =
          Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      try (FileChannel channel = FileChannel.open(temporary, options, ownerOnly())) {
        ByteBuffer bytes = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent())) {
        folder.force(true);
      }
    } catch (IOException e) {
      throw new OrbitException(
          ErrorCode.IO_ERROR, "cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
