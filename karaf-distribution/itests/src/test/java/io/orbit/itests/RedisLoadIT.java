package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Many Redis clients, large values and clients that do not read, on a packaged server, while
 * somebody else is served. {@code -Dorbit.load} multiplies the numbers: 1 if not said, 10 by {@code
 * ./orbit soak}, which makes 10,000 connections, a million elements and a value of 512 MB. The
 * figures are printed.
 */
class RedisLoadIT {
  private static final int LOAD = Integer.getInteger("orbit.load", 1);
  private static final int PIPELINE = 10_000;
  private static final int PROBES = 500;

  /** Beside it, others may be slower, but not by waiting for what it does. */
  private static final Duration LONGEST = Duration.ofSeconds(2);

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static Server server;

  private final List<RedisSocket> sockets = new ArrayList<>();
  private RedisSocket probe;

  @BeforeAll
  static void start() throws IOException {
    Path work = Files.createDirectories(Path.of(System.getProperty("orbit.work")));
    Path data = Files.createTempDirectory(work, "load").resolve("data");
    Files.createDirectories(data);
    String memory = LOAD == 1 ? "640M" : "10G";
    String input = LOAD == 1 ? "" : "[io.orbit.net]\ninput_memory = 2000000000\n";
    Files.writeString(data.resolve("orbit.toml"), "[memory]\nlimit = \"" + memory + "\"\n" + input);
    server = Server.start(data);
  }

  @AfterAll
  static void stop() {
    assertThat(server.stop()).isZero();
  }

  @BeforeEach
  void connect() throws IOException {
    probe = new RedisSocket(server);
  }

  @AfterEach
  void disconnect() throws IOException {
    sockets.forEach(RedisSocket::close);
    assertThat(probe.call("FLUSHALL")).isEqualTo("+OK");
    probe.close();
  }

