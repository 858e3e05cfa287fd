package io.orbit.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.testkit.protocol.TestNet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** MULTI, EXEC and WATCH with several clients at once. */
class RedisTransactionTest {
  private static final int CLIENTS = 8;
  private static final int ROUNDS = 200;

  private TestStack stack;
  private TestNet net;

  @BeforeEach
  void open() {
    stack = new TestStack(true);
    net = TestNet.start(stack.protocol());
  }

  @AfterEach
  void close() {
    net.close();
    stack.close();
  }

  private <T> List<T> together(Callable<T> work) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        running.add(threads.submit(work));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> each : running) {
        results.add(each.get());
      }
      return results;
    }
  }

  /** As in Redis, where an expiry set again touches the key though nothing is another. */
  @Test
  void anExpirySetAgainIsAChange() {
    try (RespClient client = new RespClient(net.address())) {
      client.call("SET", "k", "v", "EXAT", "99999999999");
      client.call("WATCH", "k");
      assertThat(client.call("GETEX", "k", "EXAT", "99999999999")).isEqualTo("$1:v");
      client.call("MULTI");
      client.call("DEL", "k");
      assertThat(client.call("EXEC")).isEqualTo("*-1[]");
      client.call("PERSIST", "k");
      client.call("WATCH", "k");
      client.call("GETEX", "k", "PERSIST");
      client.call("MULTI");
      client.call("DEL", "k");
      assertThat(client.call("EXEC")).isEqualTo("*1[:1 ]");
    }
  }

  /** Increments by reading and writing back lose nothing when WATCH guards them. */
  @Test
  void watchedReadModifyWriteLosesNothing() throws Exception {
    List<Integer> succeeded =
        together(
            () -> {
              int count = 0;
              try (RespClient client = new RespClient(net.address())) {
                for (int i = 0; i < ROUNDS; i++) {
                  client.call("WATCH", "counter");
                  String seen = client.call("GET", "counter");
                  int value =
                      seen.equals("$nil")
                          ? 0
                          : Integer.parseInt(seen.substring(seen.indexOf(':') + 1));
                  client.call("MULTI");
                  client.call("SET", "counter", String.valueOf(value + 1));
                  if (!client.call("EXEC").equals("*-1[]")) {
                    count++;
                  }
                }
              }
              return count;
            });
    int total = succeeded.stream().mapToInt(Integer::intValue).sum();
    try (RespClient client = new RespClient(net.address())) {
      String value = client.call("GET", "counter");
      assertThat(value).endsWith(":" + total);
    }
    assertThat(total).isPositive();
  }

  /** Keys locked in either order never wait for each other for ever, and never show a half EXEC. */
  @Test
  void transfersKeepTheSum() throws Exception {
    try (RespClient client = new RespClient(net.address())) {
      client.call("MSET", "a", "1000", "b", "1000");
    }
    List<Boolean> consistent =
        together(
            () -> {
              boolean right = true;
              try (RespClient client = new RespClient(net.address())) {
                for (int i = 0; i < ROUNDS; i++) {
                  boolean forth = i % 2 == 0;
                  client.call("MULTI");
                  client.call("DECRBY", forth ? "a" : "b", "5");
                  client.call("INCRBY", forth ? "b" : "a", "5");
                  right &= client.call("EXEC").startsWith("*2[:");
                  String both = client.call("MGET", "a", "b");
                  String[] parts = both.split("[^0-9-]+");
                  right &= Integer.parseInt(parts[3]) + Integer.parseInt(parts[5]) == 2000;
                }
              }
              return right;
            });
    assertThat(consistent).containsOnly(true);
  }

  @Test
  void watchSeesAKeyThatCameAndWent() {
    try (RespClient client = new RespClient(net.address());
        RespClient other = new RespClient(net.address())) {
      client.call("WATCH", "ghost");
      other.call("SET", "ghost", "1");
      other.call("DEL", "ghost");
      client.call("MULTI");
      client.call("PING");
      assertThat(client.call("EXEC")).isEqualTo("*-1[]");
      client.call("WATCH", "ghost");
      other.call("DEL", "ghost");
      client.call("MULTI");
      client.call("PING");
      assertThat(client.call("EXEC")).isEqualTo("*1[+PONG ]");
    }
  }

  /** What removed the key before it was watched is dropped meanwhile. */
  @Test
  void watchOutlivesTheRemovalItBeganWith() {
    try (RespClient client = new RespClient(net.address())) {
      client.call("SET", "gone", "1");
      try (var earlier = stack.store.snapshot()) {
        client.call("DEL", "gone");
        client.call("WATCH", "gone");
        assertThat(earlier.timestamp()).isPositive();
      }
      stack.store.upkeep();
      client.call("MULTI");
      client.call("PING");
      assertThat(client.call("EXEC")).isEqualTo("*1[+PONG ]");
    }
  }

  @Test
  void watchRemembersItsKeySpace() {
    try (RespClient client = new RespClient(net.address());
        RespClient other = new RespClient(net.address())) {
      client.call("SELECT", "5");
      client.call("WATCH", "k");
      client.call("SELECT", "0");
      other.call("SET", "k", "0");
      client.call("MULTI");
      client.call("PING");
      assertThat(client.call("EXEC")).isEqualTo("*1[+PONG ]");
      client.call("SELECT", "5");
      client.call("WATCH", "k");
      client.call("SELECT", "0");
      other.call("SELECT", "5");
      other.call("SET", "k", "5");
      client.call("MULTI");
      client.call("PING");
      assertThat(client.call("EXEC")).isEqualTo("*-1[]");
    }
  }

  @Test
  void aFailingCommandUndoesOnlyItself() {
    try (RespClient client = new RespClient(net.address())) {
      client.call("SET", "text", "abc");
      client.call("MULTI");
      client.call("SET", "x", "1");
      client.call("INCR", "text");
      client.call("INCR", "x");
      assertThat(client.call("EXEC"))
          .isEqualTo("*3[+OK , -ERR value is not an integer or out of range , :2 ]");
      client.call("MULTI");
      client.call("NOSUCH");
      client.call("SET", "x", "9");
      assertThat(client.call("EXEC"))
          .isEqualTo("-EXECABORT Transaction discarded because of previous errors.");
      assertThat(client.call("GET", "x")).isEqualTo("$1:2");
    }
  }
}
