package io.orbit.itests;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Writes and reads through one PostgreSQL connection until closed; one failure ends it. */
final class SqlLoad implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final AtomicInteger statements = new AtomicInteger();
  private final AtomicReference<SQLException> failure = new AtomicReference<>();
  private final Thread thread;
  private volatile boolean stopped;

  SqlLoad(Server server) throws SQLException {
    Connection sql = Clients.sql(server);
    Clients.execute(
        sql,
        "DROP TABLE IF EXISTS sql_load",
        "CREATE TABLE sql_load(id int PRIMARY KEY, value int)");
    thread = Thread.ofPlatform().name("sql-load").start(() -> run(sql));
  }

  private void run(Connection connection) {
    try (connection;
        PreparedStatement write =
            connection.prepareStatement(
                "INSERT INTO sql_load VALUES (?, 1) ON CONFLICT (id)"
                    + " DO UPDATE SET value = sql_load.value + 1");
        PreparedStatement read =
            connection.prepareStatement("SELECT value FROM sql_load WHERE id = ?")) {
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

  /** Waits until so many more statements have succeeded. */
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
