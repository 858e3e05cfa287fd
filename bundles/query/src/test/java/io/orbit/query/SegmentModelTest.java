package io.orbit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.security.Session;
import io.orbit.query.segment.SegmentBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Random statements by three sessions, in transactions that live for a while, and segments made at
 * any moment between them: what a scan by column answers is what the rows by key are in the same
 * snapshot.
 */
class SegmentModelTest {
  private static final int STEPS = 500;
  private static final int KEYS = 4_000;

  /** In any order: the table may be read by column. */
  private static final String BY_COLUMN = "SELECT k, a, b, c, d FROM t";

  /** In the order of the key, which only the rows have. */
  private static final String BY_ROW = BY_COLUMN + " ORDER BY k";

  private final TestDatabase database = new TestDatabase();
  private final List<Session> sessions = new ArrayList<>();
  private final boolean[] open = new boolean[3];
  private int columnar;

  @AfterEach
  void close() {
    database.close();
  }

  private void run(Session session, String statement) {
    assertThat(database.run(session, statement))
        .as(statement)
        .noneMatch(line -> line.startsWith("ERROR") && !line.contains("SERIALIZATION_FAILURE"));
  }

  @Test
  void columnsAreTheRows() {
    long seed = Long.getLong("orbit.seed", System.nanoTime());
    System.out.println("SegmentModelTest: -Dorbit.seed=" + seed);
    Random random = new Random(seed);
    for (int i = 0; i < open.length; i++) {
      sessions.add(database.session());
    }
    Session first = sessions.getFirst();
    run(
        first,
        "CREATE TABLE t(k int PRIMARY KEY, a bigint, b numeric(10,2), c text, d date) WITH (columnar ="
            + " on); INSERT INTO t SELECT k, k % 7, k / 8.0, 'v' || k % 5, date '2020-01-01' + k FROM"
            + " generate_series(1, "
            + KEYS
            + ", 2) k");
    for (int step = 0; step < STEPS; step++) {
      step(random, random.nextInt(open.length));
    }
    assertThat(columnar).as("scans by column").isGreaterThan(STEPS / 20);
  }

  private void step(Random random, int number) {
    Session session = sessions.get(number);
    int key = random.nextInt(KEYS + 500);
    switch (random.nextInt(20)) {
      case 0, 1, 2 ->
          change(
              number,
              "INSERT INTO t VALUES ("
                  + key
                  + ", "
                  + (random.nextInt(3) == 0 ? "NULL" : "" + random.nextLong())
                  + ", "
                  + random.nextInt(1000)
                  + ".5, 'n"
                  + random.nextInt(3)
                  + "', NULL) ON CONFLICT (k) DO UPDATE SET a = excluded.a, c = t.c || '+'");
      case 3, 4 -> change(number, "DELETE FROM t WHERE k = " + key);
      case 5 ->
          change(number, "UPDATE t SET b = b + 1 WHERE k BETWEEN " + key + " AND " + (key + 9));
      case 6 -> {
        if (random.nextInt(60) == 0 && nobodyIsIn()) {
          run(session, "TRUNCATE t");
          run(session, "INSERT INTO t SELECT k, 1, 2, 'x', NULL FROM generate_series(1, 2500) k");
        }
      }
      case 7 -> {
        if (!open[number]) {
          run(session, "BEGIN ISOLATION LEVEL " + level(random));
          open[number] = true;
        }
      }
      case 8, 9 -> {
        if (open[number]) {
          run(session, random.nextInt(3) == 0 ? "ROLLBACK" : "COMMIT");
          open[number] = false;
        }
      }
      case 10, 11, 12 -> {
        int[] most = {random.nextInt(4)};
        SegmentBuilder.buildMissing(database.segments(), () -> most[0]-- > 0);
      }
      default -> compare(session, number);
    }
  }

  private static String level(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> "READ COMMITTED";
      case 1 -> "SERIALIZABLE";
      default -> "REPEATABLE READ";
    };
  }

  private boolean nobodyIsIn() {
    return !open[0] && !open[1] && !open[2];
  }

  /** Where somebody else holds the row, it is left. */
  private void change(int number, String statement) {
    Session session = sessions.get(number);
    List<String> answer = database.run(session, "SET lock_timeout = 1; " + statement);
    boolean failed = answer.stream().anyMatch(line -> line.startsWith("ERROR"));
    if (failed) {
      database.run(session, "ROLLBACK");
      open[number] = false;
    }
  }

  private void compare(Session session, int number) {
    if (!open[number]) {
      database.run(session, "BEGIN ISOLATION LEVEL REPEATABLE READ");
    }
    List<String> rows = new ArrayList<>(database.run(session, BY_ROW));
    if (rows.stream().noneMatch(line -> line.startsWith("ERROR"))) {
      List<String> columns = new ArrayList<>(database.run(session, BY_COLUMN));
      if (!columns.equals(rows)) {
        columnar++;
      }
      rows.sort(null);
      columns.sort(null);
      assertThat(columns).isEqualTo(rows);
      assertThat(
              database.run(session, "SELECT count(*), sum(a), sum(b), min(d) FROM t WHERE k > 700"))
          .isEqualTo(
              database.run(
                  session,
                  "SELECT count(*), sum(a), sum(b), min(d) FROM (SELECT * FROM t ORDER BY k OFFSET 0)"
                      + " x WHERE k > 700"));
    }
    if (!open[number]) {
      database.run(session, "COMMIT");
    }
  }
}
