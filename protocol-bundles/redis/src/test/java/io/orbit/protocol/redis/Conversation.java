package io.orbit.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.keyspace.CommandModule;
import io.orbit.testkit.protocol.TestNet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Plays a file of commands and the replies that are due. A command is a line that begins with
 * {@code >}, its words in bars where they hold blanks; the line behind it is the reply as {@link
 * RespClient} shows it, {@code ~} and a regular expression, or nothing when it may be any.
 */
final class Conversation {
  private Conversation() {}

  static void play(String file, CommandModule... modules) throws IOException {
    List<String> differences = new ArrayList<>();
    try (TestStack stack = new TestStack(true)) {
      RedisProtocol server = stack.protocol();
      Arrays.stream(modules).forEach(server::addModule);
      try (TestNet net = TestNet.start(server);
          RespClient client = new RespClient(net.address())) {
        List<String> lines = read(file);
        for (int i = 0; i < lines.size(); i++) {
          if (!lines.get(i).startsWith("> ")) {
            continue;
          }
          String got = withoutLengths(client.call(words(lines.get(i).substring(2)), -1));
          String due = i + 1 < lines.size() ? lines.get(i + 1) : "";
          boolean any = due.isBlank() || due.startsWith("> ") || due.startsWith("#");
          boolean same =
              due.startsWith("~ ")
                  ? got.matches(due.substring(2))
                  : got.strip().equals(withoutLengths(due));
          if (!any && !same) {
            differences.add("%s%n  due %s%n  got %s".formatted(lines.get(i), due, got));
          }
        }
      }
    }
    assertThat(String.join("\n", differences)).isEmpty();
  }

  /** Nobody counts letters. */
  private static String withoutLengths(String reply) {
    return reply.replaceAll("([$=])[0-9]+:", "$1");
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < line.length()) {
      boolean barred = line.charAt(at) == '|';
      int end = line.indexOf(barred ? '|' : ' ', at + (barred ? 1 : 0));
      end = end < 0 ? line.length() : end;
      words.add(line.substring(barred ? at + 1 : at, end));
      at = end + (barred ? 2 : 1);
    }
    return words;
  }

  private static List<String> read(String file) throws IOException {
    try (InputStream in = Conversation.class.getResourceAsStream("/conversations/" + file)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(String::strip)
          .toList();
    }
  }
}
