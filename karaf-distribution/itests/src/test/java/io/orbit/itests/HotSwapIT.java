package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import redis.clients.jedis.Jedis;

/**
 * Protocols, an engine, an accelerator and the language are taken out and put back while a load
 * runs on what stays, which never notices; and of what was taken out nothing is left. {@code
 * -Dorbit.swaps} says how often, 5 times if not said.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HotSwapIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int BETWEEN = 50;

  /** What the heap may be larger by once everything is as it was: caches, logs, statistics. */
  private static final long BREATH = 1L << 20;

  /** And for each swap: what Pax Logging keeps of a bundle. A bundle itself is larger. */
  private static final long BREATH_OF_A_SWAP = 100L << 10;

  private final int swaps = Integer.getInteger("orbit.swaps", 5);
  private Server server;
  private Shell shell;

  @BeforeAll
  void start() throws Exception {
    Path work = Files.createDirectories(Path.of(System.getProperty("orbit.work")));
    Path data = Files.createTempDirectory(work, "swap").resolve("data");
    Path wanted = Files.createDirectories(data.resolve("features")).resolve("wanted");
    Files.writeString(wanted, "install orbit-accel-simd\n");
    server = Server.start(data);
    shell = Shell.open(server);
  }

  @AfterAll
  void stop() throws Exception {
    shell.close();
    server.close();
  }

  private void run(String command) throws Exception {
    Shell.Answer answer = shell.run(command);
    assertThat(answer.exitCode()).as(answer.output()).isZero();
  }

  private void delete(String feature, int status) throws Exception {
    assertAnswers(status, "DELETE", feature);
  }

  private void post(String feature) throws Exception {
    assertAnswers(200, "POST", feature);
  }

  private void assertAnswers(int status, String method, String feature) throws Exception {
    HttpResponse<String> answer = Rest.send(server, method, "/api/v1/features/" + feature, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
  }

  private void assertFree(int usualPort) throws Exception {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port(usualPort)));
    }
  }

  @Test
  void redisGoesAndComesUnderASqlLoad() throws Exception {
    useRedis();
    swapRedis();
    Leftovers before = Leftovers.count(server);
    try (SqlLoad load = new SqlLoad(server)) {
      for (int swap = 0; swap < swaps; swap++) {
        load.awaitMore(BETWEEN);
        swapRedis();
        load.awaitMore(BETWEEN);
      }
      System.out.println(swaps + " swaps, " + load.statements() + " statements, none failed");
    }
    before.assertAllThereIs(server, BREATH + swaps * BREATH_OF_A_SWAP);
  }

  private void swapRedis() throws Exception {
    useRedis();
    assertThat(Leftovers.of(server, "io.orbit.protocol.redis")).isNotEmpty();
    run("feature:uninstall orbit-redis");
    assertFree(6379);
    Leftovers.awaitNothingOf(server, "io.orbit.protocol.redis");
    run("feature:install orbit-redis");
    Await.until("open", LIMIT, () -> server.accepts(6379));
  }

  private void useRedis() {
    try (Jedis redis = Clients.redis(server)) {
      redis.incr("swaps");
      assertThat(redis.get("swaps")).isNotNull();
    }
  }

  @Test
  void postgresGoesAndComesUnderARedisLoad() throws Exception {
    useSql();
    swapPostgres(0);
    Leftovers before = Leftovers.count(server);
    try (RedisLoad load = new RedisLoad(server)) {
      for (int swap = 0; swap < swaps; swap++) {
        load.awaitMore(BETWEEN);
        swapPostgres(swap);
        load.awaitMore(BETWEEN);
      }
      System.out.println(swaps + " swaps, " + load.commands() + " commands, none failed");
    }
    before.assertAllThereIs(server, BREATH + swaps * BREATH_OF_A_SWAP);
  }

  /** By the shell and by REST in turn; a session that is open is told that it ends. */
  private void swapPostgres(int swap) throws Exception {
    useSql();
    try (Connection open = Clients.sql(server)) {
      assertThat(Clients.rows(open, "SELECT 1")).containsExactly("1");
      if (swap % 2 == 0) {
        run("feature:uninstall orbit-postgres");
      } else {
        delete("orbit-postgres", 200);
      }
      assertThatThrownBy(() -> Clients.rows(open, "SELECT 1")).isInstanceOf(SQLException.class);
    }
    assertFree(5432);
    Leftovers.awaitNothingOf(server, "io.orbit.protocol.postgres");
    if (swap % 2 == 0) {
      run("feature:install orbit-postgres");
    } else {
      post("orbit-postgres");
    }
    Await.until("open", LIMIT, () -> server.accepts(5432));
  }

  private void useSql() throws SQLException {
    try (Connection sql = Clients.sql(server)) {
      assertThat(Clients.rows(sql, "SELECT 6 * 7")).containsExactly("42");
    }
  }

  @Test
  void anEngineThatNothingIsOnGoesAndComesUnderLoad() throws Exception {
    try (RedisLoad redis = new RedisLoad(server);
        SqlLoad sql = new SqlLoad(server)) {
      delete("orbit-storage-lsm", 409);
      delete("orbit-storage-xodus", 200);
      Leftovers.awaitNothingOf(server, "io.orbit.storage.xodus");
      redis.awaitMore(BETWEEN);
      sql.awaitMore(BETWEEN);
      post("orbit-storage-xodus");
      run("feature:uninstall orbit-storage-xodus");
      redis.awaitMore(BETWEEN);
      sql.awaitMore(BETWEEN);
      run("feature:install orbit-storage-xodus");
      redis.awaitMore(BETWEEN);
      sql.awaitMore(BETWEEN);
    }
  }

  @Test
  void anAcceleratorGoesAndComesUnderAnAnalyticLoad() throws Exception {
    try (AnalyticLoad load = new AnalyticLoad(server)) {
      for (int swap = 0; swap < swaps; swap++) {
        load.awaitMore(20);
        if (swap % 2 == 0) {
          run("feature:uninstall orbit-accel-simd");
        } else {
          delete("orbit-accel-simd", 200);
        }
        Leftovers.awaitNothingOf(server, "io.orbit.accel.simd");
        load.awaitMore(20);
        post("orbit-accel-simd");
      }
      load.awaitMore(20);
    }
  }

  /** Without force it stays; without it, statements are refused until it is back, keys are not. */
  @Test
  void theLanguageGoesAndComesUnderARedisLoad() throws Exception {
    try (RedisLoad load = new RedisLoad(server);
        Connection sql = Clients.sql(server);
        PreparedStatement prepared = sql.prepareStatement("SELECT ?::int + 1")) {
      for (int round = 0; round < 10; round++) {
        assertThat(plusOne(prepared, round)).isEqualTo(round + 1);
      }
      delete("orbit-lang-sql", 409);
      load.awaitMore(BETWEEN);

      run("feature:uninstall orbit-lang-sql");
      Leftovers.awaitNothingOf(server, "io.orbit.language.sql");
      assertThatThrownBy(() -> Clients.rows(sql, "SELECT 1"))
          .isInstanceOfSatisfying(
              SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("57P03"))
          .hasMessageContaining("language \"sql\" is not installed")
          .hasMessageContaining("orbit-lang-sql");
      load.awaitMore(BETWEEN);

      run("feature:install orbit-lang-sql");
      assertThat(Clients.rows(sql, "SELECT 1")).containsExactly("1");
      assertThat(plusOne(prepared, 41)).isEqualTo(42);
      load.awaitMore(BETWEEN);
    }
  }

  private static int plusOne(PreparedStatement prepared, int number) throws SQLException {
    prepared.setInt(1, number);
    try (ResultSet result = prepared.executeQuery()) {
      result.next();
      return result.getInt(1);
    }
  }
}
