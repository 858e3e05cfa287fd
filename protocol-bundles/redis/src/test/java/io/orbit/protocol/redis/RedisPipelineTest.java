package io.orbit.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbit.testkit.protocol.TestNet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests that come in one piece are read ahead, and answered as if they had come one by one. */
class RedisPipelineTest {
  private TestStack stack = new TestStack(true);
  private TestNet net = TestNet.start(stack.protocol());

  @AfterEach
  void close() {
    net.close();
    stack.close();
  }

  /** Some wait: rows, several keys at once; some fail; some change what the next ones mean. */
  private static List<String> any(SplittableRandom random) {
    String key = "k" + random.nextInt(6);
    return switch (random.nextInt(9)) {
      case 0, 1 -> List.of("GET", key);
      case 2 -> List.of("SET", key, "value" + random.nextInt(100));
      case 3 -> List.of("APPEND", key, "x");
      case 4 -> List.of("DEL", key, "k" + random.nextInt(6));
      case 5 -> List.of("HSET", "items:" + random.nextInt(3), "qty", "" + random.nextInt(9));
      case 6 -> List.of("HGETALL", "items:" + random.nextInt(3));
      case 7 -> List.of("SELECT", "" + random.nextInt(2));
      default -> List.of("HGET", key, "f");
    };
  }

  @Test
  void answersAPipelineAsItsCommandsOneByOne() {
    long seed = Long.getLong("orbit.test.seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    stack.createItems();
    List<List<String>> commands = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      commands.add(any(random));
    }
    List<String> oneByOne = new ArrayList<>();
    List<String> together = new ArrayList<>();
    try (RespClient client = new RespClient(net.address())) {
      commands.forEach(words -> oneByOne.add(client.call(words, -1)));
      client.call("FLUSHALL");
      client.call("SELECT", "0");
      client.call(List.of("DEL", "items:0", "items:1", "items:2"), -1);
      client.sendTogether(commands);
      commands.forEach(words -> together.add(client.read(-1)));
    }
    assertThat(together).as("seed %d", seed).isEqualTo(oneByOne);
  }

  @Test
  void answersWhatCameBeforeBrokenInput() {
    try (RespClient client = new RespClient(net.address())) {
      client.send("PING\r\nSET a 1\r\n*1\r\n!\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(client.read(-1)).isEqualTo("+PONG");
      assertThat(client.read(-1)).isEqualTo("+OK");
      assertThat(client.read(-1)).isEqualTo("-ERR Protocol error: expected '$', got '!'");
      assertThatThrownBy(() -> client.read(-1)).hasMessageContaining("closed");
    }
  }

  @Test
  void runsNothingBehindTheEnd() {
    try (RespClient client = new RespClient(net.address());
        RespClient other = new RespClient(net.address())) {
      client.sendTogether(List.of(List.of("SET", "a", "1"), List.of("QUIT"), List.of("DEL", "a")));
      assertThat(client.read(-1)).isEqualTo("+OK");
      assertThat(client.read(-1)).isEqualTo("+OK");
      assertThatThrownBy(() -> client.read(-1)).hasMessageContaining("closed");
      assertThat(other.call("GET", "a")).isEqualTo("$1:1");
    }
  }

  @Test
  void otherLimitsHoldBehindAuthentication() {
    close();
    stack = new TestStack(false);
    net = TestNet.start(stack.protocol());
    List<String> words = new ArrayList<>(List.of("MSET"));
    for (int i = 0; i < 20; i++) {
      words.add("k" + i);
    }
    List<String> logIn = List.of("AUTH", "orbit", TestStack.PASSWORD);
    try (RespClient client = new RespClient(net.address())) {
      client.sendTogether(List.of(logIn, words, List.of("RESET"), words));
      assertThat(client.read(-1)).isEqualTo("+OK");
      assertThat(client.read(-1)).isEqualTo("+OK");
      assertThat(client.read(-1)).isEqualTo("+RESET");
      assertThat(client.read(-1))
          .isEqualTo("-ERR Protocol error: unauthenticated multibulk length");
    }
  }
}