  private List<RedisSocket> connect(int count) throws IOException {
    List<RedisSocket> connected = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      RedisSocket socket = new RedisSocket(server);
      sockets.add(socket);
      connected.add(socket);
    }
    return connected;
  }

  /** How long one command in a hundred takes at least. */
  private Duration slowest(int percentile) throws IOException {
    long[] nanoseconds = new long[PROBES];
    for (int i = 0; i < PROBES; i++) {
      long begun = System.nanoTime();
      assertThat(probe.call("SET", "probe", Integer.toString(i))).isEqualTo("+OK");
      nanoseconds[i] = System.nanoTime() - begun;
    }
    Arrays.sort(nanoseconds);
    return Duration.ofNanos(nanoseconds[PROBES * percentile / 100]);
  }

  private static void say(String format, Object... figures) {
    System.out.printf("RedisLoadIT: " + format + "%n", figures);
  }

  private String figure(String section, String name) throws IOException {
    for (String line : probe.call("INFO", section).split("\n")) {
      if (line.startsWith(name + ":")) {
        return line.substring(name.length() + 1).strip();
      }
    }
    throw new AssertionError("INFO has no " + name);
  }

  private void awaitBlocked(int clients) {
    Await.until(
        clients + " clients wait",
        LIMIT,
        () -> figure("clients", "blocked_clients").equals(Integer.toString(clients)));
  }

  @Test
  void pipelinesOfTenThousandAreAnsweredInOrder() throws Exception {
    List<RedisSocket> clients = connect(4);
    List<Thread> writers = new ArrayList<>();
    for (int c = 0; c < clients.size(); c++) {
      RedisSocket client = clients.get(c);
      String key = "counter" + c;
      // Who sends all before he reads anything must do both at once: neither side keeps it all.
      writers.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      for (int i = 0; i < PIPELINE; i++) {
                        client.write("INCR", key);
                      }
                      client.flush();
                    } catch (IOException broken) {
                      throw new java.io.UncheckedIOException(broken);
                    }
                  }));
    }
    for (RedisSocket client : clients) {
      for (int i = 1; i <= PIPELINE; i++) {
        assertThat(client.read()).isEqualTo(":" + i);
      }
    }
    for (Thread writer : writers) {
      writer.join();
    }
  }

  @Test
  void aValueOfManyMegabytesIsKeptAndRead() throws Exception {
    int bytes = LOAD == 1 ? 32 << 20 : 512 << 20;
    RedisSocket client = connect(1).getFirst();
    long begun = System.nanoTime();
    assertThat(client.call("SET", "large", "x".repeat(bytes))).isEqualTo("+OK");
    assertThat(client.call("STRLEN", "large")).isEqualTo(":" + bytes);
    assertThat(client.call("GET", "large")).hasSize(bytes);
    say("%d MB set and got in %d ms", bytes >> 20, millisSince(begun));
    assertThat(slowest(99)).isLessThan(LONGEST);
  }

  private static long millisSince(long begun) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
  }

  @Test
  void thousandsOfConnectionsAreServed() throws Exception {
    int count = 1_000 * LOAD;
    long before = residentKilobytes();
    List<RedisSocket> clients = connect(count);
    assertThat(Integer.parseInt(figure("clients", "connected_clients"))).isGreaterThan(count);
    say(
        "%d connections: %.1f KB each; p99 of another %d µs",
        count, (residentKilobytes() - before) / (double) count, slowest(99).toNanos() / 1_000);
    for (RedisSocket client : clients) {
      client.send("PING");
    }
    for (RedisSocket client : clients) {
      assertThat(client.read()).isEqualTo("+PONG");
    }
  }

  private static long residentKilobytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + server.pid() + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IOException("the server is gone");
  }

  @Test
  void subscribersThatDoNotReadAreCutOffAndOthersHearEverything() throws Exception {
    assertThat(probe.call("CONFIG", "SET", "client-output-buffer-limit", "pubsub 4mb 1mb 5"))
        .isEqualTo("+OK");
    List<RedisSocket> deaf = connect(10);
    for (RedisSocket each : deaf) {
      each.call("SUBSCRIBE", "news");
    }
    RedisSocket monitor = connect(1).getFirst();
    assertThat(monitor.call("MONITOR")).isEqualTo("+OK");
    RedisSocket reader = connect(1).getFirst();
    reader.call("SUBSCRIBE", "news");
    String message = "m".repeat(100_000);
    for (int i = 0; i < 100; i++) {
      assertThat(probe.call("PUBLISH", "news", message)).startsWith(":");
      assertThat(reader.read()).isEqualTo("message news " + message);
    }
    Await.until(
        "those who do not read are cut off",
        LIMIT,
        () -> figure("stats", "client_output_buffer_limit_disconnections").equals("11"));
    assertThat(probe.call("PUBSUB", "NUMSUB", "news")).isEqualTo("news :1");
  }

  @Test
  void whoAsksAndDoesNotReadStopsBeingServedAndCostsLittle() throws Exception {
    assertThat(probe.call("SET", "big", "b".repeat(1 << 20))).isEqualTo("+OK");
    List<RedisSocket> greedy = connect(20);
    for (RedisSocket each : greedy) {
      for (int i = 0; i < 500; i++) {
        each.write("GET", "big");
      }
      each.flush();
    }
    assertThat(slowest(99)).isLessThan(LONGEST);
    for (RedisSocket each : greedy) {
      assertThat(each.read()).hasSize(1 << 20);
    }
  }

  @Test
  void thousandsOfBlockedClientsSlowNobodyAndAreAllFreed() throws Exception {
    Duration before = slowest(99);
    int third = 300 * LOAD;
    List<RedisSocket> lists = connect(third);
    List<RedisSocket> streams = connect(third);
    List<RedisSocket> patient = connect(third);
    for (int i = 0; i < third; i++) {
      lists.get(i).send("BLPOP", "list", "0");
      streams.get(i).send("XREAD", "BLOCK", "0", "STREAMS", "stream", "$");
      patient.get(i).send("BZPOPMIN", "nothing" + i, "5");
    }
    awaitBlocked(3 * third);
    Duration meanwhile = slowest(99);
    say(
        "%d blocked: p99 of another %d µs, before %d µs",
        3 * third, meanwhile.toNanos() / 1_000, before.toNanos() / 1_000);
    assertThat(meanwhile).isLessThan(before.multipliedBy(5).plusMillis(100));
    for (int i = 0; i < third; i++) {
      probe.write("RPUSH", "list", "element" + i);
    }
    probe.write("XADD", "stream", "*", "field", "value");
    probe.flush();
    for (int i = 0; i <= third; i++) {
      probe.read();
    }
    for (int i = 0; i < third; i++) {
      assertThat(lists.get(i).read()).startsWith("list element");
      assertThat(streams.get(i).read()).contains("field value");
      assertThat(patient.get(i).read()).isEqualTo("*-1");
    }
    awaitBlocked(0);
  }

  @Test
  void blockedClientsThatAreKilledOrGoAwayLeaveNothing() throws Exception {
    int half = 200 * LOAD;
    List<RedisSocket> killed = connect(half);
    List<RedisSocket> leaving = connect(half);
    for (int i = 0; i < half; i++) {
      killed.get(i).call("CLIENT", "SETNAME", "victim");
      killed.get(i).send("BLPOP", "list", "0");
      leaving.get(i).send("BRPOP", "list", "0");
    }
    awaitBlocked(2 * half);
    leaving.forEach(RedisSocket::close);
    awaitBlocked(half);
    assertThat(probe.call("CLIENT", "KILL", "SKIPME", "yes")).isEqualTo(":" + half);
    awaitBlocked(0);
    assertThat(probe.call("RPUSH", "list", "e")).isEqualTo(":1");
    assertThat(probe.call("LLEN", "list")).isEqualTo(":1");
  }

  @Test
  void messagesReachThousandsOfSubscribersInOrder() throws Exception {
    int count = 500 * LOAD;
    int messages = 50;
    List<RedisSocket> subscribers = connect(count);
    for (RedisSocket each : subscribers) {
      each.send("SUBSCRIBE", "news");
    }
    for (RedisSocket each : subscribers) {
      assertThat(each.read()).isEqualTo("subscribe news :1");
    }
    long begun = System.nanoTime();
    for (int i = 0; i < messages; i++) {
      assertThat(probe.call("PUBLISH", "news", "message" + i)).isEqualTo(":" + count);
    }
    for (RedisSocket each : subscribers) {
      for (int i = 0; i < messages; i++) {
        assertThat(each.read()).isEqualTo("message news message" + i);
      }
    }
    say("%d messages to %d subscribers in %d ms", messages, count, millisSince(begun));
  }

  @Test
  void whatTakesLongHoldsNobodyUp() throws Exception {
    int elements = 100_000 * LOAD;
    RedisSocket client = connect(1).getFirst();
    fill(client, elements);
    for (List<String> command :
        List.of(
            List.of("LRANGE", "list", "0", "-1"),
            List.of("KEYS", "*"),
            List.of("SORT", "list", "LIMIT", "0", "10"),
            List.of("SMEMBERS", "set"))) {
      long begun = System.nanoTime();
      client.send(command.toArray(String[]::new));
      Duration slowest = slowest(100 - 1);
      String answer = client.read();
      assertThat(answer).doesNotStartWith("-");
      say(
          "%s of %d: %d ms; p99 of another meanwhile %d µs",
          command.getFirst(), elements, millisSince(begun), slowest.toNanos() / 1_000);
      assertThat(slowest).isLessThan(LONGEST);
    }
  }

  private static void fill(RedisSocket client, int elements) throws IOException {
    for (int from = 0; from < elements; from += 1_000) {
      for (int i = from; i < from + 1_000; i++) {
        client.write("RPUSH", "list", Integer.toString(i));
        client.write("SADD", "set", "member" + i);
        client.write("SET", "key" + i, "v");
      }
      client.flush();
      for (int i = 0; i < 3_000; i++) {
        client.read();
      }
    }
  }
}
