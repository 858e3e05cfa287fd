package io.orbit.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.protocol.redis.scripting.RedisScripting;
import io.orbit.testkit.protocol.Await;
import io.orbit.testkit.protocol.TestNet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What CLIENT, CONFIG, MONITOR, SLOWLOG, COMMAND and OBJECT say while others work. */
class ServerFactsTest {
  private final TestStack stack = new TestStack(true);
  private final RedisProtocol protocol = stack.protocol();
  private final TestNet net = TestNet.start(protocol);
  private final RespClient client = new RespClient(net.address());
  private final RespClient other = new RespClient(net.address());

  @AfterEach
  void close() {
    other.close();
    client.close();
    net.close();
    stack.close();
  }

  private void awaitBlocked(int clients) {
    Await.until(
        clients + " clients wait",
        () -> client.call("INFO", "clients").contains("blocked_clients:" + clients + "\r\n"));
  }

  @Test
  void aClientIsShownWithTheCommandThatShowsIt() {
    assertThat(client.call("CLIENT", "LIST")).contains(" qbuf=26 ").contains(" cmd=client|list ");
    assertThat(client.call("CLIENT", "INFO")).contains(" qbuf=26 ").contains(" cmd=client|info ");
  }

  @Test
  void clientsAreFoundByTypeAndUser() {
    assertThat(other.call("SUBSCRIBE", "news")).contains("subscribe");
    assertThat(client.call("CLIENT", "LIST", "TYPE", "normal")).doesNotContain("sub=1");
    assertThat(client.call("CLIENT", "KILL", "USER", "nobody"))
        .isEqualTo("-ERR No such user 'nobody'");
    assertThat(client.call("CLIENT", "KILL", "TYPE", "pubsub")).isEqualTo(":1");
    Await.until("it is gone", () -> !client.call("CLIENT", "LIST").contains("sub=1"));
  }

  @Test
  void whoIsPausedIsBlocked() {
    assertThat(client.call("CLIENT", "PAUSE", "60000", "WRITE")).isEqualTo("+OK");
    other.send(List.of("SET", "k", "v"));
    awaitBlocked(1);
    assertThat(client.call("GET", "k")).isEqualTo("$nil");
    assertThat(client.call("CLIENT", "UNPAUSE")).isEqualTo("+OK");
    assertThat(other.read(-1)).isEqualTo("+OK");
    awaitBlocked(0);
  }

  @Test
  void aScriptIsPausedWhenItMayWrite() {
    protocol.addModule(new RedisScripting());
    assertThat(client.call("CLIENT", "PAUSE", "60000", "WRITE")).isEqualTo("+OK");
    assertThat(other.call("EVAL", "#!lua flags=no-writes\nreturn 1", "0")).isEqualTo(":1");
    other.send(List.of("EVAL", "return 2", "0"));
    awaitBlocked(1);
    assertThat(client.call("CLIENT", "UNPAUSE")).isEqualTo("+OK");
    assertThat(other.read(-1)).isEqualTo(":2");
  }

  @Test
  void aSettingIsNamedOnce() {
    assertThat(client.call("CONFIG", "SET", "maxmemory", "1gb", "MAXMEMORY", "2gb"))
        .isEqualTo(
            "-ERR CONFIG SET failed (possibly related to argument 'MAXMEMORY') - duplicate"
                + " parameter");
    assertThat(client.call("CONFIG", "SET", "daemonize", "yes")).contains("immutable");
  }

  @Test
  void aScriptIsShownBeforeWhatItCalls() {
    protocol.addModule(new RedisScripting());
    assertThat(other.call("MONITOR")).isEqualTo("+OK");
    client.call("EVAL", "redis.call('set', 'k', ARGV[1])", "0", "v");
    assertThat(other.read(-1)).contains("\"EVAL\"");
    assertThat(other.read(-1)).contains("lua] \"set\" \"k\" \"v\"");
    client.call("PING");
    assertThat(other.read(-1)).contains("\"PING\"");
  }

  @Test
  void theSlowLogHasWhatWaitedWithoutItsWait() {
    other.send(List.of("BLPOP", "l", "0"));
    awaitBlocked(1);
    client.call("CONFIG", "SET", "slowlog-log-slower-than", "0");
    client.call("RPUSH", "l", "e");
    assertThat(other.read(-1)).contains("$1:e");
    Await.until("it is noted", () -> client.call("SLOWLOG", "GET").contains("$5:BLPOP"));
  }

  @Test
  void commandListNamesSubcommands() {
    assertThat(client.call("COMMAND", "LIST")).contains("$11:client|list ");
    assertThat(client.call("COMMAND", "LIST", "FILTERBY", "PATTERN", "config|g*"))
        .isEqualTo("*1[$10:config|get ]");
  }

  @Test
  void encodingsAreNamedAsIn70UnlessToldOtherwise() {
    client.call("RPUSH", "l", "e");
    client.call("SADD", "s", "e");
    assertThat(client.call("OBJECT", "ENCODING", "l")).isEqualTo("$9:quicklist");
    assertThat(client.call("OBJECT", "ENCODING", "s")).isEqualTo("$9:hashtable");
    assertThat(client.call("CONFIG", "SET", "encoding-names", "7.2")).isEqualTo("+OK");
    assertThat(client.call("OBJECT", "ENCODING", "l")).isEqualTo("$8:listpack");
    assertThat(client.call("OBJECT", "ENCODING", "s")).isEqualTo("$8:listpack");
  }
}
