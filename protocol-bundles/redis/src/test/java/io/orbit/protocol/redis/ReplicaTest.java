package io.orbit.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.testkit.protocol.Await;
import io.orbit.testkit.protocol.FrameFuzzer;
import io.orbit.testkit.protocol.TestNet;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** REPLICAOF a genuine server: the copy, the stream, a broken connection, the cut-over. */
class ReplicaTest {
  /** They concern the connection, wait, or are not replicated the same. */
  private static final Set<String> LEFT_OUT =
      Set.of("SUBSCRIBE", "PSUBSCRIBE", "SSUBSCRIBE", "RESET", "QUIT", "HELLO", "CONFIG", "WATCH");

  private final TestStack stack = new TestStack(true);
  private RedisProtocol protocol = stack.protocol();
  private TestNet net = TestNet.start(protocol);
  private final RealRedis redis = RealRedis.start();
  private RespClient client;
  private RespClient source;

  @BeforeEach
  void connect() {
    client = new RespClient(net.address());
    source = new RespClient(redis.address());
    source.call("CONFIG", "SET", "repl-diskless-sync-delay", "0");
  }

  @AfterEach
  void close() {
    source.close();
    client.close();
    redis.close();
    net.close();
    stack.close();
  }

  private void follow() {
    InetSocketAddress address = redis.address();
    assertThat(client.call("REPLICAOF", "127.0.0.1", String.valueOf(address.getPort())))
        .isEqualTo("+OK");
    awaitLink();
  }

  private void awaitLink() {
    Await.until(
        "the link is up",
        () -> client.call("INFO", "replication").contains("master_link_status:up"));
  }

  private String info(RespClient server, String field) {
    return server
        .call("INFO", "replication")
        .lines()
        .filter(line -> line.startsWith(field + ":"))
        .findFirst()
        .orElse("");
  }

  private void awaitSame() {
    String offset = info(source, "master_repl_offset").replace("master", "slave");
    Await.until("all has come", () -> info(client, "slave_repl_offset").equals(offset));
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "no"})
  void theCopyAndWhatFollowsCome(String diskless) {
    source.call("CONFIG", "SET", "repl-diskless-sync", diskless);
    source.call("SET", "before", "1");
    source.call("RPUSH", "list", "a", "b");
    source.call("SELECT", "2");
    source.call("SET", "second", "2");
    client.call("SET", "old", "gone with the copy");
    follow();
    assertThat(client.call("GET", "before")).isEqualTo("$1:1");
    assertThat(client.call("EXISTS", "old")).isEqualTo(":0");
    assertThat(client.call("SET", "a", "x"))
        .isEqualTo("-READONLY You can't write against a read only replica.");
    assertThat(client.call("ROLE")).startsWith("*5[$5:slave , $9:127.0.0.1 , ");
    source.call("SELECT", "0");
    source.call("MULTI");
    source.call("INCR", "before");
    source.call("LPOP", "list");
    source.call("EXEC");
    source.call("SET", "expires", "x", "PX", "99999999999");
    source.call("EVAL", "redis.call('SET', 'scripted', 'yes')", "0");
    awaitSame();
    assertThat(client.call("GET", "before")).isEqualTo("$1:2");
    assertThat(client.call("LRANGE", "list", "0", "-1")).isEqualTo("*1[$1:b ]");
    assertThat(client.call("PEXPIRETIME", "expires"))
        .isEqualTo(source.call("PEXPIRETIME", "expires"));
    assertThat(client.call("GET", "scripted")).isEqualTo("$3:yes");
    client.call("SELECT", "2");
    assertThat(client.call("GET", "second")).isEqualTo("$1:2");
    assertThat(info(source, "connected_slaves")).isEqualTo("connected_slaves:1");
    assertThat(client.call("REPLICAOF", "NO", "ONE")).isEqualTo("+OK");
    assertThat(client.call("SET", "a", "x")).isEqualTo("+OK");
    assertThat(client.call("ROLE")).isEqualTo("*3[$6:master , :0 , *0[] ]");
  }

  @Test
  void aBrokenConnectionGoesOnWhereItWas() {
    source.call("SET", "a", "1");
    follow();
    source.call("SET", "a", "2");
    awaitSame();
    assertThat(source.call("CLIENT", "KILL", "TYPE", "replica")).isEqualTo(":1");
    source.call("SET", "a", "3");
    awaitLink();
    awaitSame();
    assertThat(client.call("GET", "a")).isEqualTo("$1:3");
    assertThat(source.call("INFO", "stats"))
        .contains("sync_full:1\r\n")
        .contains("sync_partial_ok:1\r\n");
  }

  @Test
  void aSourceThatAsksForAPasswordGetsIt() {
    source.call("CONFIG", "SET", "requirepass", "open-sesame");
    int port = redis.address().getPort();
    client.call("REPLICAOF", "127.0.0.1", String.valueOf(port));
    Await.until(
        "it says why",
        () -> client.call("INFO", "replication").contains("orbit_replica_problem:the source"));
    client.call("REPLICAOF", "NO", "ONE");
    client.call("CONFIG", "SET", "masterauth", "open-sesame");
    assertThat(client.call("CONFIG", "GET", "masterauth")).doesNotContain("sesame");
    source.call("SET", "a", "1");
    follow();
    assertThat(client.call("GET", "a")).isEqualTo("$1:1");
  }

  @Test
  void aStartGoesOnWithIt() {
    source.call("CONFIG", "SET", "requirepass", "open-sesame");
    client.call("CONFIG", "SET", "masterauth", "open-sesame");
    source.call("SET", "a", "1");
    follow();
    client.close();
    net.close();
    protocol.close();
    source.call("SET", "a", "2");
    protocol = stack.protocol();
    net = TestNet.start(protocol);
    client = new RespClient(net.address());
    awaitLink();
    Await.until("the copy has come", () -> client.call("GET", "a").equals("$1:2"));
    assertThat(client.call("SET", "a", "x")).startsWith("-READONLY");
    assertThat(client.call("REPLICAOF", "NO", "ONE")).isEqualTo("+OK");
    protocol.close();
    try (TestNet again = TestNet.start(stack.protocol());
        RespClient other = new RespClient(again.address())) {
      assertThat(other.call("ROLE")).startsWith("*3[$6:master ");
      assertThat(other.call("SET", "a", "x")).isEqualTo("+OK");
    }
  }

  @Test
  void randomCommandsLeaveTheSameBehind() {
    long seed = FrameFuzzer.freshSeed();
    System.out.println("ReplicaTest seed " + seed);
    RandomCommands commands = new RandomCommands(seed);
    follow();
    for (int i = 0; i < 4_000; i++) {
      List<String> command = commands.next();
      if (!LEFT_OUT.contains(command.getFirst())) {
        source.call(command, -1);
      }
    }
    source.call("DISCARD");
    source.call("SELECT", "0");
    awaitSame();
    assertThat(info(client, "orbit_replica_problem"))
        .as("seed " + seed)
        .isEqualTo("orbit_replica_problem:");
    for (String number : List.of("0", "1")) {
      source.call("SELECT", number);
      client.call("SELECT", number);
      assertThat(client.call(List.of("KEYS", "*"), 0))
          .as("seed " + seed)
          .isEqualTo(source.call(List.of("KEYS", "*"), 0));
      assertThat(client.call("DBSIZE")).isEqualTo(source.call("DBSIZE"));
    }
  }
}
