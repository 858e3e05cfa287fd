package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/**
 * The Redis protocol is taken out and put back while a load runs on SQL, which never notices.
 * {@code -Dorbit.swaps} says how often, 5 times if not said.
 */
class HotSwapIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int STATEMENTS_BETWEEN = 50;
  private static final String REDIS_PACKAGE = "io.orbit.protocol.redis";

  @Test
  void redisGoesAndComesUnderASqlLoad() throws Exception {
    int swaps = Integer.getInteger("orbit.swaps", 5);
    Path work = Files.createDirectories(Path.of(System.getProperty("orbit.work")));
    Path data = Files.createTempDirectory(work, "swap").resolve("data");
    try (Server server = Server.start(data);
        SqlLoad load = new SqlLoad(server);
        Shell shell = Shell.open(server)) {
      for (int swap = 0; swap < swaps; swap++) {
        load.awaitMore(STATEMENTS_BETWEEN);
        writeThroughRedis(server, swap);
        assertThat(Leftovers.of(server, REDIS_PACKAGE)).isNotEmpty();
        assertDone(shell.run("feature:uninstall orbit-redis"));
        Await.until("closed", LIMIT, () -> !server.accepts(6379));
        assertThat(Leftovers.of(server, REDIS_PACKAGE)).isEmpty();
        load.awaitMore(STATEMENTS_BETWEEN);
        assertDone(shell.run("feature:install orbit-redis"));
        Await.until("open", LIMIT, () -> server.accepts(6379));
      }
      writeThroughRedis(server, swaps);
      load.awaitMore(STATEMENTS_BETWEEN);
      System.out.println(swaps + " swaps, " + load.statements() + " statements, none failed");
    }
  }

  private static void assertDone(Shell.Answer answer) {
    assertThat(answer.exitCode()).as(answer.output()).isZero();
  }

  private static void writeThroughRedis(Server server, int swap) {
    try (Jedis redis = Clients.redis(server)) {
      assertThat(redis.incr("swaps")).isEqualTo(swap + 1L);
    }
  }

  /** Writes and reads through one connection until closed. */
  private static final class SqlLoad implements AutoCloseable {
    private final AtomicInteger statements = new AtomicInteger();
    private final AtomicReference<SQLException> failure = new AtomicReference<>();
    private final Thread thread;
    private volatile boolean stopped;

    SqlLoad(Server server) throws SQLException {
      Connection sql = Clients.sql(server);
      Clients.execute(sql, "CREATE TABLE swap_load(id int PRIMARY KEY, value int)");
      thread = Thread.ofPlatform().name("sql-load").start(() -> run(sql));
    }

    private void run(Connection connection) {
      try (connection;
          PreparedStatement write =
              connection.prepareStatement(
                  "INSERT INTO swap_load VALUES (?, 1) ON CONFLICT (id)"
                      + " DO UPDATE SET value = swap_load.value + 1");
          PreparedStatement read =
              connection.prepareStatement("SELECT value FROM swap_load WHERE id = ?")) {
        while (!stopped) {
          int id = statements.get() % 100;
          write.setInt(1, id);
          write.executeUpdate();
          statements.incrementAndGet();
          read.setInt(1, id);
          read.executeQuery().close();
          statements.incrementAndGet();
        }
      } catch (SQLException failed) {
        failure.set(failed);
      }
    }

    void awaitMore(int count) {
      int enough = statements.get() + count;
      Await.until(
          "more statements",
          LIMIT,
          () -> {
            if (failure.get() != null) {
              throw new AssertionError("a statement failed", failure.get());
            }
            return statements.get() >= enough;
          });
    }

    int statements() {
      return statements.get();
    }

    @Override
    public void close() {
      stopped = true;
      Await.until("ended", LIMIT, () -> !thread.isAlive());
    }
  }
}
