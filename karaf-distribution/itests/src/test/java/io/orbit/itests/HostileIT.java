package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.testkit.protocol.FrameFuzzer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/**
 * Broken input on the ports of a packaged server, while others are served. {@code
 * -Dorbit.hostile.sessions} says how many sessions a port, 2,000 if not said; {@code
 * -Dorbit.test.seed} replays them.
 */
class HostileIT {
  private static final int SESSIONS = Integer.getInteger("orbit.hostile.sessions", 2000);
  private static final int SESSIONS_A_PROBE = 100;
  private static final int LARGE_FRAMES = 200;

  private static Server server;

  @BeforeAll
  static void start() throws IOException {
    Path work = Files.createDirectories(Path.of(System.getProperty("orbit.work")));
    server = Server.start(Files.createTempDirectory(work, "hostile").resolve("data"));
  }

  @AfterAll
  static void stop() {
    assertThat(server.stop()).isZero();
  }

  /** A well-behaved client that must be answered. */
  @FunctionalInterface
  private interface Probe {
    void run() throws Exception;
  }

  @Test
  void redisOutlivesBrokenRequests() throws Exception {
    byte[] login = command("AUTH", "orbit", Server.PASSWORD);
    List<byte[]> good =
        List.of(
            command("PING"),
            command("SET", "k", "v".repeat(50)),
            join(login, command("SET", "k", "v"), command("GET", "k")),
            join(login, command("HELLO", "3"), command("MULTI"), command("HSET", "h", "f", "v")),
            join(login, command("SCAN", "0", "COUNT", "10"), command("MGET", "a", "b", "c")));
    attack(6379, good, HostileIT::probeRedis);
  }

  @Test
  void postgresOutlivesBrokenMessages() throws Exception {
    byte[] startUp = startUp();
    List<byte[]> good =
        List.of(
            startUp,
            ByteBuffer.allocate(8).putInt(8).putInt(80_877_103).array(),
            ByteBuffer.allocate(16).putInt(16).putInt(80_877_102).putInt(1).putInt(2).array(),
            join(startUp, message('p', "SCRAM-SHA-256\0\0\0\0\rn,,n=*,r=abcd")),
            join(startUp, message('Q', "SELECT 1\0")));
    attack(5432, good, HostileIT::probePostgres);
  }

  /** 200 frames that announce 2 GB each: memory that was set aside for them would not be there. */
  @Test
  void anAnnouncedLengthCostsNothingBeforeLogin() throws Exception {
    List<Socket> held = new ArrayList<>();
    try {
      for (int i = 0; i < LARGE_FRAMES; i++) {
        held.add(open(6379, bytes("*1\r\n$2147483647\r\nxxxx")));
        held.add(open(5432, join(startUp(), bytes("p\u007f\u00ff\u00ff\u00ffxxxx"))));
        held.add(open(5432, ByteBuffer.allocate(8).putInt(0x7fffffff).putInt(196_608).array()));
      }
      probeRedis();
      probePostgres();
    } finally {
      for (Socket socket : held) {
        socket.close();
      }
    }
    probeRedis();
    probePostgres();
  }

  private static void attack(int port, List<byte[]> good, Probe probe) throws Exception {
    long seed = FrameFuzzer.freshSeed();
    System.out.println("port " + port + ", sessions " + SESSIONS + ", seed " + seed);
    FrameFuzzer fuzzer = new FrameFuzzer(seed, good);
    for (int session = 1; session <= SESSIONS; session++) {
      open(port, fuzzer.next()).close();
      if (session % SESSIONS_A_PROBE == 0) {
        probe.run();
      }
    }
    probe.run();
    assertThat(server.isAlive()).isTrue();
    assertThat(server.output()).doesNotContain("OutOfMemoryError").doesNotContain("LEAK:");
  }

  private static Socket open(int port, byte[] input) throws IOException {
    Socket socket = new Socket();
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port(port)), 30_000);
    try {
      socket.getOutputStream().write(input);
    } catch (IOException closedByTheServer) {
      return socket;
    }
    return socket;
  }

  private static void probeRedis() {
    try (Jedis redis = Clients.redis(server)) {
      assertThat(redis.incr("probe")).isPositive();
    }
  }

  private static void probePostgres() throws Exception {
    try (var sql = Clients.sql(server)) {
      assertThat(Clients.rows(sql, "SELECT 1")).containsExactly("1");
    }
  }

  private static byte[] command(String... words) {
    StringBuilder command = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      command.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
    }
    return bytes(command.toString());
  }

  private static byte[] startUp() {
    byte[] body = bytes("\0\u0003\0\0user\0orbit\0database\0orbit\0\0");
    return ByteBuffer.allocate(4 + body.length).putInt(4 + body.length).put(body).array();
  }

  private static byte[] message(char type, String body) {
    return ByteBuffer.allocate(5 + body.length())
        .put((byte) type)
        .putInt(4 + body.length())
        .put(bytes(body))
        .array();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }
}
