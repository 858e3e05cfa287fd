package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * A table larger than memory goes from engine to engine while it is written, and the server is
 * killed somewhere on the way. {@code -Dorbit.test.seed} replays where.
 */
class EngineSwitchIT {
  private static final int ROWS = 60_000;
  private static final int TOGETHER = 5_000;
  private static final long BUDGET = 12L << 20;
  private static final List<String> ENGINES = List.of("cowbtree", "xodus", "lsm");
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicInteger tried = new AtomicInteger();
  private Path data;

  @Test
  void nothingIsLostWhereverItIsKilled() throws Exception {
    long seed = Long.getLong("orbit.test.seed", System.nanoTime());
    System.out.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    Path work = Files.createDirectories(Path.of(System.getProperty("orbit.work")));
    data = Files.createTempDirectory(work, "engines").resolve("data");
    Files.createDirectories(data);
    Files.writeString(
        data.resolve("orbit.toml"), "[io.orbit.kernel]\n\"memory.limit\" = " + BUDGET + "\n");
    for (int round = 0; round < ENGINES.size(); round++) {
      try (Server server = Server.start(data)) {
        if (round == 0) {
          fill(server);
        }
        verify(server);
        moveAndKill(server, ENGINES.get(round), random.nextInt(300));
      }
    }
    Script.Answer check = Script.run("check", data.toString());
    assertThat(check.output()).contains("engine cowbtree: sound", "engine xodus: sound");
    assertThat(check.exitCode()).isZero();
    try (Server server = Server.start(data)) {
      verify(server);
      inUse(server);
      assertThat(server.stop()).isZero();
    }
  }

  private static void fill(Server server) throws SQLException {
    try (Connection sql = Clients.sql(server)) {
      Clients.execute(
          sql, "CREATE TABLE t(id int PRIMARY KEY, v text, n int)", "CREATE INDEX ON t(n)");
      for (int from = 1; from < ROWS; from += TOGETHER) {
        Clients.execute(
            sql,
            "INSERT INTO t SELECT i, repeat('v', 100), i % 100 FROM generate_series("
                + from
                + ", "
                + (from + TOGETHER - 1)
                + ") i");
      }
    }
  }

  /** Rows behind those filled in are written one by one, each acknowledged. */
  private void moveAndKill(Server server, String engine, int rows) throws Exception {
    AtomicBoolean moving = new AtomicBoolean();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<?> writer = threads.submit(() -> write(server));
      Future<?> mover = threads.submit(() -> move(server, engine, moving));
      Await.until("moving", LIMIT, moving::get);
      int from = acknowledged.get();
      Await.until("written", LIMIT, () -> acknowledged.get() >= from + rows || writer.isDone());
      server.kill();
      var ignored = writer.get();
      var alsoIgnored = mover.get();
    }
  }

  private void write(Server server) {
    try (Connection sql = Clients.sql(server);
        PreparedStatement insert = sql.prepareStatement("INSERT INTO t VALUES (?, 'new', 7)")) {
      while (true) {
        insert.setInt(1, ROWS + tried.incrementAndGet());
        insert.executeUpdate();
        acknowledged.set(tried.get());
      }
    } catch (SQLException e) {
      assertThat(server.isAlive()).as(e.getMessage()).isFalse();
    }
  }

  private static void move(Server server, String engine, AtomicBoolean moving) {
    try (Connection sql = Clients.sql(server)) {
      moving.set(true);
      Clients.execute(sql, "ALTER TABLE t SET ACCESS METHOD " + engine);
    } catch (SQLException e) {
      assertThat(server.isAlive()).as(e.getMessage()).isFalse();
    }
  }

  private void verify(Server server) throws SQLException {
    try (Connection sql = Clients.sql(server)) {
      int least = ROWS + acknowledged.get();
      int rows = Integer.parseInt(Clients.rows(sql, "SELECT count(*) FROM t").getFirst());
      assertThat(rows).isBetween(least, ROWS + tried.get());
      tried.set(rows - ROWS);
      acknowledged.set(rows - ROWS);
      assertThat(Clients.rows(sql, "SELECT sum(id::bigint), max(id) FROM t"))
          .containsExactly((long) rows * (rows + 1) / 2 + "|" + rows);
      assertThat(Clients.rows(sql, "SELECT count(*) FROM t WHERE n = 7"))
          .containsExactly(Integer.toString(ROWS / 100 + rows - ROWS));
    }
  }

  /** An engine in use is not taken away; taken away all the same, it brings everything back. */
  private static void inUse(Server server) throws Exception {
    try (Connection sql = Clients.sql(server);
        Shell shell = Shell.open(server)) {
      for (String engine : List.of("cowbtree", "xodus", "memory", "lsm")) {
        String table = "t_" + engine;
        String feature = "orbit-storage-" + engine;
        Clients.execute(
            sql,
            "CREATE TABLE " + table + "(id int) USING " + engine,
            "INSERT INTO " + table + " VALUES (1)");
        assertThat(Rest.send(server, "DELETE", "/api/v1/features/" + feature, "").statusCode())
            .as(engine)
            .isEqualTo(409);
        run(shell, "feature:uninstall " + feature);
        Leftovers.awaitNothingOf(server, "io.orbit.storage." + engine);
        Clients.execute(sql, "INSERT INTO " + table + " VALUES (2)");
        run(shell, "feature:install " + feature);
        Await.until(engine + " is back", LIMIT, () -> checkpoint(server) == 200);
        assertThat(Clients.rows(sql, "SELECT sum(id) FROM " + table)).containsExactly("3");
      }
    }
  }

  private static int checkpoint(Server server) throws Exception {
    return Rest.send(server, "POST", "/api/v1/storage/checkpoint", "").statusCode();
  }

  private static void run(Shell shell, String command) throws Exception {
    Shell.Answer answer = shell.run(command);
    assertThat(answer.exitCode()).as(answer.output()).isZero();
  }
}
