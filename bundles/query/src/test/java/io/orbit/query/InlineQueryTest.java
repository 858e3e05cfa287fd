package io.orbit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.query.Batch;
import io.orbit.api.query.Execution;
import io.orbit.api.query.PreparedStatement;
import io.orbit.api.security.Session;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Point queries on an event loop: which they are, that they never wait, and that they are right.
 */
class InlineQueryTest {
  private static final String POINT = "SELECT name FROM items WHERE id = 7";

  private final TestDatabase database = new TestDatabase();
  private final Session session = database.session();

  @BeforeEach
  void fill() {
    database.run(session, "CREATE TABLE items(id int PRIMARY KEY, name text, qty int)");
    database.run(session, "INSERT INTO items VALUES (7, 'lamp', 41)");
  }

  @AfterEach
  void close() {
    database.close();
  }

  private PreparedStatement prepared(String text) {
    return database.statements().prepare(session, "sql", text, List.of());
  }

  /** The rows' first column, or null where it does not run inline. */
  private @Nullable String inline(Session in, PreparedStatement statement) {
    Execution execution = database.statements().executeInline(in, statement, List.of());
    if (execution == null) {
      return null;
    }
    try (execution) {
      StringBuilder values = new StringBuilder();
      for (Batch batch = execution.next(10); batch != null; batch = execution.next(10)) {
        for (int row = 0; row < batch.rows(); row++) {
          values.append(batch.column(0).get(row)).append(';');
        }
      }
      return values.toString();
    } finally {
      database.statements().endImplicit(in, true);
    }
  }

  @Test
  void whatReadsOneRecordByItsKeyRunsInline() {
    assertThat(inline(session, prepared(POINT))).isEqualTo("lamp;");
    assertThat(inline(session, prepared("SELECT qty + 1 FROM items WHERE 7 = id AND qty > 40")))
        .isEqualTo("42;");
    assertThat(inline(session, prepared("SELECT name FROM items WHERE id = 8"))).isEmpty();
  }

  @Test
  void whatMayTakeLongDoesNot() {
    for (String text :
        List.of(
            "SELECT name FROM items",
            "SELECT name FROM items WHERE qty = 41",
            "SELECT name, pg_sleep(1) FROM items WHERE id = 7",
            "SELECT name FROM items WHERE id = 7 AND name ~ '(a+)+$'",
            "SELECT (SELECT count(*) FROM items) FROM items WHERE id = 7",
            "SELECT name FROM items WHERE id = 7 FOR UPDATE",
            "SELECT count(*) FROM items WHERE id = 7")) {
      assertThat(prepared(text).runsInline()).as(text).isFalse();
    }
  }

  @Test
  void aTextIsAtHandOnceItHasBeenPlanned() {
    assertThat(database.statements().preparedAtHand(session, "sql", POINT, List.of())).isNull();
    prepared(POINT);
    PreparedStatement known =
        database
            .statements()
            .preparedAtHand(session, "sql", "select name from items where id = 8", List.of());
    assertThat(known).isNotNull();
    assertThat(inline(session, known)).isEmpty();
    assertThat(database.statements().preparedAtHand(session, "sql", "SELECT '", List.of()))
        .isNull();
  }

  @Test
  void whatWouldFailIsLeftToTheOtherWay() {
    PreparedStatement statement = prepared(POINT);
    database.run(session, "CREATE ROLE reader LOGIN PASSWORD 'reader-secret'");
    Session reader = database.session("reader");
    assertThat(inline(reader, statement)).isNull();
    assertThat(reader.transaction()).isNull();
    database.run(session, "ALTER TABLE items ADD COLUMN colour text");
    assertThat(inline(session, statement)).as("an old plan").isNull();
  }

  @Test
  void anObjectBeingChangedIsLeftToTheOtherWay() {
    PreparedStatement statement = prepared(POINT);
    Session changer = database.session();
    database.run(changer, "BEGIN; ALTER TABLE items ADD COLUMN colour text");
    assertThat(inline(session, statement)).isNull();
    database.run(changer, "ROLLBACK");
    assertThat(inline(session, statement)).isEqualTo("lamp;");
  }

  @Test
  void inATransactionItHoldsTheTable() throws Exception {
    PreparedStatement statement = prepared(POINT);
    database.run(session, "BEGIN");
    assertThat(inline(session, statement)).isEqualTo("lamp;");
    CompletableFuture<List<String>> dropped =
        CompletableFuture.supplyAsync(
            () -> database.run(database.session(), "SET lock_timeout = 200; DROP TABLE items"));
    assertThat(dropped.get(30, TimeUnit.SECONDS).getLast()).contains("lock timeout");
    database.run(session, "COMMIT");
    assertThat(database.run(database.session(), "DROP TABLE items")).containsExactly("DROP TABLE");
  }

  /** Each commit leaves the row there, so a reader without lock must never miss it. */
  @Test
  void aTableEmptiedAndFilledInOneTransactionIsNeverSeenEmpty()
      throws InterruptedException, ExecutionException, TimeoutException {
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Integer> changes =
        CompletableFuture.supplyAsync(
            () -> {
              Session changer = database.session();
              int done = 0;
              while (!over.get()) {
                database.run(
                    changer,
                    "BEGIN; TRUNCATE items; INSERT INTO items VALUES (7, 'lamp', 1); COMMIT");
                done++;
              }
              return done;
            });
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
    int read = 0;
    String wrong = null;
    while (wrong == null && System.nanoTime() < end) {
      String seen = inline(session, prepared(POINT));
      if (seen != null) {
        read++;
        wrong = seen.equals("lamp;") ? null : seen;
      }
    }
    over.set(true);
    int changed = changes.get(30, TimeUnit.SECONDS);
    System.out.println(read + " inline reads beside " + changed + " changes");
    assertThat(wrong).isNull();
    assertThat(read).isPositive();
    assertThat(changed).isPositive();
  }
}
