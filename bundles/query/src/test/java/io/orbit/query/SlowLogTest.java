package io.orbit.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.SlowStatements.Slow;
import io.orbit.api.query.Batch;
import io.orbit.api.query.Execution;
import io.orbit.api.query.PreparedStatement;
import io.orbit.api.query.Statements;
import io.orbit.api.security.Session;
import io.orbit.query.statistics.StatementStatistics;
import io.orbit.testkit.ops.RecordingMetrics;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What took long is kept, whatever came of it, and nothing else is. */
class SlowLogTest {
  private final SlowLog slow = new SlowLog();
  private final TestDatabase database = new TestDatabase();
  private final Session session = database.session();
  private final Statements statements =
      new MeteredStatements(
          database.statements(), new RecordingMetrics(), slow, new StatementStatistics());

  @AfterEach
  void close() {
    session.close();
    database.close();
  }

  private void run(String text) {
    session.beginStatement(0);
    session.setActivity("active", text);
    PreparedStatement prepared = statements.prepare(session, "sql", text, List.of());
    try (Execution execution = statements.execute(session, prepared, List.of())) {
      Batch batch;
      do {
        batch = execution.next(100);
      } while (batch != null);
    } finally {
      statements.endImplicit(session, true);
    }
  }

  @Test
  void whatIsFastIsNotKept() {
    slow.setThresholdMillis(60_000);
    run("SELECT 1");
    assertThat(slow.list()).isEmpty();
  }

  @Test
  void whatIsSlowIsKeptWithItsRowsTheNewestFirst() {
    slow.setThresholdMillis(0);
    run("SELECT * FROM generate_series(1, 3)");
    run("SELECT 2");
    Slow newest = slow.list().getFirst();
    assertThat(newest.text()).isEqualTo("SELECT 2");
    assertThat(newest.session()).isEqualTo(session.id());
    assertThat(newest.user()).isEqualTo("orbit");
    Slow first = slow.list().getLast();
    assertThat(first.rows()).isEqualTo(3);
    assertThat(first.failed()).isFalse();
    assertThat(first.milliseconds()).isPositive();
  }

  @Test
  void whatFailsIsKeptAsFailed() {
    slow.setThresholdMillis(0);
    assertThatThrownBy(() -> run("SELECT 1 / (i - 2) FROM generate_series(1, 3) AS g(i)"))
        .isInstanceOf(OrbitException.class);
    assertThat(slow.list()).hasSize(1).allMatch(Slow::failed);
  }

  @Test
  void onlyTheNewestAreKept() {
    slow.setThresholdMillis(0);
    for (int i = 0; i < 600; i++) {
      slow.ended(session, i, 1, false);
    }
    assertThat(slow.list()).hasSize(500);
    assertThat(slow.list().getFirst().milliseconds()).isEqualTo(599 / 1e6);
    assertThatThrownBy(() -> slow.setThresholdMillis(-1)).isInstanceOf(OrbitException.class);
  }
}
