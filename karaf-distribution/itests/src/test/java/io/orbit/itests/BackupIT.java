package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/**
 * Backups of the packaged server by script and by REST while SQL and Redis write, the server killed
 * in the middle of one, and restores to the last moment and to one before.
 */
class BackupIT {
  private static final Pattern NAME = Pattern.compile("(\\d{8}T\\d{6}-[a-z0-9-]+)");

  private Path work = Path.of("");
  private Path data = Path.of("");

  @Test
  void whatWasBackedUpUnderLoadComesBack() throws Exception {
    Path all = Files.createDirectories(Path.of(System.getProperty("orbit.work")));
    work = Files.createTempDirectory(all, "backup");
    data = work.resolve("data");
    MixedWrites writes = new MixedWrites();
    try (Server server = Server.start(data);
        Connection sql = Clients.sql(server)) {
      MixedWrites.createTable(sql);
      Clients.execute(sql, "CREATE TABLE marks(name text PRIMARY KEY)");
      Script.Answer none = Script.run("backup", "--data", data.toString(), "--incremental");
      assertThat(none.output()).contains("no backup that could be continued");
      writes.run(server, 300, () -> backUp(server));
    }
    String moment;
    try (Server server = Server.start(data);
        Connection sql = Clients.sql(server)) {
      Clients.execute(sql, "INSERT INTO marks VALUES ('before')");
      String now =
          "to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')";
      moment = rows(sql, "SELECT " + now).getFirst();
      Await.until(
          "the clock goes on",
          Duration.ofSeconds(10),
          () -> rows(sql, "SELECT " + now).getFirst().compareTo(moment) > 0);
      Clients.execute(sql, "INSERT INTO marks VALUES ('after')");
      awaitDone(server, begin(server, "incremental"));
    }
    restoreAndLook(moment);
  }

  private static List<String> rows(Connection sql, String query) {
    try {
      return Clients.rows(sql, query);
    } catch (java.sql.SQLException failure) {
      throw new AssertionError(query, failure);
    }
  }

  /**
   * A full one by script and an incremental one by REST, while everybody writes; then the end, in
   * the middle of a third.
   */
  private void backUp(Server server) {
    try {
      Script.Answer full = Script.run("backup", "--data", data.toString());
      assertThat(full.exitCode()).as(full.output()).isZero();
      assertThat(full.output()).contains("-full");
      awaitDone(server, begin(server, "incremental"));
      begin(server, "full");
      server.kill();
    } catch (IOException failure) {
      throw new AssertionError(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private static String begin(Server server, String kind) throws IOException, InterruptedException {
    var begun = Rest.send(server, "POST", "/api/v1/backups", "{\"kind\":\"" + kind + "\"}");
    assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
    Matcher name = NAME.matcher(begun.body());
    assertThat(name.find()).as(begun.body()).isTrue();
    return name.group(1);
  }

  private static void awaitDone(Server server, String id) {
    Await.until(
        "backup " + id,
        Duration.ofMinutes(2),
        () -> {
          String state = state(server, id);
          assertThat(state).doesNotContain("\"failed\"");
          return state.contains("\"done\"");
        });
  }

  private static String state(Server server, String id) {
    try {
      return Rest.send(server, "GET", "/api/v1/backups/" + id, "").body();
    } catch (IOException failure) {
      throw new AssertionError(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private void restoreAndLook(String moment) throws Exception {
    Script.Answer list = Script.run("backup", "--data", data.toString(), "--list");
    List<String> ids = NAME.matcher(list.output()).results().map(found -> found.group(1)).toList();
    String last =
        new TreeSet<>(ids).stream().filter(id -> id.endsWith("-incremental")).toList().getLast();
    Path backup = data.resolve("backups").resolve(last);
    Script.Answer verified = Script.run("backup", "--verify", backup.toString());
    assertThat(verified.exitCode()).as(verified.output()).isZero();

    Path restored = work.resolve("restored");
    Script.Answer done = Script.run("restore", backup.toString(), restored.toString());
    assertThat(done.exitCode()).as(done.output()).isZero();
    assertThat(done.output()).contains("as they were");
    assertThat(marks(restored)).containsExactly("after", "before");

    Path earlier = work.resolve("earlier");
    Script.Answer early =
        Script.run("restore", backup.toString(), earlier.toString(), "--until", moment);
    assertThat(early.exitCode()).as(early.output()).isZero();
    assertThat(Script.run("check", earlier.toString()).exitCode()).isZero();
    assertThat(marks(earlier)).containsExactly("before");
  }

  /** Starts a server on a restored folder: no transaction is half; answers the marks. */
  private static List<String> marks(Path restored) throws Exception {
    try (Server server = Server.start(restored);
        Connection sql = Clients.sql(server);
        Jedis redis = Clients.redis(server)) {
      for (String writer : Clients.rows(sql, "SELECT DISTINCT writer FROM ledger")) {
        List<String> numbers =
            Clients.rows(
                sql,
                "SELECT number FROM ledger WHERE writer = '"
                    + writer
                    + "' GROUP BY number HAVING count(*) = 2");
        assertThat(redis.hkeys("mixed-writes-" + writer))
            .as(writer)
            .containsExactlyInAnyOrderElementsOf(numbers)
            .hasSizeGreaterThan(5);
      }
      return Clients.rows(sql, "SELECT name FROM marks ORDER BY name");
    }
  }
}
