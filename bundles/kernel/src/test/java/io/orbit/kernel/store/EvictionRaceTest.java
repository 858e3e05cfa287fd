package io.orbit.kernel.store;

import static io.orbit.kernel.store.Stores.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.storage.Durability;
import io.orbit.api.storage.Isolation;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.RecordCursor;
import io.orbit.api.storage.RecordOperation;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.Snapshot;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.ValueType;
import io.orbit.api.storage.Wait;
import io.orbit.testkit.simulation.SortedMapEngine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that can leave memory does so all the time, while threads count up, move amounts
 * between accounts, and read: no count goes back, and the accounts' sum is the same in every
 * snapshot.
 */
class EvictionRaceTest {
  private static final int ACCOUNTS = 40;
  private static final long EACH = 1_000;
  private static final int COUNTERS = 16;
  private static final long RUN = TimeUnit.MILLISECONDS.toNanos(2_500);

  @TempDir private Path directory;

  private OrbitStore store;
  private int plain;
  private int ordered;
  private long end;

  @Test
  void nothingIsLostOrOld() throws Exception {
    long seed = Long.getLong("orbit.seed", System.nanoTime());
    System.out.println("EvictionRaceTest seed " + seed);
    try (OrbitStore opened =
        OrbitStore.open(StoreConfiguration.in(directory, new SortedMapEngine.Factory("map")))) {
      store = opened;
      plain = Stores.createSpace(store, false, "map");
      ordered = Stores.createSpace(store, true, "map");
      for (int i = 0; i < ACCOUNTS; i++) {
        Stores.put(store, ordered, "account" + i, Long.toString(EACH));
      }
      end = System.nanoTime() + RUN;
      long[] counts = new long[COUNTERS];
      run(seed, counts);
      for (int i = 0; i < COUNTERS; i++) {
        assertThat(number(Stores.get(store.latest(), plain, "counter" + i))).isEqualTo(counts[i]);
      }
      assertThat(store.statistics().evictions()).isGreaterThan(100);
      assertThat(store.statistics().coldReads()).isGreaterThan(100);
    }
  }

  private void run(long seed, long[] counts) throws Exception {
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> futures = new ArrayList<>();
      futures.add(threads.submit((Runnable) this::evict));
      futures.add(threads.submit(() -> count(new SplittableRandom(seed), counts, 0)));
      futures.add(threads.submit(() -> count(new SplittableRandom(seed + 1), counts, 1)));
      futures.add(threads.submit(() -> move(new SplittableRandom(seed + 2))));
      futures.add(threads.submit(() -> move(new SplittableRandom(seed + 3))));
      futures.add(threads.submit((Runnable) this::checkSums));
      futures.add(threads.submit((Runnable) this::look));
      for (Future<?> future : futures) {
        future.get();
      }
    }
  }

  private boolean more() {
    return System.nanoTime() < end;
  }

  private void evict() {
    while (more()) {
      boolean ignored = store.shrink(0);
    }
  }

  /** Counts up counters of its own, which nobody else writes. */
  private void count(SplittableRandom random, long[] counts, int thread) {
    RecordOperation operation = store.operation();
    while (more()) {
      int counter = random.nextInt(COUNTERS / 2) * 2 + thread;
      byte[] key = bytes("counter" + counter);
      operation.beginWaiting(plain, key, 0, key.length);
      long before = operation.exists() ? number(text(operation.current())) : 0;
      assertThat(before).isEqualTo(counts[counter]);
      byte[] value = bytes(Long.toString(before + 1));
      operation.put(ValueType.STRING, value, 0, value.length, 0);
      operation.commit(Durability.OFF);
      counts[counter]++;
      assertThat(number(Stores.get(store.latest(), plain, "counter" + counter)))
          .isEqualTo(before + 1);
    }
  }

  /** Moves an amount from one account to another, locked in their order. */
  private void move(SplittableRandom random) {
    while (more()) {
      int from = random.nextInt(ACCOUNTS);
      int to = random.nextInt(ACCOUNTS);
      if (from == to) {
        continue;
      }
      try (Transaction transaction =
          store.begin(
              new TransactionOptions(Isolation.READ_COMMITTED, false, Durability.OFF, true))) {
        lock(transaction, "account" + Math.min(from, to));
        lock(transaction, "account" + Math.max(from, to));
        add(transaction, "account" + from, -1);
        add(transaction, "account" + to, 1);
        transaction.commit();
      }
    }
  }

  private void lock(Transaction transaction, String account) {
    Wait wait = transaction.lock(ordered, bytes(account), LockMode.EXCLUSIVE);
    if (wait != null) {
      wait.await(30_000);
    }
  }

  private void add(Transaction transaction, String account, long amount) {
    RecordView view = new RecordView();
    assertThat(transaction.getLatest(ordered, bytes(account), view)).isTrue();
    byte[] value = bytes(Long.toString(number(text(view)) + amount));
    transaction.put(ordered, bytes(account), ValueType.ROW, value, 0);
  }

  private void checkSums() {
    while (more()) {
      try (Snapshot snapshot = store.snapshot()) {
        assertThat(sum(snapshot.scan(ordered, new byte[0], null, false)))
            .isEqualTo(ACCOUNTS * EACH);
        assertThat(sum(snapshot.scan(ordered, new byte[0], null, true))).isEqualTo(ACCOUNTS * EACH);
        long total = 0;
        for (int i = 0; i < ACCOUNTS; i++) {
          total += number(Stores.get(snapshot, ordered, "account" + i));
        }
        assertThat(total).isEqualTo(ACCOUNTS * EACH);
      }
    }
  }

  private static long sum(RecordCursor cursor) {
    long sum = 0;
    int count = 0;
    try (cursor) {
      while (cursor.next()) {
        sum += number(text(cursor.value()));
        count++;
      }
    }
    assertThat(count).isEqualTo(ACCOUNTS);
    return sum;
  }

  /** No reader sees a count go back. */
  private void look() {
    long[] seen = new long[COUNTERS];
    while (more()) {
      for (int i = 0; i < COUNTERS; i++) {
        long now = number(Stores.get(store.latest(), plain, "counter" + i));
        assertThat(now).isGreaterThanOrEqualTo(seen[i]);
        seen[i] = now;
      }
    }
  }

  private static String text(RecordView view) {
    return new String(view.copy(), StandardCharsets.UTF_8);
  }

  private static long number(@org.jspecify.annotations.Nullable String text) {
    return text == null ? 0 : Long.parseLong(text);
  }
}
