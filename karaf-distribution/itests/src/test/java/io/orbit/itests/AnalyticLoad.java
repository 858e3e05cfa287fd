package io.orbit.itests;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Asks the same of a table that is read by column, through one PostgreSQL connection, until closed;
 * a failure or another answer than the first ends it.
 */
final class AnalyticLoad implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int ROWS = 50_000;

  private static final String QUERY =
      "SELECT g, count(*), sum(a), sum(n * (1 - m)), min(d), max(a), sum(f * 2) FROM analytic_load"
          + " WHERE d >= date '2020-01-20' AND n < 300 GROUP BY g ORDER BY g";

  private final AtomicInteger statements = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final Thread thread;
  private volatile boolean stopped;

  AnalyticLoad(Server server) throws SQLException {
    Connection sql = Clients.sql(server);
    Clients.execute(
        sql,
        "DROP TABLE IF EXISTS analytic_load",
        "CREATE TABLE analytic_load(k int PRIMARY KEY, g text, a bigint, n numeric(12,2), m"
            + " numeric(4,2), d date, f float8) WITH (columnar = on)",
        "INSERT INTO analytic_load SELECT k, 'g' || k % 5, CASE WHEN k % 9 = 0 THEN NULL ELSE k END,"
            + " k % 777, 0.07, date '2020-01-01' + k % 60, CASE WHEN k % 1000 = 7 THEN 'NaN' ELSE"
            + " k::float8 END FROM generate_series(1, "
            + ROWS
            + ") k");
    List<String> first = Clients.rows(sql, QUERY);
    Await.until(
        "read by column",
        LIMIT,
        () ->
            Clients.rows(sql, "EXPLAIN SELECT g FROM analytic_load")
                .toString()
                .contains("Columnar"));
    thread = Thread.ofPlatform().name("analytic-load").start(() -> run(sql, first));
  }

  private void run(Connection connection, List<String> first) {
    try (connection) {
      while (!stopped) {
        List<String> rows = Clients.rows(connection, QUERY);
        if (!rows.equals(first)) {
          failure.set(new AssertionError(rows + ", not " + first));
          return;
        }
        statements.incrementAndGet();
      }
    } catch (Exception failed) {
      failure.set(failed);
    }
  }

  /** Waits until so many more statements have been answered rightly. */
  void awaitMore(int count) {
    int enough = statements.get() + count;
    Await.until(
        "more answers",
        LIMIT,
        () -> {
          if (failure.get() != null) {
            throw new AssertionError("a statement failed", failure.get());
          }
          return statements.get() >= enough;
        });
  }

  @Override
  public void close() {
    stopped = true;
    Await.until("ended", LIMIT, () -> !thread.isAlive());
  }
}
