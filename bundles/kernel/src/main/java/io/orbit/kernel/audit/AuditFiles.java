package io.orbit.kernel.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder of the audit log's files. One writes, any number read. */
final class AuditFiles implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("audit-\\d{10,}\\.jsonl");

  private final Path folder;
  private final long mostBytes;
  private @Nullable FileChannel current;

  /**
   * @param mostBytes after which the next file begins
   */
  AuditFiles(Path folder, long mostBytes) throws IOException {
    this.folder = folder;
    this.mostBytes = mostBytes;
    Files.createDirectories(folder);
  }

  /** All files, the oldest first. */
  static List<Path> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> NAME.matcher(file.getFileName().toString()).matches())
          .sorted()
          .toList();
    }
  }

  List<Path> list() throws IOException {
    return list(folder);
  }

  /** The whole lines of a file; what a crash or the present moment left unfinished is none. */
  static List<String> lines(Path file) throws IOException {
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  /**
   * Goes on at the end of the newest file; a line that was left unfinished is cut off.
   *
   * @return whether there was one
   */
  boolean resume(Path newest) throws IOException {
    byte[] bytes = Files.readAllBytes(newest);
    int whole = bytes.length;
    while (whole > 0 && bytes[whole - 1] != '\n') {
      whole--;
    }
    FileChannel channel = FileChannel.open(newest, StandardOpenOption.WRITE);
    channel.truncate(whole);
    channel.position(whole);
    current = channel;
    return whole < bytes.length;
  }

  void append(AuditLine line) throws IOException {
    FileChannel channel = current;
    if (channel == null || channel.position() >= mostBytes) {
      channel = begin(line.entry().number());
    }
    ByteBuffer bytes = ByteBuffer.wrap(line.text().getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private FileChannel begin(long number) throws IOException {
    close();
    Path file = folder.resolve("audit-%010d.jsonl".formatted(number));
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
    current = channel;
    return channel;
  }

  void force() throws IOException {
    FileChannel channel = current;
    if (channel != null) {
      channel.force(false);
    }
  }

  @Override
  public void close() throws IOException {
    FileChannel channel = current;
    current = null;
    if (channel != null) {
      channel.force(false);
      channel.close();
    }
  }
}
