package io.orbit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.security.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Temporary tables are their session's alone, and go with it. */
class TemporaryTablesTest {
  private final TestDatabase database = new TestDatabase();
  private final Session one = database.session();
  private final Session other = database.session();

  @AfterEach
  void close() {
    one.close();
    other.close();
    database.close();
  }

  @Test
  void theSameTextMeansEachSessionsOwn() {
    database.run(one, "CREATE TABLE t(v text); INSERT INTO t VALUES ('lasting')");
    assertThat(database.run(one, "SELECT v FROM t")).containsExactly("lasting");
    database.run(one, "CREATE TEMP TABLE t(v text); INSERT INTO t VALUES ('one')");
    database.run(other, "CREATE TEMP TABLE t(v int); INSERT INTO t VALUES (2)");
    assertThat(database.run(one, "SELECT v FROM t")).containsExactly("one");
    assertThat(database.run(other, "SELECT v FROM t")).containsExactly("2");
    try (Session third = database.session()) {
      assertThat(database.run(third, "SELECT v FROM t")).containsExactly("lasting");
    }
  }

  @Test
  void areDroppedWhenTheirSessionIsGone() {
    database.run(one, "CREATE TEMP TABLE a(v int); CREATE INDEX ON a(v)");
    database.run(other, "CREATE TEMP TABLE b(v int)");
    String all = "SELECT relname FROM pg_class WHERE relpersistence = 't' AND relkind = 'r'";
    database.engine().tidy();
    assertThat(database.run(other, all + " ORDER BY 1")).containsExactly("a", "b");
    one.close();
    database.engine().tidy();
    assertThat(database.run(other, all)).containsExactly("b");
    assertThat(
            database.run(other, "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'pg_temp%'"))
        .containsExactly("1");
  }
}
