package io.orbit.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbit.testkit.protocol.Await;
import io.orbit.testkit.protocol.TestNet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code client-output-buffer-limit}: who does not read is cut off, and nobody else. */
class OutputLimitTest {
  private static final String LIMIT = "client-output-buffer-limit";

  private final TestStack stack = new TestStack(true);
  private final TestNet net = TestNet.start(stack.protocol());
  private final RespClient client = new RespClient(net.address());
  private final RespClient slow = new RespClient(net.address());

  @AfterEach
  void close() {
    slow.close();
    client.close();
    net.close();
    stack.close();
  }

  private void set(String limit) {
    assertThat(client.call("CONFIG", "SET", LIMIT, limit)).isEqualTo("+OK");
  }

  private boolean isThere(String name) {
    return client.call("CLIENT", "LIST").contains(" name=" + name + " ");
  }

  @Test
  void itIsChangedClassByClass() {
    assertThat(client.call("CONFIG", "GET", LIMIT))
        .contains("normal 0 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60");
    set("normal 1mb 2mb 60 replica 3mb 4mb 70");
    assertThat(client.call("CONFIG", "GET", LIMIT))
        .contains("normal 1048576 2097152 60 slave 3145728 4194304 70 pubsub 33554432 8388608 60");
  }

  @Test
  void mistakesAreToldInRedisWords() {
    String failed =
        "-ERR CONFIG SET failed (possibly related to argument 'client-output-buffer-limit') - ";
    assertThat(client.call("CONFIG", "SET", LIMIT, "wrong number"))
        .isEqualTo(failed + "Wrong number of arguments in buffer limit configuration.");
    assertThat(client.call("CONFIG", "SET", LIMIT, "master 10mb 10mb 60"))
        .isEqualTo(failed + "Invalid client class specified in buffer limit configuration.");
    for (String wrong : List.of("normal 10mbs 1 60", "pubsub 1 10mbs 60", "pubsub 1 1 60s")) {
      assertThat(client.call("CONFIG", "SET", LIMIT, wrong))
          .isEqualTo(
              failed
                  + "Error in hard, soft or soft_seconds setting in buffer limit configuration.");
    }
  }

  @Test
  void aSubscriberThatDoesNotReadIsCutOffAtTheHardLimit() {
    set("pubsub 100000 0 0");
    assertThat(slow.call("CLIENT", "SETNAME", "slow")).isEqualTo("+OK");
    slow.call("SUBSCRIBE", "news");
    String message = "m".repeat(50_000);
    Await.until(
        "it is cut off",
        () -> {
          client.call("PUBLISH", "news", message);
          return !isThere("slow");
        });
    assertThat(client.call("INFO", "stats"))
        .contains("client_output_buffer_limit_disconnections:1");
  }

  @Test
  void aReplyBeyondTheLimitIsNotSentAtAll() {
    client.call("SET", "k", "v".repeat(200_000));
    set("normal 100000 0 0");
    assertThat(slow.call("GET", "nothing")).isEqualTo("$nil");
    slow.send(List.of("GET", "k"));
    assertThatThrownBy(() -> slow.read(-1)).isInstanceOf(RuntimeException.class);
    assertThat(client.call("PING")).isEqualTo("+PONG");
  }

  @Test
  void beyondTheSoftLimitAClientMayBeForSomeTimeWithoutAnythingElseBeingSent() {
    set("pubsub 0 100000 1");
    assertThat(slow.call("CLIENT", "SETNAME", "slow")).isEqualTo("+OK");
    slow.call("SUBSCRIBE", "news");
    String message = "m".repeat(50_000);
    Await.until(
        "it is beyond",
        () -> {
          client.call("PUBLISH", "news", message);
          return client
              .call("CLIENT", "LIST", "TYPE", "pubsub")
              .matches("(?s).* omem=[0-9]{6,} .*");
        });
    assertThat(isThere("slow")).isTrue();
    Await.until("its time is over", () -> !isThere("slow"));
  }

  @Test
  void aMonitorThatDoesNotReadIsCutOffLikeASubscriber() {
    set("pubsub 100000 0 0");
    assertThat(slow.call("CLIENT", "SETNAME", "slow")).isEqualTo("+OK");
    assertThat(slow.call("MONITOR")).isEqualTo("+OK");
    String value = "v".repeat(50_000);
    Await.until(
        "it is cut off",
        () -> {
          client.call("SET", "k", value);
          return !isThere("slow");
        });
  }
}
