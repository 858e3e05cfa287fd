package io.orbit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.security.Session;
import io.orbit.query.execute.QueryMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A statement that would keep more rows than memory allows is refused; the next one is not. */
class MemoryLimitTest {
  private static final String MANY = "generate_series(1, 1000000) a";

  private final QueryMemory memory = new QueryMemory(4 << 20);
  private final TestDatabase database = new TestDatabase(memory);
  private final Session session = database.session();

  @AfterEach
  void close() {
    session.close();
    database.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count(*) FROM generate_series(1, 1000000) b JOIN MANY ON a < b",
        "SELECT count(DISTINCT a) FROM MANY",
        "SELECT length(string_agg(a::text, ',')) FROM MANY",
        "SELECT string_agg(a::text, ',' ORDER BY a) FROM MANY",
        "SELECT array_agg(a) FROM MANY",
        "SELECT json_agg(a) FROM MANY",
        "SELECT row_number() OVER (ORDER BY a) FROM MANY",
        "SELECT count(*) FROM (SELECT a FROM MANY EXCEPT SELECT 1) x",
        "SELECT 1 INTERSECT SELECT a FROM MANY",
        "SELECT ARRAY(SELECT a FROM MANY)",
        "SELECT 1 WHERE 0 NOT IN (SELECT a FROM MANY)",
        "WITH RECURSIVE n AS (SELECT 1 AS i UNION SELECT i + 1 FROM n) SELECT count(*) FROM n"
      })
  void isRefused(String statement) {
    database.run(session, "CREATE TABLE t(a int)");
    assertThat(database.run(session, statement.replace("MANY", MANY)))
        .containsExactly("ERROR OUT_OF_MEMORY: out of memory");
    assertThat(memory.used()).isZero();
    assertThat(database.run(session, "SELECT count(*) FROM t")).containsExactly("0");
  }

  @Test
  void pairsOfANestedLoopAreNotKept() {
    assertThat(
            database.run(
                session,
                "SELECT count(*) FROM generate_series(1, 3000) a, generate_series(1, 3000) b"))
        .containsExactly("9000000");
    assertThat(
            database.run(
                session,
                "SELECT count(*) FROM generate_series(1, 2000) a JOIN generate_series(1, 2000) b"
                    + " ON a % 2 = b % 2"))
        .containsExactly("2000000");
  }

  @Test
  void rowsThatAreOnlyPassedOnAreNotKept() {
    assertThat(database.run(session, "SELECT count(*), sum(a) FROM " + MANY))
        .containsExactly("1000000|500000500000");
    assertThat(
            database.run(
                session, "SELECT a FROM (SELECT a FROM " + MANY + ") x ORDER BY a LIMIT 2"))
        .containsExactly("1", "2");
  }

  @Test
  void whatDependsOnNoRowIsEvaluatedOnce() {
    database.run(session, "SET statement_timeout = 20000");
    assertThat(
            database.run(
                session,
                "SELECT count(*) FROM generate_series(1, 200000) a"
                    + " WHERE length(repeat('x', 1000000)) < a"))
        .containsExactly("0");
  }

  @Test
  void aRecursionIsRunAsFarAsItIsRead() {
    assertThat(
            database.run(
                session,
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
                    + " SELECT * FROM n LIMIT 3"))
        .containsExactly("1", "2", "3");
  }
}
