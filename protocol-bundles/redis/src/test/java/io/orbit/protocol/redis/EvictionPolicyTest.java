package io.orbit.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.testkit.protocol.TestNet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code maxmemory-policy}: what goes to make room, and what does not. */
class EvictionPolicyTest {
  private static final int KEYS = 200;
  private static final String VALUE = "v".repeat(10_000);
  private static final String OUT_OF_MEMORY =
      "-OOM command not allowed when used memory > 'maxmemory'.";

  private final TestStack stack = new TestStack(true);
  private TestNet net;
  private RespClient client;

  @BeforeEach
  void connect() {
    stack.createItems();
    stack.insertItem(1, "lamp", 41);
    net = TestNet.start(stack.protocol());
    client = new RespClient(net.address());
  }

  @AfterEach
  void close() {
    client.close();
    net.close();
    stack.close();
  }

  /** So much that all keys of the test together do not fit. */
  private void limit(String policy) {
    long now = stack.store.statistics().memoryBytes();
    set("maxmemory-policy", policy);
    set("maxmemory-samples", "10");
    set("maxmemory", String.valueOf(now + KEYS / 2 * VALUE.length()));
  }

  private void set(String name, String value) {
    assertThat(client.call("CONFIG", "SET", name, value)).isEqualTo("+OK");
  }

  private long left(String prefix) {
    return IntStream.range(0, KEYS)
        .filter(i -> client.call("EXISTS", prefix + i).equals(":1"))
        .count();
  }

  private long evicted() {
    return client
        .call("INFO", "stats")
        .lines()
        .filter(line -> line.startsWith("evicted_keys:"))
        .mapToLong(line -> Long.parseLong(line.substring("evicted_keys:".length())))
        .sum();
  }

  @ParameterizedTest
  @ValueSource(strings = {"allkeys-lru", "allkeys-lfu", "allkeys-random"})
  void anyKeyMakesRoomButNoRowDoes(String policy) {
    limit(policy);
    for (int i = 0; i < 2 * KEYS; i++) {
      assertThat(client.call("SET", "k" + i, VALUE)).isEqualTo("+OK");
    }
    long gone = evicted();
    assertThat(gone).isBetween(KEYS / 2L, 2L * KEYS);
    assertThat(client.call("DBSIZE")).isEqualTo(":" + (2 * KEYS - gone));
    assertThat(client.call("HGET", "items:1", "name")).isEqualTo("$4:lamp");
    assertThat(client.call("CONFIG", "GET", "maxmemory-policy")).contains(policy);
  }

  @Test
  void whatIsUsedStays() {
    limit("allkeys-lfu");
    client.call("SET", "wanted", VALUE);
    for (int i = 0; i < 200; i++) {
      client.call("GET", "wanted");
    }
    for (int i = 0; i < 2 * KEYS; i++) {
      client.call("SET", "k" + i, VALUE);
      client.call("GET", "wanted");
    }
    assertThat(client.call("EXISTS", "wanted")).isEqualTo(":1");
    assertThat(client.call("OBJECT", "FREQ", "wanted")).matches(":[0-9]+").isNotEqualTo(":0");
    assertThat(client.call("OBJECT", "IDLETIME", "wanted"))
        .startsWith("-ERR An LFU maxmemory policy is selected, idle time not tracked.");
    set("maxmemory-policy", "allkeys-lru");
    assertThat(client.call("OBJECT", "IDLETIME", "wanted")).matches(":[0-9]");
    assertThat(client.call("OBJECT", "FREQ", "wanted"))
        .startsWith("-ERR An LFU maxmemory policy is not selected");
  }

  @ParameterizedTest
  @ValueSource(strings = {"volatile-lru", "volatile-lfu", "volatile-random", "volatile-ttl"})
  void whatDoesNotExpireStays(String policy) {
    for (int i = 0; i < 20; i++) {
      client.call("SET", "stays" + i, VALUE);
    }
    limit(policy);
    for (int i = 0; i < 2 * KEYS; i++) {
      assertThat(client.call("SET", "k" + i, VALUE, "EX", "100000")).isEqualTo("+OK");
    }
    assertThat(left("stays")).isEqualTo(20);
    assertThat(evicted()).isPositive();
  }

  @Test
  void whatExpiresFirstGoesFirst() {
    set("maxmemory-samples", "64");
    for (int i = 0; i < 10; i++) {
      client.call("SET", "soon" + i, VALUE, "EX", "1000");
      client.call("SET", "late" + i, VALUE, "EX", "100000");
    }
    set("maxmemory-policy", "volatile-ttl");
    set("maxmemory", String.valueOf(stack.store.statistics().memoryBytes() - 5L * VALUE.length()));
    assertThat(client.call("SET", "more", "x")).isEqualTo("+OK");
    assertThat(left("late")).isEqualTo(10);
    assertThat(left("soon")).isBetween(3L, 6L);
  }

  @Test
  void whereNothingMayGoWritersAreRefused() {
    client.call("SET", "a", VALUE);
    set("maxmemory", "1");
    assertThat(client.call("SET", "b", "x")).isEqualTo(OUT_OF_MEMORY);
    set("maxmemory-policy", "volatile-ttl");
    assertThat(client.call("SET", "b", "x")).isEqualTo(OUT_OF_MEMORY);
    assertThat(client.call("EXISTS", "a")).isEqualTo(":1");
    assertThat(client.call("CONFIG", "SET", "maxmemory-policy", "nosuch"))
        .isEqualTo(
            "-ERR CONFIG SET failed (possibly related to argument 'maxmemory-policy') - argument"
                + " couldn't be parsed");
  }

  @Test
  void listenersHearOfIt() {
    try (RespClient listener = new RespClient(net.address())) {
      set("notify-keyspace-events", "Keg");
      listener.call("PSUBSCRIBE", "__keyspace@0__:*");
      client.call("SET", "a", VALUE, "EX", "1000");
      set("maxmemory-policy", "volatile-lru");
      set("maxmemory", "1");
      client.call("SET", "b", "x");
      assertThat(listener.read(-1)).contains("expire");
      assertThat(listener.read(-1)).contains("__keyspace@0__:a", "evicted");
      client.call(List.of("DEL", "c"), -1);
    }
  }
}
