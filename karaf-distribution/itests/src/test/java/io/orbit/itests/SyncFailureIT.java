package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A disk that cannot sync, under the packaged server: a library of a few lines stands before the C
 * library and fails fsync of the commit log. What was acknowledged before is there after the next
 * start; nothing is acknowledged from then on, also when the disk says that it is well again.
 */
class SyncFailureIT {
  /** The connection ends: what was done when the disk failed may be there after a start or not. */
  private static final String NOBODY_KNOWS = "08006";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void aFailedSyncIsFatalForTheLogAndForNothingElse() throws Exception {
    Path work = Files.createDirectories(Path.of(System.getProperty("orbit.work")));
    Path folder = Files.createTempDirectory(work, "failing-sync");
    Path library = folder.resolve("failing-sync.so");
    assumeTrue(compile(folder, library), "there is no C compiler, or no preloading, here");
    Path flag = folder.resolve("fails-now");
    Path data = folder.resolve("data");
    Map<String, String> environment =
        Map.of("LD_PRELOAD", library.toString(), "ORBIT_FAILING_SYNC", flag.toString());
    List<Integer> acknowledged = new ArrayList<>();
    try (Server server = Server.start(data, environment)) {
      try (Connection sql = Clients.sql(server);
          Jedis redis = Clients.redis(server)) {
        Clients.execute(sql, "CREATE TABLE t(id int PRIMARY KEY)");
        for (int i = 0; i < 20; i++) {
          insert(sql, i, acknowledged);
        }
        redis.set("before", "kept");
        assertThat(acknowledged).hasSize(20);
        Files.createFile(flag);
        assertThatExceptionOfType(SQLException.class)
            .isThrownBy(() -> insert(sql, 20, acknowledged))
            .satisfies(e -> assertThat(e.getSQLState()).isIn("58030", NOBODY_KNOWS));
      }
      refusesWritesAndReadsOn(server, acknowledged);
      Files.delete(flag);
      refusesWritesAndReadsOn(server, acknowledged);
      server.kill();
    }
    try (Server again = Server.start(data);
        Connection sql = Clients.sql(again);
        Jedis redis = Clients.redis(again)) {
      List<String> rows = Clients.rows(sql, "SELECT id FROM t WHERE id < 20 ORDER BY id");
      assertThat(rows)
          .containsExactlyElementsOf(acknowledged.stream().map(String::valueOf).toList());
      assertThat(redis.get("before")).isEqualTo("kept");
      Clients.execute(sql, "INSERT INTO t VALUES (100)");
    }
  }

  private static void insert(Connection sql, int id, List<Integer> acknowledged)
      throws SQLException {
    Clients.execute(sql, "INSERT INTO t VALUES (" + id + ")");
    acknowledged.add(id);
  }

  private static void refusesWritesAndReadsOn(Server server, List<Integer> acknowledged)
      throws Exception {
    Await.until("no write is taken", PATIENCE, () -> !writes(server));
    try (Connection sql = Clients.sql(server);
        Jedis redis = Clients.redis(server)) {
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> Clients.execute(sql, "INSERT INTO t VALUES (50)"))
          .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("58030"));
      assertThat(Clients.rows(sql, "SELECT count(*) FROM t WHERE id < 20"))
          .containsExactly("" + acknowledged.size());
      assertThat(redis.get("before")).isEqualTo("kept");
    }
  }

  private static boolean writes(Server server) {
    try (Jedis redis = Clients.redis(server)) {
      redis.set("after", "x");
      return true;
    } catch (JedisException refused) {
      return false;
    }
  }

  /** Makes the library; false where that is not possible. */
  private static boolean compile(Path folder, Path library)
      throws IOException, InterruptedException {
    Path source = folder.resolve("failing-sync.c");
    try (InputStream in = SyncFailureIT.class.getResourceAsStream("/failing-sync.c")) {
      Files.copy(Objects.requireNonNull(in), source, StandardCopyOption.REPLACE_EXISTING);
    }
    if (!System.getProperty("os.name").equals("Linux")) {
      return false;
    }
    try {
      Process compiler =
          new ProcessBuilder(
                  "cc", "-shared", "-fPIC", "-o", library.toString(), source.toString(), "-ldl")
              .redirectErrorStream(true)
              .start();
      compiler.getOutputStream().close();
      String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = compiler.waitFor();
      System.out.print(said);
      return status == 0;
    } catch (IOException missing) {
      return false;
    }
  }
}
