package io.orbit.kernel.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.orbit.api.catalog.CatalogEditor;
import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Collection;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.Transaction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CatalogConcurrencyTest {
  @TempDir Path directory;
  private CatalogFixture kernel;
  private ExecutorService threads;

  @BeforeEach
  void open() {
    kernel = new CatalogFixture(directory);
    threads = Executors.newVirtualThreadPerTaskExecutor();
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    kernel.close();
  }

  @Test
  void theSecondToTakeANameWaitsAndFailsWhenTheFirstCommits() throws Exception {
    try (Transaction first = kernel.begin();
        Transaction second = kernel.begin()) {
      put(first, "t");
      Future<?> waiting = threads.submit(() -> put(second, "t"));
      assertThat(waiting.state()).isEqualTo(Future.State.RUNNING);
      first.commit();
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(() -> waiting.get(30, TimeUnit.SECONDS))
          .withCauseInstanceOf(OrbitException.class)
          .withMessageContaining("relation \"t\" already exists");
    }
  }

  @Test
  void theSecondToTakeANameGetsItWhenTheFirstRollsBack() throws Exception {
    try (Transaction first = kernel.begin();
        Transaction second = kernel.begin()) {
      put(first, "t");
      Future<?> waiting = threads.submit(() -> put(second, "t"));
      first.rollback();
      waiting.get(30, TimeUnit.SECONDS);
      second.commit();
    }
    assertThat(kernel.names()).containsExactly("t");
  }

  @Test
  void aNameThatIsGivenUpIsFreeOnceThatIsCommitted() throws Exception {
    kernel.create("t");
    long old = kernel.find(kernel.current(), "t").orElseThrow().id();
    try (Transaction first = kernel.begin();
        Transaction second = kernel.begin()) {
      kernel.catalog().edit(first).remove(old);
      Future<?> waiting = threads.submit(() -> put(second, "t"));
      first.commit();
      waiting.get(30, TimeUnit.SECONDS);
      second.commit();
    }
    assertThat(kernel.find(kernel.current(), "t").orElseThrow().id()).isNotEqualTo(old);
  }

  @Test
  void whoGetsAnObjectsLockSeesWhatTheHolderBeforeItCommitted() throws Exception {
    kernel.create("t");
    long id = kernel.find(kernel.current(), "t").orElseThrow().id();
    for (int round = 0; round < 300; round++) {
      String comment = "round " + round;
      try (Transaction changing = kernel.begin();
          Transaction using = kernel.begin()) {
        kernel.catalog().lock(changing, id, true);
        assertThat(kernel.catalog().tryLockShared(using, id)).isFalse();
        kernel.catalog().edit(changing).put(kernel.table(id, "t", comment));
        Future<String> seen =
            threads.submit(
                () -> {
                  kernel.catalog().lock(using, id, false);
                  return comment(kernel.catalog().view(using), id);
                });
        changing.commit();
        assertThat(seen.get(30, TimeUnit.SECONDS)).isEqualTo(comment);
      }
    }
  }

  @Test
  void usersShareAnObject() {
    kernel.create("t");
    long id = kernel.find(kernel.current(), "t").orElseThrow().id();
    try (Transaction one = kernel.begin();
        Transaction two = kernel.begin()) {
      kernel.catalog().lock(one, id, false);
      assertThat(kernel.catalog().tryLockShared(two, id)).isTrue();
    }
  }

  /** Pairs of tables that are always changed together never show different comments. */
  @Test
  void aTransactionShowsWhollyOrNotAtAll() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    int pairs = 4;
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < pairs * 2; i++) {
      kernel.create("t" + i);
      ids.add(kernel.find(kernel.current(), "t" + i).orElseThrow().id());
    }
    AtomicBoolean done = new AtomicBoolean();
    List<Future<?>> tasks = new ArrayList<>();
    try (ExecutorService readers = Executors.newFixedThreadPool(2)) {
      try {
        for (int reader = 0; reader < 2; reader++) {
          tasks.add(readers.submit(() -> readPairs(done, pairs, ids)));
        }
        for (int writer = 0; writer < 4; writer++) {
          Random random = new Random(seed + writer);
          String name = "writer " + writer + " change ";
          tasks.add(threads.submit(() -> changePairs(random, name, pairs, ids)));
        }
        for (Future<?> writer : tasks.subList(2, tasks.size())) {
          writer.get(50, TimeUnit.SECONDS);
        }
      } finally {
        done.set(true);
      }
      for (Future<?> reader : tasks.subList(0, 2)) {
        reader.get(10, TimeUnit.SECONDS);
      }
    }
  }

  private void readPairs(AtomicBoolean done, int pairs, List<Long> ids) {
    long version = 0;
    while (!done.get()) {
      CatalogView view = kernel.current();
      assertThat(view.version()).isGreaterThanOrEqualTo(version);
      version = view.version();
      for (int pair = 0; pair < pairs; pair++) {
        assertThat(comment(view, ids.get(2 * pair)))
            .isEqualTo(comment(view, ids.get(2 * pair + 1)));
      }
    }
  }

  private void changePairs(Random random, String name, int pairs, List<Long> ids) {
    for (int change = 0; change < 200; change++) {
      int pair = random.nextInt(pairs);
      String comment = name + change;
      try (Transaction transaction = kernel.begin()) {
        CatalogEditor editor = kernel.catalog().edit(transaction);
        for (int table = 2 * pair; table <= 2 * pair + 1; table++) {
          kernel.catalog().lock(transaction, ids.get(table), true);
          editor.put(kernel.table(ids.get(table), "t" + table, comment));
        }
        if (random.nextInt(4) == 0) {
          transaction.rollback();
          continue;
        }
        transaction.commit();
        long version = kernel.current().object(ids.get(2 * pair)).orElseThrow().version();
        assertThat(version).isPositive();
      }
    }
  }

  /** What each thread has been told is committed is there; ids and names are unique. */
  @Test
  void manyCreateAndDropAtOnce() throws Exception {
    Set<Long> ids = ConcurrentHashMap.newKeySet();
    List<Future<Map<String, Long>>> results = new ArrayList<>();
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    for (int thread = 0; thread < 4; thread++) {
      Random random = new Random(seed + thread);
      results.add(threads.submit(() -> createAndDrop(random, ids)));
    }
    Map<String, Long> expected = new TreeMap<>();
    for (Future<Map<String, Long>> result : results) {
      result.get(50, TimeUnit.SECONDS).forEach((name, id) -> expected.merge(name, id, Math::max));
    }
    List<String> living = kernel.names();
    assertThat(living).doesNotHaveDuplicates();
    kernel.restart();
    assertThat(kernel.names()).isEqualTo(living);
    assertThat(expected.keySet()).containsAll(living);
  }

  private Map<String, Long> createAndDrop(Random random, Set<Long> ids) {
    Map<String, Long> created = new TreeMap<>();
    for (int step = 0; step < 150; step++) {
      String name = "t" + random.nextInt(12);
      try (Transaction transaction = kernel.begin()) {
        CatalogEditor editor = kernel.catalog().edit(transaction);
        kernel
            .find(kernel.catalog().view(transaction), name)
            .map(CatalogObject::id)
            .ifPresent(
                id -> {
                  kernel.catalog().lock(transaction, id, true);
                  if (kernel.catalog().view(transaction).object(id).isPresent()) {
                    editor.remove(id);
                  }
                });
        long id = editor.newId();
        assertThat(ids.add(id)).isTrue();
        try {
          editor.put(kernel.table(id, name));
        } catch (OrbitException e) {
          assertThat(e.code()).isIn(ErrorCode.DUPLICATE_TABLE, ErrorCode.DEADLOCK_DETECTED);
          continue;
        }
        transaction.commit();
        created.put(name, id);
        assertThat(kernel.current().version()).isPositive();
      } catch (OrbitException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.DEADLOCK_DETECTED);
      }
    }
    return created;
  }

  private void put(Transaction transaction, String name) {
    CatalogEditor editor = kernel.catalog().edit(transaction);
    editor.put(kernel.table(editor.newId(), name));
  }

  private static String comment(CatalogView view, long id) {
    return ((Collection) view.object(id).orElseThrow()).comment();
  }
}
