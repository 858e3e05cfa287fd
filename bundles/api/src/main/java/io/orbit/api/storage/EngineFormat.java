package io.orbit.api.storage;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * Which engine wrote a directory and in which version of its format: the file {@value #FILE_NAME}
 * at the top of the directory, readable without the engine's bundle (by the offline check too).
 *
 * <p>The file is one line of ASCII: {@code orbit-storage NAME VERSION CRC}, where CRC is the
 * CRC-32C of everything before the last space, as eight hexadecimal digits. An engine writes it
 * last when it creates a directory, so a directory that has it was completely created.
 *
 * @param engine the engine's {@link StorageEngineFactory#name() name}
 * @param version of the engine's format, from 1
 */
public record EngineFormat(String engine, int version) {
  public static final String FILE_NAME = "FORMAT";

  private static final Pattern LINE =
      Pattern.compile("(orbit-storage ([a-z][a-z0-9-]*) ([1-9][0-9]{0,8})) ([0-9a-f]{8})\n");

  /** What is written in the directory, or nothing when the file is not there. */
  public static Optional<EngineFormat> read(Path directory) {
    Path file = directory.resolve(FILE_NAME);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Optional<EngineFormat> format = parse(content(file));
    if (format.isEmpty()) {
      throw new OrbitException(ErrorCode.DATA_CORRUPTED, file + " is damaged");
    }
    return format;
  }

  /** What a damaged file said before one bit of it was turned; empty if it was more than that. */
  public static Optional<EngineFormat> beforeDamage(Path directory) {
    byte[] content = content(directory.resolve(FILE_NAME)).getBytes(StandardCharsets.ISO_8859_1);
    for (int bit = 0; bit < content.length * Byte.SIZE; bit++) {
      content[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      Optional<EngineFormat> format = parse(new String(content, StandardCharsets.ISO_8859_1));
      if (format.isPresent()) {
        return format;
      }
      content[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
    }
    return Optional.empty();
  }

  private static String content(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw DiskErrors.of(e, "reading " + file);
    }
  }

  private static Optional<EngineFormat> parse(String text) {
    Matcher line = LINE.matcher(text);
    return line.matches() && line.group(4).equals(checksum(line.group(1)))
        ? Optional.of(new EngineFormat(line.group(2), Integer.parseInt(line.group(3))))
        : Optional.empty();
  }

  /**
   * Refuses a directory of another engine or of a newer version than this one.
   *
   * @param found what {@link #read} answered for the directory
   */
  public void requireReadable(EngineFormat found, Path directory) {
    if (!found.engine.equals(engine)) {
      throw new OrbitException(
              ErrorCode.CANNOT_CONNECT_NOW,
              directory
                  + " holds data of the engine \""
                  + found.engine
                  + "\", not \""
                  + engine
                  + "\"")
          .withHint(
              "Set [persistence] backend to \"" + found.engine + "\", or use another data_dir.");
    }
    if (found.version > version) {
      throw new OrbitException(
              ErrorCode.CANNOT_CONNECT_NOW,
              "%s has format %d of the engine \"%s\"; this version reads up to %d"
                  .formatted(directory, found.version, engine, version))
          .withHint("Start the newer version that wrote it.");
    }
  }

  /** Writes the file, durably and all or nothing. */
  public void write(Path directory) {
    String line = "orbit-storage " + engine + " " + version;
    Path file = directory.resolve(FILE_NAME);
    Path temporary = directory.resolve(FILE_NAME + ".new");
    try {
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        String text = line + " " + checksum(line) + "\n";
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel folder = FileChannel.open(directory, StandardOpenOption.READ)) {
        folder.force(true);
      }
    } catch (IOException e) {
      throw DiskErrors.of(e, "writing " + file);
    }
  }

  private static String checksum(String text) {
    CRC32C checksum = new CRC32C();
    checksum.update(text.getBytes(StandardCharsets.ISO_8859_1));
    return "%08x".formatted(checksum.getValue());
  }
}
