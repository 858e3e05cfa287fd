package io.orbit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.security.Session;
import io.orbit.query.execute.QueryMemory;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What memory does not hold goes to disk, answers the same, and leaves nothing there. */
class SpillTest {
  private final QueryMemory memory = new QueryMemory(1 << 20);
  private final TestDatabase database = new TestDatabase(memory);
  private final Session session = database.session();

  @AfterEach
  void close() {
    session.close();
    database.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "SELECT a FROM (SELECT a FROM MANY ORDER BY -a) x OFFSET 39998; 2,1",
        "SELECT a FROM MANY ORDER BY a % 7, a DESC OFFSET 39998; 13,6",
        "SELECT a FROM MANY ORDER BY repeat('x', 10), a::numeric / 3 LIMIT 1 OFFSET 30000; 30001",
        "SELECT count(*), sum(n), sum(a) FROM (SELECT a % 20000 AS a, count(*) AS n FROM MANY"
            + " GROUP BY 1) x; 20000|40000|199990000",
        "SELECT count(*), sum(a) FROM (SELECT DISTINCT a % 20000 AS a FROM MANY) x;"
            + " 20000|199990000",
        "SELECT count(*), sum(b) FROM MANY JOIN generate_series(20001, 60000) b ON a = b;"
            + " 20000|600010000",
        "SELECT count(*), count(b) FROM MANY LEFT JOIN generate_series(20001, 60000) b ON a = b;"
            + " 40000|20000",
        "SELECT count(*), count(a) FROM MANY FULL JOIN generate_series(20001, 60000) b ON a = b;"
            + " 60000|40000",
        "SELECT count(*) FROM MANY WHERE a NOT IN (SELECT 1)"
            + " AND NOT EXISTS (SELECT FROM generate_series(20001, 60000) b WHERE a = b); 19999",
        "SELECT count(*) FROM (SELECT a FROM MANY UNION SELECT a + 20000 FROM MANY) x; 60000",
        "WITH x AS MATERIALIZED (SELECT a, repeat('x', 40 + a % 2) AS t FROM MANY) SELECT count(*), sum(y.a) FROM x, x y"
            + " WHERE x.a = 17 AND y.a < 4; 3|6"
      })
  void answersTheSame(String query, String rows) {
    assertThat(database.run(session, query.replace("MANY", "generate_series(1, 40000) a")))
        .containsExactly(rows.split(","));
    assertThat(database.spill().files()).isPositive();
    assertThat(database.spill().bytes()).isZero();
    assertThat(memory.used()).isZero();
  }

  @Test
  void valuesOfEveryTypeComeBack() {
    assertThat(
            database.run(
                session,
                "CREATE TABLE t AS SELECT a, a::text AS t, a::numeric / 7 AS n, a / 3.0::float8 AS f,"
                    + " a % 2 = 0 AS b, '\\x01ff'::bytea AS y, ARRAY[a, NULL] AS r,"
                    + " interval '1 day' * a AS i, ('{\"k\": ' || a || '}')::jsonb AS j,"
                    + " timestamp '2020-01-01' + interval '1 s' * a AS s, ROW(a, 'x') AS w,"
                    + " ('10.0.' || a / 256 || '.' || a % 256)::inet AS p, NULLIF(a % 3, 0) AS z"
                    + " FROM generate_series(1, 5000) a"))
        .containsExactly("SELECT 5000");
    for (String columns : List.of("a, t, n, f", "a, b, y, r", "a, i, j, s", "a, w", "a, p, z")) {
      assertThat(
              database.run(
                  session,
                  "SELECT count(*) FROM (SELECT "
                      + columns
                      + " FROM t ORDER BY -a OFFSET 0) x JOIN t y USING (a)"
                      + " WHERE ROW(a, x."
                      + columns.substring(3).replace(", ", ", x.")
                      + ")::text = ROW(a, y."
                      + columns.substring(3).replace(", ", ", y.")
                      + ")::text"))
          .as(columns)
          .containsExactly("5000");
    }
    assertThat(database.spill().files()).isPositive();
  }

  @Test
  void aCursorThatIsNotReadToItsEndLeavesNothing() {
    database.run(
        session,
        "BEGIN; DECLARE c CURSOR FOR SELECT a FROM generate_series(1, 40000) a ORDER BY -a");
    assertThat(database.run(session, "FETCH 1 FROM c")).containsExactly("40000");
    assertThat(database.spill().bytes()).isPositive();
    database.run(session, "ROLLBACK");
    assertThat(database.spill().bytes()).isZero();
  }

  @Test
  void insertsFromAQueryOfAnySize() {
    database.run(session, "CREATE TABLE t(a int)");
    assertThat(database.run(session, "INSERT INTO t SELECT generate_series(1, 40000)"))
        .containsExactly("INSERT 40000");
  }
}
