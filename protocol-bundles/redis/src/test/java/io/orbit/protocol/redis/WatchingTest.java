package io.orbit.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.testkit.protocol.Await;
import io.orbit.testkit.protocol.TestNet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** MONITOR, SLOWLOG and CLIENT PAUSE. */
class WatchingTest {
  private TestStack stack;
  private TestNet net;
  private RespClient client;
  private RespClient other;

  @BeforeEach
  void start() {
    stack = new TestStack(true);
    net = TestNet.start(stack.protocol());
    client = new RespClient(net.address());
    other = new RespClient(net.address());
  }

  @AfterEach
  void stop() {
    client.close();
    other.close();
    net.close();
    stack.close();
  }

  @Test
  void aMonitorSeesWhatRunsAndNoPassword() {
    assertThat(client.call("MONITOR")).isEqualTo("+OK");
    other.call("SET", "a", "x \"y\"\r\n\u00ff");
    other.call("SELECT", "3");
    other.call("MULTI");
    other.call("INCR", "n");
    other.call("EXEC");
    other.call("AUTH", "orbit", "wrong-password");
    other.call("CONFIG", "GET", "port");
    other.call("PING");
    String from = "\\+\\d+\\.\\d{6} \\[%d 127\\.0\\.0\\.1:\\d+] ";
    assertThat(client.read(-1))
        .matches(from.formatted(0) + "\"SET\" \"a\" \"x \\\\\"y\\\\\"\\\\r\\\\n\\\\xff\"");
    assertThat(client.read(-1)).matches(from.formatted(3) + "\"SELECT\" \"3\"");
    assertThat(client.read(-1)).matches(from.formatted(3) + "\"MULTI\"");
    assertThat(client.read(-1)).matches(from.formatted(3) + "\"INCR\" \"n\"");
    assertThat(client.read(-1)).matches(from.formatted(3) + "\"EXEC\"");
    assertThat(client.read(-1))
        .matches(from.formatted(3) + "\"AUTH\" \"\\(redacted\\)\" \"\\(redacted\\)\"");
    assertThat(client.read(-1)).matches(from.formatted(3) + "\"PING\"");
    assertThat(other.call("CLIENT", "LIST")).contains("flags=O");
    client.send(List.of("RESET"));
    assertThat(client.read(-1)).isEqualTo("+RESET");
    other.call("PING");
    assertThat(client.call("ECHO", "a")).isEqualTo("$1:a");
  }

  @Test
  void slowCommandsAreKept() {
    assertThat(client.call("SLOWLOG", "LEN")).isEqualTo(":0");
    client.call("CONFIG", "SET", "slowlog-log-slower-than", "0", "slowlog-max-len", "2");
    client.call("CLIENT", "SETNAME", "slow");
    client.call("SET", "a", "x".repeat(200));
    client.call("SADD", "s", "m".repeat(3), "b");
    String shown = client.call("SLOWLOG", "GET");
    assertThat(shown)
        .startsWith("*2[*6[:")
        .contains("*4[$4:SADD , $1:s , $3:mmm , $1:b ]", "$4:slow")
        .contains("*3[$3:SET , $1:a , $147:" + "x".repeat(128) + "... (72 more bytes) ]");
    client.call("CONFIG", "SET", "slowlog-log-slower-than", "-1");
    assertThat(client.call("SLOWLOG", "RESET")).isEqualTo("+OK");
    assertThat(client.call("SLOWLOG", "LEN")).isEqualTo(":0");
    assertThat(client.call("SLOWLOG", "GET", "-2"))
        .isEqualTo("-ERR count should be greater than or equal to -1");
  }

  @Test
  void aPauseHoldsWritesAndEndsEarly() {
    assertThat(client.call("CLIENT", "PAUSE", "100000", "WRITE")).isEqualTo("+OK");
    assertThat(other.call("GET", "a")).isEqualTo("$nil");
    other.send(List.of("SET", "a", "x"));
    assertThat(client.call("GET", "a")).isEqualTo("$nil");
    assertThat(client.call("CLIENT", "UNPAUSE")).isEqualTo("+OK");
    assertThat(other.read(-1)).isEqualTo("+OK");
    assertThat(client.call("GET", "a")).isEqualTo("$1:x");
    client.call("MULTI");
    client.call("PING");
    other.call("CLIENT", "PAUSE", "300");
    long begun = System.nanoTime();
    assertThat(client.call("EXEC")).isEqualTo("*1[+PONG ]");
    assertThat(System.nanoTime() - begun).isGreaterThan(100_000_000L);
    Await.until("the pause is over", () -> other.call("PING").equals("+PONG"));
    assertThat(client.call("CLIENT", "PAUSE", "x"))
        .isEqualTo("-ERR timeout is not an integer or out of range");
    assertThat(client.call("CLIENT", "PAUSE", "1", "SOME"))
        .isEqualTo("-ERR CLIENT PAUSE mode must be WRITE or ALL");
  }
}
