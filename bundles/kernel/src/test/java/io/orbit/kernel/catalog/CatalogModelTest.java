package io.orbit.kernel.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.catalog.CatalogEditor;
import io.orbit.api.storage.Transaction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random changes with savepoints, rollbacks and restarts, beside a map from name to id. */
class CatalogModelTest {
  private record Savepoint(long number, TreeMap<String, Long> tables) {}

  @TempDir Path directory;

  @Test
  void agreesWithAMap() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    TreeMap<String, Long> committed = new TreeMap<>();
    try (CatalogFixture kernel = new CatalogFixture(directory)) {
      for (int round = 0; round < 150; round++) {
        committed = transaction(kernel, random, committed);
        check(kernel, committed);
        if (random.nextInt(20) == 0) {
          kernel.restart();
          check(kernel, committed);
        }
      }
    }
  }

  private static TreeMap<String, Long> transaction(
      CatalogFixture kernel, Random random, TreeMap<String, Long> committed) {
    TreeMap<String, Long> own = new TreeMap<>(committed);
    List<Savepoint> savepoints = new ArrayList<>();
    try (Transaction transaction = kernel.begin()) {
      CatalogEditor editor = kernel.catalog().edit(transaction);
      for (int step = random.nextInt(12); step > 0; step--) {
        switch (random.nextInt(6)) {
          case 0 -> savepoints.add(new Savepoint(transaction.savepoint(), new TreeMap<>(own)));
          case 1 -> {
            if (!savepoints.isEmpty()) {
              int index = random.nextInt(savepoints.size());
              Savepoint savepoint = savepoints.get(index);
              transaction.rollbackTo(savepoint.number);
              own = new TreeMap<>(savepoint.tables);
              savepoints.subList(index + 1, savepoints.size()).clear();
            }
          }
          case 2 -> {
            String name = "t" + random.nextInt(8);
            Long id = own.remove(name);
            if (id != null) {
              editor.remove(id);
            }
          }
          default -> change(kernel, editor, random, own);
        }
        assertThat(kernel.names(transaction)).containsExactlyElementsOf(own.keySet());
      }
      if (random.nextInt(3) == 0) {
        transaction.rollback();
        return committed;
      }
      transaction.commit();
      return own;
    }
  }

  private static void change(
      CatalogFixture kernel, CatalogEditor editor, Random random, TreeMap<String, Long> own) {
    String name = "t" + random.nextInt(8);
    if (own.containsKey(name)) {
      editor.put(kernel.table(own.get(name), name, "changed"));
    } else if (own.isEmpty() || random.nextBoolean()) {
      long id = editor.newId();
      editor.put(kernel.table(id, name));
      own.put(name, id);
    } else {
      String old = own.firstKey();
      long id = own.remove(old);
      editor.put(kernel.table(id, name));
      own.put(name, id);
    }
  }

  private static void check(CatalogFixture kernel, TreeMap<String, Long> tables) {
    assertThat(kernel.names()).containsExactlyElementsOf(tables.keySet());
    tables.forEach(
        (name, id) ->
            assertThat(kernel.find(kernel.current(), name).orElseThrow().id()).isEqualTo(id));
  }
}
