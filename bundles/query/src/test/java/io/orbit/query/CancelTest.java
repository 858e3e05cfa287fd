package io.orbit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.security.Session;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Statements end when they are asked to, whatever they are at, with the right condition. */
class CancelTest {
  private static final String MANY = "generate_series(1, 2000000000) a";

  private TestDatabase database;
  private Session session;

  @BeforeEach
  void open() {
    database = new TestDatabase();
    session = database.session();
    database.run(session, "CREATE TABLE t(id int PRIMARY KEY, v int)");
    database.run(session, "INSERT INTO t SELECT a, a FROM generate_series(1, 20000) a");
  }

  @AfterEach
  void close() {
    session.close();
    database.close();
  }

  static List<String> endless() {
    return List.of(
        "SELECT count(*) FROM " + MANY,
        "SELECT count(*) FROM generate_series(1, 100000) a, generate_series(1, 100000) b",
        "SELECT count(*) FROM t x, t y, t z",
        "SELECT count(*) FROM t x JOIN t y ON x.v % 2 = y.v % 2 JOIN t z ON z.v % 2 = y.v % 2",
        "SELECT count(*) FROM t x WHERE EXISTS (SELECT FROM t y WHERE y.v + x.v = -1)",
        "SELECT count(*) FROM t x, LATERAL (SELECT sum(v) FROM t y WHERE y.v > x.v) s",
        "SELECT max(a) FROM " + MANY + " WHERE a % 7 = 0",
        "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT sum(1)::int FROM n, t, t u)"
            + " SELECT count(*) FROM n",
        "SELECT pg_sleep(3600)",
        "UPDATE t SET v = (SELECT count(*) FROM t x, t y WHERE x.v <> y.v + t.v)",
        "DELETE FROM t USING t x, t y WHERE x.v + y.v + t.v < 0",
        "INSERT INTO t SELECT a, 1 FROM " + MANY + " WHERE a < 0");
  }

  @ParameterizedTest
  @MethodSource("endless")
  void byTimeout(String statement) {
    database.run(session, "SET statement_timeout = 100");
    assertThat(database.run(session, statement))
        .containsExactly("ERROR STATEMENT_TIMEOUT: canceling statement due to statement timeout");
    database.run(session, "RESET statement_timeout");
    assertThat(database.run(session, "SELECT count(*) FROM t")).containsExactly("20000");
  }

  @ParameterizedTest
  @MethodSource("endless")
  void byRequest(String statement) {
    assertThat(canceled(statement))
        .containsExactly("ERROR QUERY_CANCELED: canceling statement due to user request");
  }

  @Test
  void whileItWaitsForALock() {
    try (Session other = database.session()) {
      database.run(other, "BEGIN");
      database.run(other, "UPDATE t SET v = 0 WHERE id = 1");
      assertThat(canceled("UPDATE t SET v = 1 WHERE id = 1"))
          .containsExactly("ERROR QUERY_CANCELED: canceling statement due to user request");
      database.run(session, "SET statement_timeout = 100");
      assertThat(database.run(session, "DELETE FROM t WHERE id = 1"))
          .containsExactly("ERROR STATEMENT_TIMEOUT: canceling statement due to statement timeout");
      database.run(other, "LOCK TABLE t");
      assertThat(database.run(session, "SELECT count(*) FROM t"))
          .containsExactly("ERROR STATEMENT_TIMEOUT: canceling statement due to statement timeout");
      database.run(other, "ROLLBACK");
    }
  }

  @Test
  void lockTimeoutEndsEachWaitForALock() {
    try (Session other = database.session()) {
      database.run(session, "SET lock_timeout = 100");
      database.run(other, "BEGIN");
      database.run(other, "UPDATE t SET v = 0 WHERE id = 1");
      List<String> refused =
          List.of("ERROR LOCK_NOT_AVAILABLE: canceling statement due to lock timeout");
      assertThat(database.run(session, "UPDATE t SET v = 1 WHERE id = 1")).isEqualTo(refused);
      assertThat(database.run(session, "SELECT 1 FROM t WHERE id = 1 FOR UPDATE"))
          .isEqualTo(refused);
      assertThat(database.run(session, "ALTER TABLE t ADD x int")).isEqualTo(refused);
      assertThat(database.run(session, "INSERT INTO t VALUES (1, 1)"))
          .containsExactly("ERROR LOCK_NOT_AVAILABLE: canceling statement due to lock timeout");
      database.run(other, "LOCK TABLE t");
      assertThat(database.run(session, "SELECT count(*) FROM t")).isEqualTo(refused);
      database.run(other, "ROLLBACK");
      assertThat(database.run(session, "UPDATE t SET v = 1 WHERE id = 1"))
          .containsExactly("UPDATE 1");
    }
  }

  /** Asks until the statement has ended: a request before its begin means nothing. */
  private List<String> canceled(String statement) {
    CompletableFuture<List<String>> answer =
        CompletableFuture.supplyAsync(() -> database.run(session, statement));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!answer.isDone() && System.nanoTime() < deadline) {
      session.cancel(Session.CancelReason.USER_REQUEST);
      Thread.onSpinWait();
    }
    return answer.orTimeout(1, TimeUnit.SECONDS).join();
  }
}
