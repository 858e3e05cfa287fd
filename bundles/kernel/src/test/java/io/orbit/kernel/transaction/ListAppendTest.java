package io.orbit.kernel.transaction;

import static io.orbit.kernel.store.Stores.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.Durability;
import io.orbit.api.storage.Isolation;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.ValueType;
import io.orbit.api.storage.Wait;
import io.orbit.kernel.store.OrbitStore;
import io.orbit.kernel.store.StoreConfiguration;
import io.orbit.kernel.store.Stores;
import io.orbit.testkit.simulation.SortedMapEngine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Threads read some lists and append to others in transactions; from what each read, the order of
 * transactions is inferred (write-write, write-read and read-write dependencies), and a circle is
 * an anomaly: Elle's list-append workload (Kingsbury and Alvaro 2020).
 */
class ListAppendTest {
  private static final int THREADS = 4;
  private static final int TRANSACTIONS = 1500;
  private static final int LISTS = 6;

  @TempDir private Path directory;
  private boolean evicting;

  /** A committed transaction: the lists it read, and the one element it appended to each list. */
  private record Committed(int id, Map<Integer, List<Integer>> reads, Set<Integer> appends) {}

  @Test
  void serializableHasNoCircle() throws Exception {
    List<Committed> history = run(Isolation.SERIALIZABLE);
    assertThat(circle(history)).isEmpty();
    assertThat(history).hasSizeGreaterThan(THREADS * TRANSACTIONS / 10);
  }

  @Test
  void theCheckerFindsTheAnomalyWhenIsolationIsTurnedDown() throws Exception {
    assertThat(circle(run(Isolation.REPEATABLE_READ))).isNotEmpty();
  }

  @Test
  void serializableHasNoCircleWhileRecordsLeaveMemory() throws Exception {
    evicting = true;
    List<Committed> history = run(Isolation.SERIALIZABLE);
    assertThat(circle(history)).isEmpty();
    assertThat(history).hasSizeGreaterThan(THREADS * TRANSACTIONS / 20);
  }

  /** Lets every record that can leave memory, until the threads have ended. */
  private void evict(OrbitStore store, List<Future<?>> threads) {
    while (evicting && !threads.stream().allMatch(Future::isDone)) {
      boolean ignored = store.shrink(0);
    }
  }

