package io.orbit.records;

import static io.orbit.records.TestDatabase.ascending;
import static io.orbit.records.TestDatabase.index;
import static io.orbit.records.TestDatabase.reference;
import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.ForeignKey.Action;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.DataType;
import io.orbit.records.TestDatabase.Table;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What must hold when several writers race. */
class ConcurrencyTest {
  private static final int THREADS = 4;
  private static final int ROUNDS = 150;

  private final TestDatabase database = new TestDatabase();

  @AfterEach
  void close() {
    database.close();
  }

  /** Runs the same work on several threads; answers how often it succeeded. */
  private static int race(Set<ErrorCode> expected, List<Callable<Void>> works) throws Exception {
    AtomicInteger succeeded = new AtomicInteger();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> futures =
          works.stream()
              .<Future<?>>map(
                  work ->
                      executor.submit(
                          () -> {
                            try {
                              work.call();
                              succeeded.incrementAndGet();
                            } catch (OrbitException e) {
                              assertThat(e.code()).as(e.getMessage()).isIn(expected);
                            }
                            return null;
                          }))
              .toList();
      for (Future<?> future : futures) {
        future.get();
      }
    }
    return succeeded.get();
  }

  @Test
  void ofEqualUniqueKeysOneWins() throws Exception {
    Table table = new Table("u").column("id", DataType.INT32).column("a", DataType.INT32).key(0);
    table.indexes.add(index("u_a_key", true, false, "", ascending(2)));
    Collection collection = database.create(table);
    AtomicInteger ids = new AtomicInteger();
    for (int round = 0; round < ROUNDS; round++) {
      int value = round;
      Callable<Void> work =
          () -> {
            database.insert(collection, ids.incrementAndGet(), value);
            return null;
          };
      assertThat(race(Set.of(ErrorCode.UNIQUE_VIOLATION), Collections.nCopies(THREADS, work)))
          .isEqualTo(1);
    }
    assertThat(database.rows(collection)).hasSize(ROUNDS);
  }

  @Test
  void noRowRefersToNothingAfterARace() throws Exception {
    Collection parent = database.create(new Table("p").column("id", DataType.INT32).key(0));
    Table table = new Table("c").column("id", DataType.INT32).column("p", DataType.INT32).key(0);
    table.foreignKeys.add(
        reference("c_fkey", List.of(2), parent, List.of(1), Action.NO_ACTION, Action.NO_ACTION));
    table.indexes.add(index("c_p", false, false, "", ascending(2)));
    Collection child = database.create(table);
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    AtomicInteger ids = new AtomicInteger();
    int both = 0;
    for (int round = 0; round < ROUNDS; round++) {
      int key = round;
      database.insert(parent, key);
      boolean deleteFirst = random.nextBoolean();
      Callable<Void> delete =
          () -> {
            database.delete(parent, key);
            return null;
          };
      Callable<Void> insert =
          () -> {
            database.insert(child, ids.incrementAndGet(), key);
            return null;
          };
      int succeeded =
          race(
              Set.of(ErrorCode.FOREIGN_KEY_VIOLATION, ErrorCode.DEADLOCK_DETECTED),
              deleteFirst ? List.of(delete, insert) : List.of(insert, delete));
      both += succeeded == 2 ? 1 : 0;
    }
    assertThat(both).isZero();
    Set<Object> parents =
        database.rows(parent).stream().map(List::getFirst).collect(Collectors.toSet());
    assertThat(database.rows(child)).allMatch(row -> parents.contains(row.get(1)));
  }

  @Test
  void countersUnderLockLoseNothing() throws Exception {
    Collection collection =
        database.create(
            new Table("n").column("id", DataType.INT32).column("n", DataType.INT32).key(0));
    database.insert(collection, 1, 0);
    Callable<Void> work =
        () -> {
          for (int i = 0; i < ROUNDS; i++) {
            database.run(
                (transaction, statement) -> {
                  var reader = database.records.reader(transaction, collection);
                  StoredRowView row = (StoredRowView) reader.newView();
                  byte[] key = reader.encodeKey(new Object[] {1});
                  statement.lock(
                      collection,
                      key,
                      io.orbit.api.storage.LockMode.NO_KEY_EXCLUSIVE,
                      io.orbit.api.records.RecordStatement.WaitPolicy.BLOCK,
                      row);
                  Object[] values = {1, (int) row.getLong(1) + 1};
                  statement.update(collection, key, row, values, new java.util.BitSet(), 0);
                });
          }
          return null;
        };
    race(Set.of(), Collections.nCopies(THREADS, work));
    assertThat(database.rows(collection)).containsExactly(List.of(1, THREADS * ROUNDS));
  }
}
