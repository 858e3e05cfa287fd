package io.orbit.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Execution;
import io.orbit.api.query.PreparedStatement;
import io.orbit.api.security.Session;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Changes of one record, and the transactions around them, on an event loop: which they are, that
 * they never wait, and that what could not be done left nothing behind.
 */
class InlineChangeTest {
  private static final String UPDATE = "UPDATE items SET qty = qty + 1 WHERE id = 7";

  private final TestDatabase database = new TestDatabase();
  private final Session session = database.session();
  private final Session other = database.session();

  @BeforeEach
  void fill() {
    database.run(
        session, "CREATE TABLE items(id int PRIMARY KEY, name text, qty int, code int UNIQUE)");
    database.run(session, "INSERT INTO items VALUES (7, 'lamp', 41, 1), (8, 'chair', 1, 2)");
  }

  @AfterEach
  void close() {
    database.close();
  }

  private PreparedStatement prepared(String text) {
    return database.statements().prepare(session, "sql", text, List.of());
  }

  /** Its count, or −2 where it does not run inline. Ends what it opened itself. */
  private long inline(Session in, String text) {
    Execution execution = database.statements().executeInline(in, prepared(text), List.of());
    if (execution == null) {
      return -2;
    }
    try (execution) {
      while (execution.next(10) != null) {
        // Rows of RETURNING.
      }
      return execution.count();
    } finally {
      database.statements().endImplicit(in, true);
    }
  }

  private List<String> items() {
    return database.run(other, "SELECT id::text || '|' || qty FROM items ORDER BY id");
  }

  @Test
  void oneRecordIsChangedInline() {
    assertThat(inline(session, UPDATE)).isEqualTo(1);
    assertThat(inline(session, "UPDATE items SET qty = 5 WHERE id = 9")).isZero();
    assertThat(inline(session, "INSERT INTO items(id, qty) VALUES (9, 3) RETURNING id"))
        .isEqualTo(1);
    assertThat(items()).contains("7|42").contains("9|3");
  }

  @Test
  void whatMayTakeLongIsNot() {
    database.run(session, "CREATE TABLE checked(id int PRIMARY KEY, a int CHECK (a > 0))");
    database.run(session, "CREATE TABLE counted(id serial PRIMARY KEY, a int)");
    for (String text :
        List.of(
            "UPDATE items SET qty = 1",
            "UPDATE items SET qty = 1 WHERE qty = 41",
            "UPDATE items SET id = 10 WHERE id = 7",
            "UPDATE items SET code = 10 WHERE id = 7",
            "UPDATE items SET qty = length(md5(name)) WHERE id = 7",
            "UPDATE items SET qty = (SELECT count(*) FROM items) WHERE id = 7",
            "INSERT INTO items VALUES (10), (11)",
            "INSERT INTO items SELECT 10",
            "INSERT INTO items VALUES (10) ON CONFLICT DO NOTHING",
            "INSERT INTO checked VALUES (1, 1)",
            "INSERT INTO counted(a) VALUES (1)",
            "INSERT INTO counted VALUES (DEFAULT, 1)",
            "DELETE FROM items WHERE id = 7",
            "COMMIT AND CHAIN")) {
      assertThat(prepared(text).runsInline()).as(text).isFalse();
    }
  }

  @Test
  void aTransactionRunsInlineFromEndToEnd() {
    assertThat(inline(session, "BEGIN")).isEqualTo(-1);
    assertThat(inline(session, UPDATE)).isEqualTo(1);
    assertThat(inline(session, "INSERT INTO items(id, qty) VALUES (9, 3)")).isEqualTo(1);
    assertThat(items()).contains("7|41").doesNotContain("9|3");
    assertThat(inline(session, "COMMIT")).isEqualTo(-1);
    assertThat(session.inExplicitTransaction()).isFalse();
    assertThat(items()).contains("7|42").contains("9|3");
    assertThat(inline(session, "BEGIN")).isEqualTo(-1);
    assertThat(inline(session, UPDATE)).isEqualTo(1);
    assertThat(inline(session, "ROLLBACK")).isEqualTo(-1);
    assertThat(items()).contains("7|42");
  }

