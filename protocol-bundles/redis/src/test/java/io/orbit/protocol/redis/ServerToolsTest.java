package io.orbit.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.testkit.protocol.TestNet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** MEMORY, LATENCY, WAITAOF, LOLWUT. */
class ServerToolsTest {
  private final TestStack stack = new TestStack(true);
  private final TestNet net = TestNet.start(stack.protocol());
  private RespClient client;

  @BeforeEach
  void connect() {
    client = new RespClient(net.address());
  }

  @AfterEach
  void close() {
    client.close();
    net.close();
    stack.close();
  }

  private void fill(String command, String key, int elements) {
    List<String> words = new ArrayList<>(List.of(command, key));
    for (int i = 0; i < elements; i++) {
      words.add("element" + i);
      if (command.equals("HSET")) {
        words.add("value");
      }
    }
    client.call(words, -1);
  }

  private long usage(String... words) {
    List<String> all = new ArrayList<>(List.of("MEMORY", "USAGE"));
    all.addAll(List.of(words));
    return Long.parseLong(client.call(all, -1).substring(1));
  }

  @Test
  void largerKeysTakeMore() {
    assertThat(client.call("MEMORY", "USAGE", "none")).isEqualTo("$nil");
    for (String command : List.of("RPUSH", "SADD", "HSET")) {
      fill(command, "small" + command, 10);
      fill(command, "large" + command, 1000);
      long large = usage("large" + command, "SAMPLES", "0");
      assertThat(large).isBetween(40_000L, 100_000L).isGreaterThan(50 * usage("small" + command));
    }
    client.call("ZADD", "z", "1", "a");
    client.call("XADD", "x", "*", "f", "v");
    client.call("SET", "s", "v".repeat(1000));
    assertThat(usage("s")).isBetween(1000L, 1300L);
    assertThat(usage("z")).isPositive();
    assertThat(usage("x", "SAMPLES", "3")).isPositive();
    assertThat(client.call("MEMORY", "USAGE", "s", "SAMPLES", "-1")).isEqualTo("-ERR syntax error");
    assertThat(client.call("MEMORY", "STATS")).contains("keys.count ", "dataset.bytes ");
    assertThat(client.call("MEMORY", "DOCTOR")).contains("Sam");
  }

  @Test
  void slowCommandsAreNotedWhenThatIsAsked() {
    assertThat(client.call("LATENCY", "DOCTOR")).contains("Latency monitoring is disabled");
    client.call("CONFIG", "SET", "latency-monitor-threshold", "1");
    assertThat(client.call("LATENCY", "DOCTOR")).contains("no latency spike was observed");
    fill("RPUSH", "list", 50_000);
    client.call("SORT", "list", "ALPHA", "STORE", "sorted");
    assertThat(client.call("LATENCY", "LATEST")).contains("$7:command , :");
    assertThat(client.call("LATENCY", "HISTORY", "command")).matches("(?s)\\*[1-9]\\[\\*2\\[:.*");
    assertThat(client.call("LATENCY", "DOCTOR")).contains("1. command: ");
    assertThat(client.call("LATENCY", "RESET", "none")).isEqualTo(":0");
    assertThat(client.call("LATENCY", "RESET")).matches(":[12]");
    assertThat(client.call("LATENCY", "HISTORY", "command")).isEqualTo("*0[]");
  }

  @Test
  void whatWasWrittenGetsToTheDisk() {
    client.call("SET", "a", "1");
    assertThat(client.call("WAITAOF", "1", "0", "0")).isEqualTo("*2[:1 , :0 ]");
    assertThat(client.call("WAITAOF", "2", "0", "0"))
        .isEqualTo("-ERR value is out of range, value must between 0 and 1");
    assertThat(client.call("LOLWUT")).contains("Redis ver. " + RedisServer.VERSION);
    assertThat(client.call("LOLWUT", "VERSION", "x"))
        .isEqualTo("-ERR value is not an integer or out of range");
    client.call("SAVE");
    assertThat(client.call("INFO", "persistence")).contains("rdb_changes_since_last_save:0\r\n");
  }

  @Test
  void writersAreRefusedBeyondTheMemoryTheyAreGiven() {
    String before = client.call("CONFIG", "GET", "maxmemory");
    client.call("SET", "a", "1");
    client.call("MULTI");
    client.call("SET", "a", "2");
    try (RespClient other = new RespClient(net.address())) {
      assertThat(other.call("CONFIG", "SET", "maxmemory", "1")).isEqualTo("+OK");
    }
    assertThat(client.call("EXEC"))
        .isEqualTo(
            "-EXECABORT Transaction discarded because of: OOM command not allowed when used memory"
                + " > 'maxmemory'.");
    assertThat(client.call("SET", "a", "3"))
        .isEqualTo("-OOM command not allowed when used memory > 'maxmemory'.");
    assertThat(client.call("GET", "a")).isEqualTo("$1:1");
    assertThat(client.call("DEL", "a")).isEqualTo(":1");
    assertThat(client.call("CONFIG", "SET", "maxmemory", "0")).isEqualTo("+OK");
    assertThat(client.call("CONFIG", "GET", "maxmemory")).isEqualTo(before);
    assertThat(client.call("SET", "a", "4")).isEqualTo("+OK");
  }
}