  private List<Committed> run(Isolation isolation) throws Exception {
    long seed = Long.getLong("orbit.seed", System.nanoTime());
    System.out.println("ListAppendTest " + isolation + " seed " + seed);
    ConcurrentLinkedQueue<Committed> history = new ConcurrentLinkedQueue<>();
    try (OrbitStore store =
        OrbitStore.open(
            StoreConfiguration.in(directory.resolve("."), new SortedMapEngine.Factory("map")))) {
      int space = Stores.createSpace(store, false, "map");
      try (ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
        List<Future<?>> futures = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
          int first = thread * TRANSACTIONS + 1;
          SplittableRandom random = new SplittableRandom(seed + thread);
          futures.add(
              executor.submit(
                  () -> {
                    for (int i = 0; i < TRANSACTIONS; i++) {
                      attempt(store, space, isolation, first + i, random, history);
                    }
                  }));
        }
        evict(store, futures);
        for (Future<?> future : futures) {
          future.get();
        }
      }
      try (Transaction last = begin(store, Isolation.REPEATABLE_READ)) {
        Map<Integer, List<Integer>> reads = new HashMap<>();
        for (int list = 0; list < LISTS; list++) {
          reads.put(list, read(last, space, list));
        }
        history.add(new Committed(Integer.MAX_VALUE, reads, Set.of()));
      }
    }
    return new ArrayList<>(history);
  }

  private static Transaction begin(OrbitStore store, Isolation isolation) {
    return store.begin(new TransactionOptions(isolation, false, Durability.OFF, true));
  }

  private static void attempt(
      OrbitStore store,
      int space,
      Isolation isolation,
      int id,
      SplittableRandom random,
      ConcurrentLinkedQueue<Committed> history) {
    Map<Integer, List<Integer>> reads = new HashMap<>();
    Set<Integer> appends = new HashSet<>();
    try (Transaction transaction = begin(store, isolation)) {
      for (int i = 0; i < 3; i++) {
        int list = random.nextInt(LISTS);
        if (!appends.contains(list)) {
          reads.put(list, read(transaction, space, list));
        }
        Thread.yield();
        int target = random.nextInt(LISTS);
        if (random.nextBoolean() && appends.add(target)) {
          append(transaction, space, target, id);
        }
      }
      long ignored = transaction.commit();
      history.add(new Committed(id, reads, appends));
    } catch (OrbitException e) {
      assertThat(e.code()).isIn(ErrorCode.SERIALIZATION_FAILURE, ErrorCode.DEADLOCK_DETECTED);
    }
  }

  private static List<Integer> read(Transaction transaction, int space, int list) {
    RecordView view = new RecordView();
    List<Integer> elements = new ArrayList<>();
    if (transaction.get(space, bytes("list" + list), view)) {
      for (String element : new String(view.copy(), StandardCharsets.UTF_8).split(",")) {
        elements.add(Integer.valueOf(element));
      }
    }
    return elements;
  }

  private static void append(Transaction transaction, int space, int list, int id) {
    byte[] key = bytes("list" + list);
    Wait wait = transaction.lock(space, key, LockMode.NO_KEY_EXCLUSIVE);
    if (wait != null) {
      wait.await(0);
    }
    RecordView view = new RecordView();
    String old =
        transaction.getLatest(space, key, view)
            ? new String(view.copy(), StandardCharsets.UTF_8) + ","
            : "";
    transaction.put(space, key, ValueType.ROW, bytes(old + id), 0);
  }

  /** A circle of dependencies, or nothing. */
  private static List<Integer> circle(List<Committed> history) {
    Map<Integer, List<Integer>> order = new HashMap<>();
    for (Committed committed : history) {
      committed.reads().forEach((list, read) -> order.merge(list, read, ListAppendTest::longer));
    }
    Map<Integer, Set<Integer>> after = new HashMap<>();
    for (Committed committed : history) {
      committed
          .reads()
          .forEach(
              (list, read) -> {
                List<Integer> all = order.getOrDefault(list, List.of());
                assertThat(all.subList(0, read.size()))
                    .as("no lost or reordered append")
                    .isEqualTo(read);
                if (!read.isEmpty()) {
                  edge(after, read.getLast(), committed.id());
                }
                if (read.size() < all.size()) {
                  edge(after, committed.id(), all.get(read.size()));
                }
              });
    }
    order
        .values()
        .forEach(
            all -> {
              for (int i = 1; i < all.size(); i++) {
                edge(after, all.get(i - 1), all.get(i));
              }
            });
    return find(after);
  }

  private static List<Integer> longer(List<Integer> left, List<Integer> right) {
    return left.size() >= right.size() ? left : right;
  }

  private static void edge(Map<Integer, Set<Integer>> after, int before, int later) {
    if (before != later) {
      after.computeIfAbsent(before, ignored -> new HashSet<>()).add(later);
    }
  }

  /** Takes away, again and again, whatever nothing comes before; what is left goes in circles. */
  private static List<Integer> find(Map<Integer, Set<Integer>> after) {
    Map<Integer, Integer> incoming = new HashMap<>();
    after.forEach(
        (from, targets) -> {
          incoming.putIfAbsent(from, 0);
          targets.forEach(target -> incoming.merge(target, 1, Integer::sum));
        });
    List<Integer> free = new ArrayList<>();
    incoming.forEach(
        (id, count) -> {
          if (count == 0) {
            free.add(id);
          }
        });
    while (!free.isEmpty()) {
      int id = free.removeLast();
      incoming.remove(id);
      for (int target : after.getOrDefault(id, Set.of())) {
        if (incoming.merge(target, -1, Integer::sum) == 0) {
          free.add(target);
        }
      }
    }
    return new ArrayList<>(incoming.keySet());
  }
}
