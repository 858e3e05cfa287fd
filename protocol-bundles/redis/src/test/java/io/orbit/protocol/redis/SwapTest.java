package io.orbit.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.testkit.protocol.Await;
import io.orbit.testkit.protocol.TestNet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SWAPDB: what is watched, who waits, transactions, rows. */
class SwapTest {
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
  void everybodySeesTheOtherKeys() {
    client.call("SET", "a", "zero");
    other.call("SELECT", "9");
    other.call("SET", "a", "nine");
    assertThat(client.call("SWAPDB", "0", "9")).isEqualTo("+OK");
    assertThat(client.call("GET", "a")).isEqualTo("$4:nine");
    assertThat(other.call("GET", "a")).isEqualTo("$4:zero");
    assertThat(client.call("SWAPDB", "0", "16")).isEqualTo("-ERR DB index is out of range");
    assertThat(client.call("SWAPDB", "x", "1")).isEqualTo("-ERR invalid first DB index");
    assertThat(client.call("SWAPDB", "1", "x")).isEqualTo("-ERR invalid second DB index");
  }

  @Test
  void aWatchedKeyThatIsInOneOfThemHasChanged() {
    other.call("SELECT", "1");
    other.call("SET", "a", "one");
    client.call("WATCH", "a");
    other.call("SWAPDB", "0", "1");
    client.call("MULTI");
    client.call("PING");
    assertThat(client.call("EXEC")).isEqualTo("*-1[]");
    client.call("WATCH", "nowhere");
    other.call("SWAPDB", "0", "1");
    client.call("MULTI");
    client.call("PING");
    assertThat(client.call("EXEC")).isEqualTo("*1[+PONG ]");
  }

  @Test
  void insideATransactionItCountsForWhatFollows() {
    client.call("SET", "a", "zero");
    client.call("MULTI");
    client.call("SET", "b", "zero");
    client.call("SWAPDB", "0", "3");
    client.call("SET", "c", "three");
    client.call("GET", "a");
    assertThat(client.call("EXEC")).isEqualTo("*4[+OK , +OK , +OK , $nil ]");
    assertThat(client.call("KEYS", "*")).isEqualTo("*1[$1:c ]");
    client.call("SELECT", "3");
    assertThat(client.call("MGET", "a", "b")).isEqualTo("*2[$4:zero , $4:zero ]");
  }

  @Test
  void whoWaitsIsServedByWhatComesToItsNumber() {
    other.call("SELECT", "5");
    client.call("RPUSH", "l", "x");
    other.send(List.of("BLPOP", "l", "0"));
    Await.until(
        "a client waits", () -> client.call("INFO", "clients").contains("blocked_clients:1"));
    client.call("SWAPDB", "0", "5");
    assertThat(other.read(-1)).isEqualTo("*2[$1:l , $1:x ]");
    other.send(List.of("BLPOP", "l", "0"));
    Await.until(
        "a client waits", () -> client.call("INFO", "clients").contains("blocked_clients:1"));
    client.call("SELECT", "5");
    client.call("RPUSH", "l", "y");
    assertThat(other.read(-1)).isEqualTo("*2[$1:l , $1:y ]");
  }

  @Test
  void rowsStayAndNoKeyTakesTheirNames() {
    other.call("SELECT", "2");
    other.call("SET", "items:1", "no row");
    stack.createItems();
    client.call("HSET", "items:7", "name", "lamp");
    assertThat(client.call("SWAPDB", "0", "2"))
        .isEqualTo("-ERR 'items:1' would become the name of a row of a table");
    other.call("DEL", "items:1");
    assertThat(client.call("SWAPDB", "0", "2")).isEqualTo("+OK");
    assertThat(client.call("HGET", "items:7", "name")).isEqualTo("$4:lamp");
  }
}
