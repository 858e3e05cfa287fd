package io.orbit.records;

import static io.orbit.records.TestDatabase.ascending;
import static io.orbit.records.TestDatabase.index;
import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Index;
import io.orbit.api.error.OrbitException;
import io.orbit.api.records.KeyRange;
import io.orbit.api.records.RecordStatement;
import io.orbit.api.storage.Isolation;
import io.orbit.api.storage.Transaction;
import io.orbit.api.value.DataType;
import io.orbit.api.value.ValueOrder;
import io.orbit.records.TestDatabase.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random statements on a table with indexes against a plain map: same rows, same order. */
class TableModelTest {
  private static final int STATEMENTS = 3_000;

  @Test
  void theTableIsTheMap() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    try (TestDatabase database = new TestDatabase()) {
      run(database, random);
    }
  }

  private static void run(TestDatabase database, Random random) {
    Table table =
        new Table("t")
            .column("id", DataType.INT32)
            .column("a", DataType.INT32)
            .column("b", DataType.TEXT)
            .key(0);
    table.indexes.add(index("t_a", false, false, "", new Index.Element(2, "", true, false)));
    table.indexes.add(index("t_b_key", true, false, "", ascending(3)));
    Collection collection = database.create(table);
    Map<Integer, List<@Nullable Object>> model = new TreeMap<>();
    for (int i = 0; i < STATEMENTS; i++) {
      Map<Integer, List<@Nullable Object>> before = new TreeMap<>(model);
      boolean commits = random.nextInt(5) > 0;
      try (Transaction transaction = database.begin(Isolation.REPEATABLE_READ)) {
        RecordStatement statement = database.records.statement(TestDatabase.session(), transaction);
        boolean done = true;
        for (int step = random.nextInt(3); done && step >= 0; step--) {
          done = step(database, transaction, statement, collection, model, random);
        }
        statement.finish();
        check(database, transaction, collection, model, done);
        if (commits && done) {
          transaction.commit();
        } else {
          model = before;
        }
      }
      if (i % 50 == 0) {
        try (Transaction transaction = database.begin(Isolation.READ_COMMITTED)) {
          check(database, transaction, collection, model, true);
        }
      }
    }
    assertThat(model).isNotEmpty();
  }

  /** One change to both; false when both refuse it. */
  private static boolean step(
      TestDatabase database,
      Transaction transaction,
      RecordStatement statement,
      Collection collection,
      Map<Integer, List<@Nullable Object>> model,
      Random random) {
    int id = random.nextInt(40);
    Integer a = random.nextInt(8) == 0 ? null : random.nextInt(6);
    String b = random.nextInt(4) == 0 ? null : "b" + random.nextInt(30);
    switch (random.nextInt(3)) {
      case 0 -> {
        if (model.containsKey(id) || isTaken(model, b, -1)) {
          return fails(() -> statement.insert(collection, new @Nullable Object[] {id, a, b}, 0));
        }
        statement.insert(collection, new @Nullable Object[] {id, a, b}, 0);
        model.put(id, Arrays.asList(id, a, b));
      }
      case 1 -> {
        boolean there = TestDatabase.delete(database, transaction, statement, collection, id);
        assertThat(there).isEqualTo(model.remove(id) != null);
      }
      default -> {
        List<@Nullable Object> row = model.get(id);
        if (row == null) {
          return true;
        }
        if (isTaken(model, b, id)) {
          return fails(
              () -> database.update(transaction, statement, collection, new Object[] {id}, 2, b));
        }
        database.update(transaction, statement, collection, new Object[] {id}, 2, b);
        model.put(id, Arrays.asList(id, row.get(1), b));
      }
    }
    return true;
  }

  private static boolean isTaken(
      Map<Integer, List<@Nullable Object>> model, @Nullable String b, int except) {
    return b != null
        && model.values().stream()
            .anyMatch(row -> b.equals(row.get(2)) && !Integer.valueOf(except).equals(row.get(0)));
  }

  private static boolean fails(Runnable change) {
    try {
      change.run();
    } catch (OrbitException e) {
      return false;
    }
    throw new AssertionError("a duplicate was accepted");
  }

  private static void check(
      TestDatabase database,
      Transaction transaction,
      Collection collection,
      Map<Integer, List<@Nullable Object>> model,
      boolean done) {
    if (!done) {
      return;
    }
    assertThat(database.rows(transaction, collection, null, KeyRange.ALL, false))
        .containsExactlyElementsOf(model.values());
    List<List<@Nullable Object>> byA = new ArrayList<>(model.values());
    byA.sort(
        Comparator.<List<@Nullable Object>>comparingInt(row -> row.get(1) == null ? 1 : 0)
            .thenComparingInt(row -> row.get(1) instanceof Integer a ? -a : 0));
    assertThat(
            database.rows(
                transaction, collection, collection.indexes().get(0), KeyRange.ALL, false))
        .containsExactlyElementsOf(byA);
    List<List<@Nullable Object>> byB = new ArrayList<>(model.values());
    byB.sort((x, y) -> ValueOrder.compareNullable(x.get(2), y.get(2), DataType.TEXT));
    assertThat(
            database.rows(
                transaction, collection, collection.indexes().get(1), KeyRange.ALL, false))
        .containsExactlyElementsOf(byB);
  }
}
