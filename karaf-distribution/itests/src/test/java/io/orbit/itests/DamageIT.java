package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import redis.clients.jedis.Jedis;

/**
 * A turned bit in the store of a server that was killed. Either it does no harm, and everything is
 * there; or the start refuses and names it, the offline check names it too, and the way out that is
 * documented leads to a server which has everything up to the damage. {@code -Dorbit.flips} says
 * how many random places are tried, 1 if not said; {@code -Dorbit.test.seed} replays them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DamageIT {
  private static final int CHECKED_IN = 200;
  private static final int WRITTEN = 400;

  private final long seed = Long.getLong("orbit.test.seed", System.nanoTime());
  private final SplittableRandom random = new SplittableRandom(seed);
  private Path work = Path.of("");
  private Path original = Path.of("");
  private int copies;

  /** Half of the transactions are in the engine and no longer in the log, the others in the log. */
  @BeforeAll
  void write() throws Exception {
    System.out.println("seed " + seed);
    Path all = Files.createDirectories(Path.of(System.getProperty("orbit.work")));
    work = Files.createTempDirectory(all, "damage");
    original = work.resolve("original");
    Files.createDirectories(original);
    Files.writeString(
        original.resolve("orbit.toml"), "[io.orbit.kernel]\n\"log.retention_bytes\" = 0\n");
    try (Server server = Server.start(original);
        Connection sql = Clients.sql(server)) {
      Clients.execute(sql, "CREATE TABLE ledger(number bigint PRIMARY KEY, what text)");
      write(sql, 1, CHECKED_IN);
    }
    try (Server server = Server.start(original);
        Connection sql = Clients.sql(server)) {
      Clients.execute(sql, "CHECKPOINT", "CREATE ROLE late", "GRANT SELECT ON ledger TO late");
      write(sql, CHECKED_IN + 1, WRITTEN);
      server.kill();
    }
  }

  private static void write(Connection sql, long first, long last) throws SQLException {
    SplittableRandom text = new SplittableRandom(first);
    sql.setAutoCommit(false);
    try (PreparedStatement row = sql.prepareStatement("INSERT INTO ledger VALUES (?, ?)");
        PreparedStatement field =
            sql.prepareStatement("INSERT INTO redis.hashes(key, field, value) VALUES (?, ?, '')")) {
      for (long number = first; number <= last; number++) {
        row.setLong(1, number);
        row.setString(2, Long.toHexString(text.nextLong()).repeat(10));
        row.executeUpdate();
        field.setString(1, "ledger-numbers");
        field.setString(2, Long.toString(number));
        field.executeUpdate();
        sql.commit();
      }
    }
    sql.setAutoCommit(true);
  }

  @Test
  void aRecordOfTheLog() throws Exception {
    assertThat(damage(file("log/.*"))).isTrue();
  }

  @Test
  void aTableOfTheEngine() throws Exception {
    assertThat(DamagedStore.files(original))
        .noneMatch(file -> file.endsWith("log/" + "0".repeat(16) + ".log"));
    assertThat(damage(file("engine/lsm/data/.*\\.sst"))).isTrue();
  }

  @Test
  void theFileThatNamesTheBackend() throws Exception {
    damage(file("store"));
  }

  @Test
  void anywhere() throws Exception {
    int flips = Integer.getInteger("orbit.flips", 1);
    int refused = 0;
    List<Path> files = DamagedStore.files(original);
    for (int flip = 0; flip < flips; flip++) {
      refused += damage(files.get(random.nextInt(files.size()))) ? 1 : 0;
    }
    System.out.println(flips + " bits turned, " + refused + " starts refused, the others harmless");
  }

  /** The longest file of the store whose path in it matches. */
  private Path file(String pattern) throws IOException {
    Path store = original.resolve("store");
    return DamagedStore.files(original).stream()
        .filter(file -> store.relativize(file).toString().matches(pattern))
        .max(java.util.Comparator.comparing(file -> file.toFile().length()))
        .orElseThrow();
  }

  /** Answers whether the start was refused. */
  private boolean damage(Path file) throws Exception {
    Path data = work.resolve("copy" + copies++);
    DamagedStore damaged = DamagedStore.of(original, data, file, random);
    String where = "seed " + seed + ": " + damaged;
    System.out.println(where);
    List<Long> before = LongStream.rangeClosed(1, WRITTEN).boxed().toList();
    Script.Answer check = Script.run("check", data.toString());
    List<Long> present = numbers(data, where);
    if (!present.isEmpty()) {
      assertThat(present).as(where).isEqualTo(before);
      DamagedStore.delete(data);
      return false;
    }
    assertThat(check.exitCode()).as(where + "\n" + check.output()).isIn(1, 3);
    assertThat(check.output()).as(where).contains("DAMAGED").contains(name(damaged, check));
    wayOut(damaged, check, before, where);
    DamagedStore.delete(data);
    return true;
  }

  /** An engine is named by its name at least, everything else by its file. */
  private static String name(DamagedStore damaged, Script.Answer check) {
    boolean engine = damaged.file().toString().contains("engine/lsm");
    boolean named = check.output().contains(damaged.file().getFileName().toString());
    return engine && !named ? "lsm" : damaged.file().getFileName().toString();
  }

  private void wayOut(DamagedStore damaged, Script.Answer check, List<Long> before, String where)
      throws Exception {
    Script.Answer repair = Script.run("check", damaged.data().toString(), "--repair");
    assertThat(repair.exitCode()).as(where + "\n" + repair.output()).isEqualTo(check.exitCode());
    if (repair.exitCode() == 3) {
      assertThat(repair.output()).as(where).contains("restore the folder from a copy");
      return;
    }
    assertThat(Script.run("check", damaged.data().toString()).exitCode()).as(where).isZero();
    List<Long> present = numbers(damaged.data(), where);
    if (repair.output().contains("made anew from what could be read")) {
      assertThat(before).as(where).containsAll(present);
      assertThat(present).as(where).containsAll(before.subList(CHECKED_IN, WRITTEN));
      assertThat(repair.output()).as(where).contains("Lost is what is between");
    } else {
      assertThat(present).as(where).isEqualTo(before.subList(0, present.size()));
      assertThat(present).as(where).hasSizeGreaterThanOrEqualTo(CHECKED_IN);
    }
  }

  /** What a server on the folder has; empty when it refuses to open the store, and says why. */
  private static List<Long> numbers(Path data, String where) throws Exception {
    Server server = Server.launch(data, Server.freeOffset());
    try (server) {
      Await.until(
          "up or refusing (" + where + ")",
          Duration.ofSeconds(120),
          () -> isUp(server) || server.output().contains("The store cannot be opened: "));
      return isUp(server) ? numbers(server, where) : List.of();
    }
  }

  private static boolean isUp(Server server) {
    assertThat(server.isAlive()).as(server.output()).isTrue();
    return server.output().contains(" is up after ");
  }

  /** Both places hold the same, unless a part of an engine was lost. */
  private static List<Long> numbers(Server server, String where) throws Exception {
    try (Connection sql = Clients.sql(server);
        Jedis redis = Clients.redis(server)) {
      List<Long> rows = new ArrayList<>();
      for (String row : Clients.rows(sql, "SELECT number FROM ledger ORDER BY number")) {
        rows.add(Long.valueOf(row));
      }
      List<Long> fields =
          redis.hkeys("ledger-numbers").stream().map(Long::valueOf).sorted().toList();
      if (!Files.exists(server.data().resolve("store/damaged-lsm"))) {
        assertThat(fields).as(where).isEqualTo(rows);
      }
      return rows;
    }
  }
}
