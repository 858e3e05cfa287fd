package io.orbit.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.protocol.redis.scripting.RedisScripting;
import io.orbit.testkit.protocol.TestNet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same scripts and functions to Orbit and to a real Redis: the replies are the same bytes. */
class ScriptDifferentialTest {
  @ParameterizedTest
  @CsvSource({
    "snippets.txt, 2", "snippets.txt, 3",
    "commands.txt, 2", "commands.txt, 3"
  })
  void answersAsRedisDoes(String file, String protocol) throws IOException {
    List<String> differences = new ArrayList<>();
    try (TestStack stack = new TestStack(true);
        RealRedis redis = RealRedis.start()) {
      RedisProtocol server = stack.protocol();
      server.addModule(new RedisScripting());
      try (TestNet net = TestNet.start(server);
          RespClient expected = new RespClient(redis.address());
          RespClient actual = new RespClient(net.address())) {
        expected.call("HELLO", protocol);
        actual.call("HELLO", protocol);
        for (List<String> command : read(file)) {
          String wanted = expected.call(command, 0);
          String got = actual.call(command, 0);
          if (!wanted.equals(got)) {
            differences.add("%s%n  Redis %s%n  Orbit %s".formatted(command, wanted, got));
          }
        }
      }
    }
    assertThat(String.join("\n", differences)).isEmpty();
  }

  /** A script a line, or a command's words separated by bars. */
  private static List<List<String>> read(String file) throws IOException {
    try (InputStream in = ScriptDifferentialTest.class.getResourceAsStream("/scripts/" + file)) {
      String all = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return all.lines()
          .map(line -> line.replace("\\n", "\n"))
          .map(
              line ->
                  file.startsWith("snippets")
                      ? List.of("EVAL", line, "0")
                      : List.of(line.split("\\|")))
          .toList();
    }
  }
}
