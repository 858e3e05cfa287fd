package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * How commits are acknowledged, by database, session and transaction: whatever was asked for, kill
 * -9 loses nothing of what was acknowledged. And a disk that is full: writes are refused, reads go
 * on, and writing does by itself once there is room.
 */
class DurabilityIT {
  private static final int ROWS = 50;
  private static final long LEFT = 200_000;

  private static Path folder(String name) throws IOException {
    Path work = Files.createDirectories(Path.of(System.getProperty("orbit.work")));
    return Files.createTempDirectory(work, name);
  }

  @Test
  void whatEveryLevelAcknowledgesOutlivesKill() throws Exception {
    Path data = folder("durability").resolve("data");
    try (Server server = Server.start(data)) {
      try (Connection sql = Clients.sql(server)) {
        Clients.execute(
            sql,
            "CREATE TABLE kept(how text, n int, PRIMARY KEY (how, n))",
            "ALTER DATABASE orbit SET synchronous_commit = off");
      }
      try (Connection sql = Clients.sql(server);
          Jedis redis = Clients.redis(server)) {
        assertThat(Clients.rows(sql, "SHOW synchronous_commit")).containsExactly("off");
        insert(sql, "by database");
        redis.set("by database", "kept");
        for (String level : List.of("on", "everysec", "off")) {
          Clients.execute(sql, "SET synchronous_commit = " + level);
          insert(sql, "session " + level);
          sql.setAutoCommit(false);
          Clients.execute(sql, "SET LOCAL synchronous_commit = " + level);
          insert(sql, "transaction " + level);
          sql.commit();
          sql.setAutoCommit(true);
        }
      }
      try (Connection sql = Clients.sql(server)) {
        Clients.execute(sql, "ALTER DATABASE orbit RESET synchronous_commit");
      }
      try (Jedis redis = Clients.redis(server)) {
        for (String level : List.of("always", "everysec", "no")) {
          redis.configSet("appendfsync", level);
          redis.set("appendfsync " + level, "kept");
        }
      }
      server.kill();
    }
    try (Server again = Server.start(data);
        Connection sql = Clients.sql(again);
        Jedis redis = Clients.redis(again)) {
      assertThat(Clients.rows(sql, "SHOW synchronous_commit")).containsExactly("on");
      assertThat(Clients.rows(sql, "SELECT how, count(*) FROM kept GROUP BY how ORDER BY how"))
          .containsExactly(
              "by database|" + ROWS,
              "session everysec|" + ROWS,
              "session off|" + ROWS,
              "session on|" + ROWS,
              "transaction everysec|" + ROWS,
              "transaction off|" + ROWS,
              "transaction on|" + ROWS);
      for (String key :
          List.of("by database", "appendfsync always", "appendfsync everysec", "appendfsync no")) {
        assertThat(redis.get(key)).as(key).isEqualTo("kept");
      }
    }
  }

  private static void insert(Connection sql, String how) throws SQLException {
    Clients.execute(
        sql, "INSERT INTO kept SELECT '" + how + "', n FROM generate_series(1, " + ROWS + ") n");
  }

  /** On a small file system of its own, where this user may mount one. */
  @Test
  void aFullDiskRefusesWritesUntilThereIsRoom() throws Exception {
    Path mount = folder("full-disk");
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=400m", "tmpfs", mount.toString()),
        "no file system can be mounted here");
    try {
      Path data = Files.createDirectory(mount.resolve("data"));
      Files.writeString(
          data.resolve("orbit.toml"), "[io.orbit.kernel]\n\"log.segment_bytes\" = 1048576\n");
      try (Server server = Server.start(data);
          Connection sql = Clients.sql(server);
          Jedis redis = Clients.redis(server)) {
        Clients.execute(sql, "CREATE TABLE t(id serial PRIMARY KEY, text text)");
        redis.set("before", "kept");
        Path ballast = mount.resolve("ballast");
        fill(ballast);
        String value = "v".repeat(50_000);
        assertThatExceptionOfType(SQLException.class)
            .isThrownBy(() -> insertUntilFull(sql, value))
            .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("53100"));
        assertThatExceptionOfType(JedisDataException.class)
            .isThrownBy(() -> setUntilFull(redis, value));
        long rows = Long.parseLong(Clients.rows(sql, "SELECT count(*) FROM t").getFirst());
        assertThat(redis.get("before")).isEqualTo("kept");
        Files.delete(ballast);
        Await.until("writing goes on", Duration.ofSeconds(60), () -> writes(sql, redis));
        assertThat(Clients.rows(sql, "SELECT count(*) >= " + (rows + 1) + " FROM t"))
            .containsExactly("t");
        server.kill();
        try (Server again = Server.start(data);
            Connection after = Clients.sql(again)) {
          assertThat(Clients.rows(after, "SELECT count(*) >= " + (rows + 1) + " FROM t"))
              .containsExactly("t");
        }
      }
    } finally {
      assertThat(run("umount", mount.toString())).isTrue();
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      process.getInputStream().readAllBytes();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException missing) {
      return false;
    }
  }

  /** Takes all of the room but a little. */
  private static void fill(Path ballast) throws IOException {
    FileStore store = Files.getFileStore(ballast.getParent());
    byte[] block = new byte[100_000];
    try (var out = Files.newOutputStream(ballast)) {
      while (store.getUsableSpace() > LEFT) {
        out.write(block);
      }
    }
  }

  private static void insertUntilFull(Connection sql, String value) throws SQLException {
    try (var insert = sql.prepareStatement("INSERT INTO t(text) VALUES (?)")) {
      for (int i = 0; i < 10_000; i++) {
        insert.setString(1, value);
        insert.executeUpdate();
      }
    }
  }

  private static void setUntilFull(Jedis redis, String value) {
    for (int i = 0; i < 10_000; i++) {
      redis.set("key " + i, value);
    }
  }

  private static boolean writes(Connection sql, Jedis redis) {
    try {
      Clients.execute(sql, "INSERT INTO t(text) VALUES ('after')");
      return redis.set("after", "written").equals("OK");
    } catch (SQLException | JedisDataException still) {
      return false;
    }
  }
}
