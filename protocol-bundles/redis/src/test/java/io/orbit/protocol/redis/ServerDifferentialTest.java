package io.orbit.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.testkit.protocol.FrameFuzzer;
import io.orbit.testkit.protocol.TestNet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Commands on the server itself beside a genuine one: DEBUG, MIGRATE, CLUSTER, LATENCY … */
class ServerDifferentialTest {
  private static final int COMMANDS = 3_000;

  /** Not to be found in Redis 7.0, or another there. */
  private static final Set<String> LEFT_OUT =
      Set.of("HELLO", "RESET", "QUIT", "SUBSCRIBE", "PSUBSCRIBE", "SSUBSCRIBE", "SWAPDB");

  private static final List<String> SAME =
      List.of(
          "CLUSTER",
          "CLUSTER INFO",
          "CLUSTER HELP",
          "CLUSTER NOSUCH",
          "CLUSTER MEET a",
          "CLUSTER KEYSLOT a",
          "ASKING",
          "READONLY",
          "READWRITE",
          "READONLY x",
          "BGREWRITEAOF",
          "FAILOVER",
          "FAILOVER ABORT",
          "FAILOVER TO a 1 FORCE TIMEOUT 10",
          "FAILOVER TIMEOUT 0",
          "FAILOVER TO a",
          "SHUTDOWN ABORT",
          "SHUTDOWN X",
          "SHUTDOWN SAVE NOSAVE",
          "SHUTDOWN NOW ABORT",
          "MODULE LOAD x",
          "MODULE UNLOAD x",
          "MODULE LOADEX x",
          "LATENCY GRAPH command",
          "LATENCY HISTOGRAM nosuch",
          "MEMORY PURGE",
          "DEBUG",
          "DEBUG NOSUCH",
          "DEBUG OBJECT",
          "DEBUG OBJECT nosuch",
          "DEBUG SLEEP 0",
          "DEBUG SLEEP x",
          "DEBUG LOG hello",
          "DEBUG ERROR MYERR",
          "DEBUG POPULATE 5 filled 3",
          "GET filled:4",
          "DEBUG POPULATE x",
          "DEBUG PROTOCOL string",
          "DEBUG PROTOCOL integer",
          "DEBUG PROTOCOL double",
          "DEBUG PROTOCOL bignum",
          "DEBUG PROTOCOL null",
          "DEBUG PROTOCOL array",
          "DEBUG PROTOCOL set",
          "DEBUG PROTOCOL map",
          "DEBUG PROTOCOL verbatim",
          "DEBUG PROTOCOL true",
          "DEBUG PROTOCOL false",
          "DEBUG PROTOCOL nosuch",
          "DEBUG SET-ACTIVE-EXPIRE 1",
          "DEBUG DIGEST-VALUE nosuch",
          "PFSELFTEST",
          "PFADD hll a b c d e f",
          "PFDEBUG ENCODING hll",
          "PFDEBUG DECODE hll",
          "PFDEBUG NOSUCH hll",
          "PFDEBUG ENCODING nosuch",
          "PFDEBUG TODENSE hll",
          "PFDEBUG TODENSE hll",
          "PFDEBUG DECODE hll",
          "PFDEBUG GETREG hll",
          "GET hll",
          "COMMAND GETKEYSANDFLAGS SET a b GET",
          "COMMAND GETKEYSANDFLAGS SET a b",
          "COMMAND GETKEYSANDFLAGS LMOVE a b LEFT RIGHT",
          "COMMAND GETKEYSANDFLAGS MSET a b c d",
          "COMMAND GETKEYSANDFLAGS ZUNIONSTORE a 2 b c",
          "COMMAND GETKEYSANDFLAGS XREAD STREAMS a b 0 0",
          "COMMAND GETKEYSANDFLAGS BITFIELD a GET u4 0",
          "COMMAND GETKEYSANDFLAGS BITFIELD a SET u4 0 1",
          "COMMAND GETKEYSANDFLAGS NOSUCH a b",
          "COMMAND GETKEYSANDFLAGS PING a b",
          "COMMAND GETKEYS MIGRATE h 1 |none| 0 1 COPY",
          "MIGRATE a 1 k 0 x",
          "MIGRATE 127.0.0.1 1 nosuch 0 100",
          "MIGRATE 127.0.0.1 1 filled:1 0 100",
          "MIGRATE 127.0.0.1 1 x 0 100 KEYS a",
          "MIGRATE 127.0.0.1 1 x 0 100 NOSUCH",
          "RESTORE-ASKING a 0 x");

  private final TestStack stack = new TestStack(true);
  private final RedisProtocol protocol = stack.protocol();
  private final TestNet net = TestNet.start(protocol);
  private final RealRedis redis = RealRedis.start();
  private final RespClient expected = new RespClient(redis.address());
  private final RespClient actual = new RespClient(net.address());

  @AfterEach
  void close() {
    actual.close();
    expected.close();
    redis.close();
    net.close();
    stack.close();
  }

