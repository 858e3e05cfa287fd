package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;

/** Ten times as much data as the packaged server may have in memory, by SQL and by Redis. */
class MemoryIT {
  private static final long BUDGET = 6_000_000;
  private static final int KEYS = 150_000;
  private static final int ROWS = 100_000;
  private static final int BATCH = 10_000;
  private static final String VALUE = "v".repeat(100);

  @Test
  void tenTimesTheBudgetIsWrittenReadChangedAndThereAfterAKill() throws Exception {
    Path work = Files.createDirectories(Path.of(System.getProperty("orbit.work")));
    Path data = Files.createTempDirectory(work, "memory").resolve("data");
    Files.createDirectories(data);
    Files.writeString(
        data.resolve("orbit.toml"), "[io.orbit.kernel]\n\"memory.limit\" = " + BUDGET + "\n");
    try (Server server = Server.start(data);
        Connection sql = Clients.sql(server);
        Jedis redis = Clients.redis(server)) {
      fill(sql);
      fill(redis);
      verify(sql, redis, 0);
      Clients.execute(sql, "UPDATE items SET qty = qty + 1 WHERE id % 20 = 0");
      redis.del("key1");
      assertThat(redis.hincrBy("items:40", "qty", 5)).isEqualTo(46);
      assertThat(redis.hincrBy("items:40", "qty", -5)).isEqualTo(41);
      verify(sql, redis, 1);
      assertThat(figure(server, "orbit_evictions_total")).isGreaterThan(KEYS);
      assertThat(figure(server, "orbit_cold_reads_total")).isGreaterThan(1_000);
      assertThat(figure(server, "orbit_store_memory_bytes")).isLessThan(1.2 * BUDGET);
      server.kill();
    }
    try (Server server = Server.start(data);
        Connection sql = Clients.sql(server);
        Jedis redis = Clients.redis(server)) {
      assertThat(figure(server, "orbit_store_memory_bytes")).isLessThan(1.2 * BUDGET);
      verify(sql, redis, 1);
    }
  }

  private static void fill(Connection sql) throws SQLException {
    Clients.execute(
        sql,
        "CREATE TABLE items(id int PRIMARY KEY, name text, qty int)",
        "CREATE INDEX items_name ON items(name)");
    try (PreparedStatement insert =
        sql.prepareStatement(
            "INSERT INTO items SELECT i, 'name' || i, 40 FROM generate_series(?, ?) i")) {
      for (int first = 1; first <= ROWS; first += BATCH) {
        insert.setInt(1, first);
        insert.setInt(2, first + BATCH - 1);
        assertThat(insert.executeUpdate()).isEqualTo(BATCH);
      }
    }
  }

  private static void fill(Jedis redis) {
    for (int first = 0; first < KEYS; first += BATCH) {
      try (Pipeline pipeline = redis.pipelined()) {
        for (int i = first; i < first + BATCH; i++) {
          pipeline.set("key" + i, VALUE + i);
        }
        assertThat(pipeline.syncAndReturnAll()).allMatch("OK"::equals);
      }
    }
  }

  /**
   * Looks at everything.
   *
   * @param changes how many times the change was made
   */
  private static void verify(Connection sql, Jedis redis, int changes) throws SQLException {
    SplittableRandom random = new SplittableRandom(changes);
    assertThat(redis.dbSize()).isBetween((long) KEYS - changes, (long) KEYS - changes + ROWS);
    assertThat(redis.get("key1")).isEqualTo(changes == 0 ? VALUE + 1 : null);
    for (int i = 0; i < 2_000; i++) {
      int key = random.nextInt(2, KEYS);
      assertThat(redis.get("key" + key)).isEqualTo(VALUE + key);
    }
    assertThat(Clients.rows(sql, "SELECT count(*), sum(qty), min(id), max(id) FROM items"))
        .isEqualTo(List.of(ROWS + "|" + (ROWS * 40L + changes * ROWS / 20) + "|1|" + ROWS));
    try (PreparedStatement byKey = sql.prepareStatement("SELECT qty FROM items WHERE id = ?");
        PreparedStatement byName = sql.prepareStatement("SELECT id FROM items WHERE name = ?")) {
      for (int i = 0; i < 1_000; i++) {
        int id = random.nextInt(1, ROWS + 1);
        byKey.setInt(1, id);
        assertThat(number(byKey)).isEqualTo(id % 20 == 0 ? 40 + changes : 40);
        byName.setString(1, "name" + id);
        assertThat(number(byName)).isEqualTo(id);
      }
    }
    assertThat(Clients.rows(sql, "SELECT id FROM items WHERE id > 50000 ORDER BY id LIMIT 3"))
        .containsExactly("50001", "50002", "50003");
    assertThat(redis.hget("items:20", "name")).isEqualTo("name20");
  }

  private static int number(PreparedStatement query) throws SQLException {
    try (ResultSet result = query.executeQuery()) {
      assertThat(result.next()).isTrue();
      return result.getInt(1);
    }
  }

  private static double figure(Server server, String name) throws Exception {
    String text = Rest.send(server, "GET", "/metrics", "").body();
    Matcher line = Pattern.compile("(?m)^" + name + " ([0-9.E+]+)$").matcher(text);
    assertThat(line.find()).as(name + " in " + text).isTrue();
    return Double.parseDouble(line.group(1));
  }
}
