package io.orbit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.security.Session;
import io.orbit.query.segment.SegmentBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Writers move amounts between accounts, and accounts to another key, while segments are made and
 * readers add up by column: in every snapshot the sum and the number are the same.
 */
class SegmentConcurrencyTest {
  private static final int ACCOUNTS = 3_000;
  private static final long NANOS = TimeUnit.SECONDS.toNanos(3);

  /** By column; the amounts of one transaction in different segments, and some at new keys. */
  private static final String SUMS = "SELECT count(*), sum(amount) FROM accounts";

  @Test
  void everySnapshotAddsUp() throws Exception {
    long seed = System.nanoTime();
    System.out.println("SegmentConcurrencyTest: seed " + seed);
    try (TestDatabase database = new TestDatabase();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Session first = database.session();
      database.run(
          first,
          "CREATE TABLE accounts(id int PRIMARY KEY, amount bigint) WITH (columnar = on);"
              + " INSERT INTO accounts SELECT n, 100 FROM generate_series(1, "
              + ACCOUNTS
              + ") n");
      List<String> expected = database.run(first, SUMS);
      long deadline = System.nanoTime() + NANOS;
      List<Future<Integer>> work = new ArrayList<>();
      work.add(threads.submit(() -> build(database, deadline)));
      for (int writer = 0; writer < 2; writer++) {
        Random random = new Random(seed + writer);
        work.add(threads.submit(() -> write(database, random, deadline)));
      }
      Future<Integer> reads = threads.submit(reader(database, expected, deadline));
      int steps = reads.get(60, TimeUnit.SECONDS);
      for (Future<Integer> each : work) {
        assertThat(each.get(60, TimeUnit.SECONDS)).isPositive();
      }
      System.out.println(steps + " sums");
      assertThat(steps).isGreaterThan(10);
      assertThat(database.run(first, "EXPLAIN " + SUMS).toString()).contains("Columnar Scan");
    }
  }

  private static int build(TestDatabase database, long deadline) {
    int rounds = 0;
    while (System.nanoTime() < deadline) {
      SegmentBuilder.buildMissing(database.segments(), () -> true);
      Thread.yield();
      rounds++;
    }
    return rounds;
  }

  private static int write(TestDatabase database, Random random, long deadline) {
    int done = 0;
    try (Session session = database.session()) {
      while (System.nanoTime() < deadline) {
        int one = random.nextInt(ACCOUNTS) + 1;
        int other = random.nextInt(ACCOUNTS) + 1;
        int amount = one == other ? 0 : random.nextInt(50);
        // Each account has a second key, to which it moves and back: removed here and inserted
        // there.
        String statements =
            random.nextInt(3) == 0
                ? "BEGIN ISOLATION LEVEL REPEATABLE READ; WITH gone AS (DELETE FROM accounts WHERE id IN (%1$d, -%1$d) RETURNING id, amount)"
                    + " INSERT INTO accounts SELECT -id, amount FROM gone; COMMIT"
                : "BEGIN ISOLATION LEVEL REPEATABLE READ; UPDATE accounts SET amount = amount - %2$d WHERE id IN (%1$d, -%1$d);"
                    + " UPDATE accounts SET amount = amount + %2$d WHERE id IN (%3$d, -%3$d); COMMIT";
        List<String> answer =
            database.run(
                session, statements.formatted(Math.min(one, other), amount, Math.max(one, other)));
        if (answer.stream().anyMatch(line -> line.startsWith("ERROR"))) {
          database.run(session, "ROLLBACK");
        }
        done++;
      }
    }
    return done;
  }

  private static Callable<Integer> reader(
      TestDatabase database, List<String> expected, long deadline) {
    return () -> {
      int sums = 0;
      try (Session session = database.session()) {
        while (System.nanoTime() < deadline) {
          assertThat(database.run(session, SUMS)).isEqualTo(expected);
          sums++;
        }
      }
      return sums;
    };
  }
}
