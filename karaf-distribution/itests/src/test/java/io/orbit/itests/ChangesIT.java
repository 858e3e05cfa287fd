package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * A consumer that keeps a copy of a table by the changes of its group, over kill -9 of the packaged
 * server under load: it sees every row once, and no transaction in part.
 */
class ChangesIT {
  private static final Pattern ROW =
      Pattern.compile("\"writer\":\"(\\w+)\",\"number\":(\\d+),\"side\":(\\d)\\}");

  private final Set<String> copy = new TreeSet<>();
  private String seen = "";

  @Test
  void aGroupMissesNothingAndSeesNothingTwiceOverKills() throws Exception {
    Path work = Files.createDirectories(Path.of(System.getProperty("orbit.work")));
    Path data = Files.createTempDirectory(work, "changes").resolve("data");
    MixedWrites writes = new MixedWrites();
    try (Server server = Server.start(data);
        Connection sql = Clients.sql(server)) {
      MixedWrites.createTable(sql);
      var made = Rest.send(server, "POST", "/api/v1/change-groups", "{\"name\":\"copy\"}");
      assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
      consumeWhile(server, () -> writes.run(server, 300, server::kill));
    }
    try (Server server = Server.start(data)) {
      consumeWhile(server, () -> writes.run(server, 300, server::kill));
    }
    try (Server server = Server.start(data);
        Connection sql = Clients.sql(server)) {
      Clients.execute(sql, "INSERT INTO ledger VALUES ('last', 1, 0, 0)");
      consumeUntil(server, "last 1 0");
      assertThat(copy).containsExactlyInAnyOrderElementsOf(ledger(sql));
      System.out.println(copy.size() + " rows seen, each once");
    }
  }

  private static List<String> ledger(Connection sql) throws SQLException {
    return Clients.rows(sql, "SELECT writer || ' ' || number || ' ' || side FROM ledger");
  }

  private interface Work {
    void run() throws InterruptedException;
  }

  /** Follows the group until the server is gone. */
  private void consumeWhile(Server server, Work work) throws InterruptedException {
    List<Throwable> failures = new ArrayList<>();
    Thread consumer =
        Thread.ofPlatform()
            .uncaughtExceptionHandler((thread, failure) -> failures.add(failure))
            .start(() -> consume(server, "never"));
    work.run();
    consumer.join(Duration.ofMinutes(2));
    assertThat(failures).isEmpty();
  }

  private void consumeUntil(Server server, String last) {
    consume(server, last);
    assertThat(copy).contains(last);
  }

  /**
   * Applies whole transactions. What the group has acknowledged may lie before what was applied:
   * then the places tell which transactions are known.
   */
  private void consume(Server server, String last) {
    List<String> rows = new ArrayList<>();
    try (Events events = Events.open(server, "/api/v1/changes?group=copy&collections=ledger")) {
      while (!copy.contains(last)) {
        Events.Event event = events.next().orElseThrow(() -> new IOException("the end"));
        switch (event.name()) {
          case "begin" -> rows.clear();
          case "change" -> rows.add(row(event.data()));
          case "commit" -> {
            if (event.id().compareTo(seen) > 0) {
              for (String row : rows) {
                assertThat(copy.add(row)).as("%s is seen once", row).isTrue();
              }
              seen = event.id();
            }
            acknowledge(server, event.id());
          }
          default -> {}
        }
      }
    } catch (IOException end) {
      assertThat(last).as(end.toString()).isEqualTo("never");
    }
  }

  private static void acknowledge(Server server, String place) throws IOException {
    try {
      var answer =
          Rest.send(
              server,
              "POST",
              "/api/v1/change-groups/copy/acknowledge",
              "{\"position\":\"" + place + "\"}");
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private static String row(String data) {
    Matcher row = ROW.matcher(data);
    assertThat(data).contains("\"operation\":\"insert\"");
    assertThat(row.find()).as(data).isTrue();
    return row.group(1) + " " + row.group(2) + " " + row.group(3);
  }
}
