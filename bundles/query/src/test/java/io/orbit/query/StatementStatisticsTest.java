package io.orbit.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.orbit.api.query.Execution;
import io.orbit.api.query.PreparedStatement;
import io.orbit.api.query.Statements;
import io.orbit.api.security.Session;
import io.orbit.query.statistics.StatementStatistics;
import io.orbit.testkit.ops.RecordingMetrics;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Statements are counted by user, database and text without literals: pg_stat_statements. */
class StatementStatisticsTest {
  private final TestDatabase database = new TestDatabase();
  private final Session session = database.session();
  private final Statements statements =
      new MeteredStatements(
          database.statements(),
          new RecordingMetrics(),
          new SlowLog(),
          database.engine().statementStatistics());

  @AfterEach
  void close() {
    session.close();
    database.close();
  }

  private void run(Session who, String text, Object... parameters) {
    who.beginStatement(0);
    who.setActivity("active", text);
    PreparedStatement prepared = statements.prepare(who, "sql", text, List.of());
    try (Execution execution = statements.execute(who, prepared, List.of(parameters))) {
      while (execution.next(100) != null) {
        // Until all rows have come.
      }
    } finally {
      statements.endImplicit(who, true);
    }
  }

  private List<String> shown(Session who, String condition) {
    return database.run(
        who, "SELECT query, calls, rows FROM pg_stat_statements WHERE " + condition);
  }

  @Test
  void literalsDoNotMakeAnotherStatement() {
    run(session, "CREATE TABLE t(id int PRIMARY KEY, v text)");
    for (int i = 0; i < 3; i++) {
      run(session, "INSERT INTO t VALUES (" + i + ", 'secret " + i + "')");
    }
    run(session, "SELECT v FROM t WHERE id < 2");
    run(session, "SELECT v FROM t WHERE id < $1", 3);
    assertThat(shown(session, "query LIKE 'insert%'"))
        .singleElement()
        .asString()
        .endsWith("|3|3")
        .doesNotContain("secret");
    assertThat(shown(session, "query LIKE 'select v%'"))
        .isNotEmpty()
        .allMatch(line -> !line.contains("< 2"));
    assertThat(shown(session, "query LIKE 'CREATE TABLE t%'")).hasSize(1);
    assertThat(
            database.run(
                session,
                "SELECT bool_and(total_exec_time >= max_exec_time AND max_exec_time >="
                    + " mean_exec_time AND mean_exec_time >= min_exec_time AND min_exec_time > 0)"
                    + " FROM pg_stat_statements"))
        .containsExactly("t");
  }

  @Test
  void othersTextsAreNotShown() {
    run(session, "CREATE ROLE somebody LOGIN");
    run(session, "SELECT 'of the superuser'::text");
    try (Session other = database.session("somebody")) {
      assertThat(shown(other, "query LIKE 'select%'")).isEmpty();
      assertThat(shown(other, "query = '<insufficient privilege>' AND queryid IS NULL"))
          .isNotEmpty();
      assertThat(database.run(other, "SELECT pg_stat_statements_reset()"))
          .singleElement()
          .asString()
          .contains("INSUFFICIENT_PRIVILEGE");
    }
    database.run(session, "SELECT pg_stat_statements_reset()");
    assertThat(shown(session, "true")).isEmpty();
  }

  @Test
  void whatRanLeastIsForgottenFirst() {
    StatementStatistics statistics = new StatementStatistics();
    statistics.ended(session, "often", 1, 1);
    statistics.ended(session, "often", 3, 1);
    for (int i = 0; i < 20_000; i++) {
      statistics.ended(session, "once " + i, 1, 0);
    }
    assertThat(statistics.list()).hasSizeLessThanOrEqualTo(5_000);
    assertThat(statistics.list())
        .filteredOn(one -> one.key().text().equals("often"))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.calls()).isEqualTo(2);
              assertThat(one.meanMillis()).isCloseTo(2e-6, offset(1e-12));
              assertThat(one.deviation()).isCloseTo(1e-6, offset(1e-12));
            });
  }
}
