package io.orbit.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.testkit.protocol.TestNet;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Runs the examples of {@code docs/data-model.md}: the lines of its {@code redis} blocks are
 * commands and the replies to them, as redis-cli shows replies.
 */
class DataModelTest {
  private static final Path PAGE = Path.of("../../docs/data-model.md");
  private static final Pattern BLOCK = Pattern.compile("```redis\n(.*?)```", Pattern.DOTALL);

  @Test
  void theExamplesOfThePageAnswerAsWritten() throws IOException {
    List<String> written = new ArrayList<>();
    for (Matcher block = BLOCK.matcher(Files.readString(PAGE)); block.find(); ) {
      block.group(1).lines().forEach(written::add);
    }
    List<String> answered = new ArrayList<>();
    try (TestStack stack = new TestStack(true)) {
      stack.createItems();
      stack.insertItem(1, "lamp", 41);
      try (TestNet net = TestNet.start(stack.protocol());
          Socket socket = new Socket()) {
        socket.connect(net.address());
        socket.setSoTimeout(20_000);
        InputStream replies = new BufferedInputStream(socket.getInputStream());
        for (String line : written) {
          if (line.startsWith("> ")) {
            answered.add(line);
            byte[] command = (line.substring(2) + "\r\n").getBytes(StandardCharsets.UTF_8);
            socket.getOutputStream().write(command);
            answered.addAll(shown(replies));
          }
        }
      }
    }
    assertThat(written).isNotEmpty();
    assertThat(answered).isEqualTo(written);
  }

  /** One reply as redis-cli shows it on a terminal. */
  private static List<String> shown(InputStream in) throws IOException {
    String head = line(in);
    String rest = head.substring(1);
    return switch (head.charAt(0)) {
      case '+' -> List.of(rest);
      case '-' -> List.of("(error) " + rest);
      case ':' -> List.of("(integer) " + rest);
      case '$' -> List.of(bulk(in, Integer.parseInt(rest)));
      case '*' -> elements(in, Integer.parseInt(rest));
      default -> throw new IOException("not a reply: " + head);
    };
  }

  private static String bulk(InputStream in, int length) throws IOException {
    if (length < 0) {
      return "(nil)";
    }
    String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    in.skipNBytes(2);
    return "\"" + text + "\"";
  }

  private static List<String> elements(InputStream in, int size) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 1; i <= size; i++) {
      lines.add(i + ") " + String.join("\n   ", shown(in)));
    }
    return lines;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\r'; next = in.read()) {
      if (next < 0) {
        throw new IOException("the server closed the connection after: " + line);
      }
      line.append((char) next);
    }
    in.skipNBytes(1);
    return line.toString();
  }
}
