package io.orbit.testkit.protocol;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A conversation in a text file, byte for byte, in the escaped form of {@link Bytes}.
 *
 * <pre>
 * # a comment
 * > PING\r\n          the client sends (lines in a row are joined)
 * &lt; +PONG\r\n         the server answers exactly this
 * ~ \d+\r\n           the server's answer matches this regular expression
 * @ b                 from here on another connection, named b (the first is a)
 * ! closed            the server closes without another word
 * </pre>
 */
public final class Transcript {
  private final String name;
  private final List<String> lines;

  private Transcript(String name, List<String> lines) {
    this.name = name;
    this.lines = lines;
  }

  /** All {@code transcripts/*.txt} beside the class's own resources, sorted by name. */
  public static List<Transcript> of(Class<?> owner) {
    URL folder = owner.getResource("/transcripts");
    if (folder == null) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
      return files
          .filter(file -> file.toString().endsWith(".txt"))
          .sorted()
          .map(file -> read(file.toUri()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Transcript read(URI file) {
    try {
      Path path = Path.of(file);
      return new Transcript(String.valueOf(path.getFileName()), Files.readAllLines(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String name() {
    return name;
  }

  /**
   * Plays it; fails at the first difference, naming the line.
   *
   * @param connect opens a connection, logged in as the transcripts expect it
   */
  public void play(Supplier<TestClient> connect) {
    Map<String, TestClient> clients = new HashMap<>();
    try {
      String speaker = "a";
      ByteArrayOutputStream toSend = new ByteArrayOutputStream();
      for (int number = 0; number < lines.size(); number++) {
        String line = lines.get(number);
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        String text = line.length() > 2 ? line.substring(2) : "";
        char kind = line.charAt(0);
        if (kind == '>') {
          toSend.writeBytes(Bytes.of(text));
          continue;
        }
        TestClient client = clients.computeIfAbsent(speaker, key -> connect.get());
        client.send(toSend.toByteArray());
        toSend.reset();
        if (kind == '@') {
          speaker = text.strip();
        } else {
          check(client, kind, text, number + 1);
        }
      }
      if (toSend.size() > 0) {
        throw new AssertionError(name + " ends with bytes that nothing answers");
      }
    } finally {
      clients.values().forEach(TestClient::close);
    }
  }

  private void check(TestClient client, char kind, String text, int line) {
    try {
      switch (kind) {
        case '<' -> client.expect(Bytes.of(text));
        case '~' -> client.expectMatch(Pattern.compile(text, Pattern.DOTALL));
        case '!' -> client.expectClosed();
        default -> throw new IllegalArgumentException("unknown kind of line: " + kind);
      }
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(name + ":" + line + ": " + e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
