package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A table in the engine in memory, over kill -9: with the snapshot file all of it is there. */
class MemorySnapshotIT {
  private static final String SUM = "SELECT count(*), sum(n) FROM t WHERE n > 0";

  private static void configure(Path data, boolean snapshot) throws IOException {
    Files.createDirectories(data);
    Files.writeString(
        data.resolve("orbit.toml"), "[io.orbit.storage.memory]\nsnapshot = " + snapshot + "\n");
  }

  @Test
  void whatIsKeptOutlivesKillAndWhatIsNotDoesNot() throws Exception {
    Path work = Files.createDirectories(Path.of(System.getProperty("orbit.work")));
    Path data = Files.createTempDirectory(work, "memory-snapshot").resolve("data");
    configure(data, true);
    try (Server server = Server.start(data);
        Connection sql = Clients.sql(server)) {
      Clients.execute(
          sql,
          "CREATE TABLE t(id int PRIMARY KEY, n int) USING memory",
          "CREATE INDEX ON t(n)",
          "INSERT INTO t SELECT i, i FROM generate_series(1, 1000) i");
      assertThat(Rest.send(server, "POST", "/api/v1/storage/checkpoint", "").statusCode())
          .isEqualTo(200);
      Clients.execute(sql, "DELETE FROM t WHERE id <= 10", "INSERT INTO t VALUES (1001, 1001)");
      server.kill();
    }
    Script.Answer check = Script.run("check", data.toString());
    assertThat(check.output()).contains("engine memory: sound");
    assertThat(check.exitCode()).isZero();
    try (Server server = Server.start(data);
        Connection sql = Clients.sql(server)) {
      assertThat(Clients.rows(sql, SUM)).isEqualTo(List.of("991|501446"));
      assertThat(server.stop()).isZero();
    }
    configure(data, false);
    try (Server server = Server.start(data);
        Connection sql = Clients.sql(server)) {
      assertThat(Clients.rows(sql, SUM)).isEqualTo(List.of("0|null"));
      Clients.execute(sql, "INSERT INTO t VALUES (1, 1)");
      server.kill();
    }
    configure(data, true);
    try (Server server = Server.start(data);
        Connection sql = Clients.sql(server)) {
      assertThat(Clients.rows(sql, SUM)).isEqualTo(List.of("0|null"));
      Clients.execute(sql, "INSERT INTO t VALUES (2, 2)");
      server.kill();
    }
    try (Server server = Server.start(data);
        Connection sql = Clients.sql(server)) {
      assertThat(Clients.rows(sql, SUM)).isEqualTo(List.of("1|2"));
    }
  }
}
