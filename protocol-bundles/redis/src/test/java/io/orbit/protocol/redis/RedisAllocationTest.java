package io.orbit.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.orbit.testkit.protocol.Bytes;
import io.orbit.testkit.protocol.TestClient;
import io.orbit.testkit.protocol.TestNet;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The way from a request's bytes to its reply's makes next to no garbage: nothing but what the
 * network makes for a read pass, and of a change the new version.
 */
class RedisAllocationTest {
  private static final int WARM_UP = 2_000;
  private static final int PASSES = 2_000;
  private static final int PIPELINE = 16;
  private static final String VALUE = "v".repeat(100);

  private final TestStack stack = new TestStack(false);
  private final TestNet net = TestNet.start(stack.protocol());

  @AfterEach
  void close() {
    net.close();
    stack.close();
  }

  private static String request(String... words) {
    StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
    }
    return text.toString();
  }

  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long sum = 0;
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("orbit-net-")) {
        sum += threads.getThreadAllocatedBytes(thread.threadId());
      }
    }
    return sum;
  }

  /** Bytes for one command, of so many sent together. */
  private static long each(TestClient client, String what, String request, String reply, int many) {
    byte[] requests = Bytes.of(request.repeat(many));
    byte[] replies = Bytes.of(reply.repeat(many));
    for (int i = 0; i < WARM_UP; i++) {
      client.send(requests).expect(replies);
    }
    long before = allocated();
    for (int i = 0; i < PASSES; i++) {
      client.send(requests).expect(replies);
    }
    long bytes = (allocated() - before) / ((long) PASSES * many);
    System.out.printf("RedisAllocationTest: %d bytes a %s, %d together%n", bytes, what, many);
    return bytes;
  }

  private TestClient logIn(String user, String password) {
    return net.connect()
        .send(Bytes.of(request("AUTH", user, password)))
        .expect(Bytes.of("+OK\r\n"));
  }

  @Test
  void aGetAllocatesNextToNothing() {
    String get = request("GET", "key:000000000001");
    String reply = "$100\r\n" + VALUE + "\r\n";
    try (TestClient client = logIn("orbit", TestStack.PASSWORD)) {
      client.send(Bytes.of(request("SET", "key:000000000001", VALUE))).expect(Bytes.of("+OK\r\n"));
      assertThat(each(client, "GET", get, reply, 1)).isLessThan(200);
      assertThat(each(client, "GET", get, reply, PIPELINE)).isLessThan(32);
    }
  }

  @Test
  void aSetAllocatesTheNewVersion() {
    String set = request("SET", "key:000000000001", VALUE);
    try (TestClient client = logIn("orbit", TestStack.PASSWORD)) {
      assertThat(each(client, "SET", set, "+OK\r\n", PIPELINE)).isLessThan(256);
    }
  }

  @Test
  void aUserWithRulesOnCommandsCostsNothingMore() {
    String get = request("GET", "key:000000000001");
    try (TestClient admin = logIn("orbit", TestStack.PASSWORD)) {
      admin
          .send(
              Bytes.of(
                  request("ACL", "SETUSER", "reader", "on", ">secret-Pass-1", "~*", "+get", "&*")))
          .expect(Bytes.of("+OK\r\n"));
    }
    try (TestClient client = logIn("reader", "secret-Pass-1")) {
      assertThat(each(client, "GET of a limited user", get, "$-1\r\n", PIPELINE)).isLessThan(64);
    }
  }
}