  @Test
  void answersAsRedisDoes() {
    for (String version : List.of("2", "3")) {
      expected.call("HELLO", version);
      actual.call("HELLO", version);
      expected.call("FLUSHALL");
      actual.call("FLUSHALL");
      for (String line : SAME) {
        List<String> words = List.of(line.replace("|", "").split(" "));
        assertThat(actual.call(words, -1)).as(line).isEqualTo(expected.call(words, -1));
      }
    }
  }

  /** Whatever random commands make: the digests say that two servers hold the same. */
  @Test
  void theSameDataHasTheSameDigest() {
    long seed = FrameFuzzer.freshSeed();
    System.out.println("ServerDifferentialTest seed " + seed);
    RandomCommands commands = new RandomCommands(seed);
    for (int i = 0; i < COMMANDS; i++) {
      List<String> command = commands.next();
      boolean atRandom = command.getFirst().contains("RAND") || command.getFirst().equals("SPOP");
      if (!LEFT_OUT.contains(command.getFirst()) && !atRandom) {
        expected.call(command, -1);
        actual.call(command, -1);
      }
    }
    for (RespClient each : List.of(expected, actual)) {
      each.call("DISCARD");
      each.call("SELECT", "0");
      each.call("ZADD", "scores", "1e30", "a", "-1e-7", "b", "0.1", "c", "inf", "d");
      each.call("ZADD", "scores", "3", "f", "1.5e17", "g", "123456.789", "h");
    }
    String before = expected.call("DEBUG", "DIGEST");
    assertThat(before).isNotEqualTo("+" + "0".repeat(40));
    assertThat(actual.call("DEBUG", "DIGEST")).as("seed %d", seed).isEqualTo(before);
    assertThat(actual.call("DEBUG", "RELOAD")).isEqualTo("+OK");
    assertThat(actual.call("DEBUG", "DIGEST")).isEqualTo(before);
    assertThat(actual.call("DEBUG", "DIGEST-VALUE", "scores"))
        .isEqualTo(expected.call("DEBUG", "DIGEST-VALUE", "scores"));
  }

  @Test
  void keysMoveToAGenuineServer() {
    String port = String.valueOf(redis.address().getPort());
    actual.call("SET", "a", "1");
    actual.call("HSET", "h", "f", "v");
    actual.call("PEXPIRE", "h", "100000");
    assertThat(actual.call("MIGRATE", "127.0.0.1", port, "a", "0", "1000", "COPY"))
        .isEqualTo("+OK");
    assertThat(actual.call("MIGRATE", "127.0.0.1", port, "a", "0", "1000"))
        .isEqualTo(
            "-ERR Target instance replied with error: BUSYKEY Target key name already exists.");
    assertThat(actual.call("MIGRATE", "127.0.0.1", port, "a", "99", "1000"))
        .isEqualTo("-ERR Target instance replied with error: ERR DB index is out of range");
    assertThat(actual.call("EXISTS", "a")).isEqualTo(":1");
    assertThat(
            actual.call(
                "MIGRATE", "127.0.0.1", port, "", "0", "1000", "REPLACE", "KEYS", "a", "h", "no"))
        .isEqualTo("+OK");
    assertThat(actual.call("EXISTS", "a", "h")).isEqualTo(":0");
    assertThat(expected.call("GET", "a")).isEqualTo("$1:1");
    assertThat(expected.call("HGETALL", "h")).isEqualTo("*2[$1:f , $1:v ]");
    assertThat(expected.call("PTTL", "h")).matches(":(100000|9[0-9]{4})");
  }

  @Test
  void commandsAreTimed() {
    actual.call("SET", "a", "1");
    actual.call("GET", "a");
    actual.call("PING");
    assertThat(actual.call("LATENCY", "HISTOGRAM", "set", "nosuch"))
        .matches(
            "\\*2\\[\\$3:set , \\*4\\[\\$5:calls , :1 , \\$14:histogram_usec , \\*2\\[:[0-9]+ , :1"
                + " ] ] ]");
    assertThat(actual.call("INFO", "latencystats"))
        .matches("(?s).*latency_percentiles_usec_get:p50=[0-9.]+,p99=[0-9.]+,p99.9=[0-9.]+.*");
    actual.call("CONFIG", "SET", "latency-monitor-threshold", "1");
    actual.call("DEBUG", "SLEEP", "0.02");
    assertThat(actual.call("LATENCY", "GRAPH", "command"))
        .contains("command - high ", "-".repeat(80), "_");
    actual.call("CONFIG", "RESETSTAT");
    assertThat(actual.call("LATENCY", "HISTOGRAM", "set")).isEqualTo("*0[]");
  }

  @Test
  void whoMayStopsTheServer() throws InterruptedException {
    CountDownLatch stopped = new CountDownLatch(1);
    protocol.stopBy(stopped::countDown);
    actual.send(List.of("SHUTDOWN", "NOSAVE"));
    assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
  }
}