  @Test
  void aLockThatIsNotFreeIsLeftToThoseWhoMayWait() {
    database.run(other, "BEGIN; " + UPDATE);
    assertThat(inline(session, UPDATE)).isEqualTo(-2);
    assertThat(session.transaction()).isNull();
    database.run(session, "BEGIN");
    assertThat(inline(session, "UPDATE items SET qty = 9 WHERE id = 8")).isEqualTo(1);
    assertThat(inline(session, UPDATE)).isEqualTo(-2);
    assertThat(session.isFailed()).isFalse();
    database.run(other, "COMMIT");
    assertThat(inline(session, UPDATE)).isEqualTo(1);
    database.run(session, "COMMIT");
    assertThat(items()).contains("7|43").contains("8|9");
  }

  @Test
  void aTableThatIsBeingChangedIsLeftToThoseWhoMayWait() {
    database.run(other, "BEGIN; TRUNCATE items");
    assertThat(inline(session, UPDATE)).isEqualTo(-2);
    database.run(other, "ROLLBACK");
    assertThat(inline(session, UPDATE)).isEqualTo(1);
  }

  @Test
  void aConflictFoundAfterTheRecordWasWrittenLeavesNothing() {
    String duplicate = "INSERT INTO items VALUES (9, 'desk', 3, 1)";
    database.run(session, "BEGIN");
    assertThat(inline(session, UPDATE)).isEqualTo(1);
    assertThat(inline(session, duplicate)).isEqualTo(-2);
    assertThat(session.isFailed()).isFalse();
    assertThat(database.run(session, "SELECT count(*) FROM items")).contains("2");
    assertThat(database.run(session, duplicate).getFirst()).contains("UNIQUE_VIOLATION");
    database.run(session, "ROLLBACK");
    assertThat(inline(session, duplicate)).isEqualTo(-2);
    assertThat(items()).contains("7|41").doesNotContain("9|3");
  }

  @Test
  void theEndOfALargeTransactionIsLeftToThoseWhoMayTakeLong() {
    database.run(session, "BEGIN; UPDATE items SET qty = qty + 1");
    assertThat(inline(session, "COMMIT")).isEqualTo(-2);
    assertThat(session.inExplicitTransaction()).isTrue();
    database.run(session, "COMMIT");
    database.run(session, "BEGIN");
    for (int id = 100; id <= 200; id++) {
      assertThat(inline(session, "INSERT INTO items(id, qty) VALUES (" + id + ", 0)")).isEqualTo(1);
    }
    assertThat(inline(session, "COMMIT")).isEqualTo(-2);
    database.run(session, "COMMIT");
    assertThat(inline(session, "BEGIN")).isEqualTo(-1);
    assertThat(inline(session, UPDATE)).isEqualTo(1);
    assertThat(inline(session, "COMMIT")).isEqualTo(-1);
    assertThat(items()).contains("7|43").contains("200|0");
  }

  @Test
  void anEndThatFailsIsToldOnce() {
    for (Session each : List.of(session, other)) {
      assertThat(inline(each, "BEGIN ISOLATION LEVEL SERIALIZABLE")).isEqualTo(-1);
    }
    assertThat(inline(session, "SELECT qty FROM items WHERE id = 8")).isEqualTo(1);
    assertThat(inline(other, "SELECT qty FROM items WHERE id = 7")).isEqualTo(1);
    assertThat(inline(session, UPDATE)).isEqualTo(1);
    assertThat(inline(other, "UPDATE items SET qty = 0 WHERE id = 8")).isEqualTo(1);
    assertThat(inline(other, "COMMIT")).isEqualTo(-1);
    assertThatThrownBy(() -> inline(session, "COMMIT")).isInstanceOf(OrbitException.class);
    assertThat(session.transaction()).isNull();
  }
}
