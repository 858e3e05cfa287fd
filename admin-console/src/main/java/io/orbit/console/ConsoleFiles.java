package io.orbit.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/** The bundle's own files, read and compressed once. Thread-safe. */
final class ConsoleFiles {
  private static final Pattern NAME = Pattern.compile("(assets/)?[A-Za-z0-9_-]+\\.[a-z]+");
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml");

  private final Map<String, Content> known = new ConcurrentHashMap<>();

  /** A file's bytes, as they are and compressed by gzip. */
  record Content(String type, byte[] plain, byte[] compressed) {}

  /** The file of that name; empty where there is none that is meant for browsers. */
  Optional<Content> find(String name) {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type == null || !NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    // Only what exists is remembered: made-up names must not fill the memory.
    Optional<Content> found = Optional.ofNullable(known.get(name)).or(() -> read(name, type));
    found.ifPresent(content -> known.putIfAbsent(name, content));
    return found;
  }

  private static Optional<Content> read(String name, String type) {
    try (InputStream in = ConsoleFiles.class.getResourceAsStream("/console/" + name)) {
      if (in == null) {
        return Optional.empty();
      }
      byte[] plain = in.readAllBytes();
      return Optional.of(new Content(type, plain, compress(plain)));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static byte[] compress(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }
}
