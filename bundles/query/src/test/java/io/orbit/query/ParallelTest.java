package io.orbit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.security.Session;
import io.orbit.query.execute.QueryMemory;
import io.orbit.query.segment.SegmentBuilder;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Groups that several threads make together: right, ended when asked, and leaving nothing. */
class ParallelTest {
  private static final int ROWS = 60_000;

  private final QueryMemory memory = new QueryMemory(64 << 20);
  private final TestDatabase database = new TestDatabase(memory);
  private final Session session = database.session();

  @BeforeEach
  void fill() {
    run(
        "CREATE TABLE t(k int PRIMARY KEY, g text, n numeric(9,2), d date) WITH (columnar = on);"
            + " INSERT INTO t SELECT k, 'g' || k % 7, k % 100, date '2020-01-01' + k % 31 FROM"
            + " generate_series(1, "
            + ROWS
            + ") k");
    run("SELECT count(*) FROM t");
    SegmentBuilder.buildMissing(database.segments(), () -> true);
    assertThat(run("EXPLAIN SELECT count(*) FROM t").toString()).contains("Columnar Scan");
  }

  @AfterEach
  void close() {
    session.close();
    database.close();
  }

  private List<String> run(String statements) {
    List<String> lines = database.run(session, statements);
    assertThat(lines).noneMatch(line -> line.startsWith("ERROR"));
    return lines;
  }

  @Test
  void allThreadsTogetherAnswerEachRowOnce() {
    for (int round = 0; round < 10; round++) {
      assertThat(
              run("SELECT count(*), sum(k), min(d), max(k), avg(n) FROM t WHERE d > '2019-01-01'"))
          .containsExactly(
              ROWS + "|" + (long) ROWS * (ROWS + 1) / 2 + "|2020-01-01|60000|49.5000000000000000");
      assertThat(run("SELECT g, count(*), sum(n * 2) FROM t GROUP BY g ORDER BY g"))
          .isEqualTo(
              run(
                  "SELECT g, count(*), sum(n * 2) FROM (SELECT * FROM t ORDER BY k OFFSET 0) x GROUP BY"
                      + " g ORDER BY g"));
    }
    assertThat(memory.used()).isZero();
  }

  @Test
  void changesOfTheLastMomentAreThere() {
    run("UPDATE t SET n = 1000000 WHERE k IN (5, 50000); DELETE FROM t WHERE k = 7");
    assertThat(run("SELECT count(*), max(k), count(*) FILTER (WHERE n = 1000000) FROM t"))
        .containsExactly("59999|60000|2");
  }

  @Test
  void aMistakeInAnyThreadIsTold() {
    assertThat(database.run(session, "SELECT sum(1000 / (k - 31234)) FROM t"))
        .containsExactly("ERROR DIVISION_BY_ZERO: division by zero");
    assertThat(memory.used()).isZero();
  }

  /** Ten statements at once share the helpers that there are. */
  @Test
  void manyStatementsAtOnce() {
    List<CompletableFuture<List<String>>> all =
        java.util.stream.IntStream.range(0, 10)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          try (Session own = database.session()) {
                            return database.run(own, "SELECT sum(k) FROM t WHERE n < 50");
                          }
                        }))
            .toList();
    List<String> first = run("SELECT sum(k) FROM t WHERE n < 50");
    for (CompletableFuture<List<String>> each : all) {
      assertThat(each.orTimeout(60, TimeUnit.SECONDS).join()).isEqualTo(first);
    }
    assertThat(memory.used()).isZero();
  }
}
