package io.orbit.kernel.store;

import static io.orbit.kernel.store.Stores.bytes;
import static io.orbit.kernel.store.Stores.createSpace;
import static io.orbit.kernel.store.Stores.delete;
import static io.orbit.kernel.store.Stores.get;
import static io.orbit.kernel.store.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.storage.Durability;
import io.orbit.api.storage.Isolation;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.Snapshot;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.ValueType;
import io.orbit.api.storage.Wait;
import io.orbit.testkit.simulation.SimulatedDisk;
import io.orbit.testkit.simulation.SortedMapEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions are kept as long as a snapshot sees them, and no longer: also between two snapshots. */
class OldVersionsTest {
  private static final int STEPS = 6_000;
  private static final int KEYS = 8;
  private static final int ACCOUNTS = 16;
  private static final int TOTAL = ACCOUNTS * 100;
  private static final long CONCURRENT_MILLIS = 1_500;

  @TempDir private Path directory;
  private final long seed = Long.getLong("orbit.seed", System.nanoTime());
  private OrbitStore store;
  private int space;

  @BeforeEach
  void open() {
    System.out.println("OldVersionsTest seed " + seed);
    store =
        OrbitStore.open(
            Stores.simulated(
                directory, new SimulatedDisk(seed), new SortedMapEngine.Factory("map"), seed));
    space = createSpace(store, true, "map");
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aLongReaderKeepsOneVersionHoweverOftenARecordIsWritten() {
    put(store, space, "k", "first");
    try (Snapshot reader = store.snapshot()) {
      put(store, space, "k", "second");
      long before = store.statistics().memoryBytes();
      for (int i = 0; i < 10_000; i++) {
        try (Snapshot passing = store.snapshot()) {
          put(store, space, "k", "number " + i % 10);
          assertThat(get(passing, space, "k"))
              .isEqualTo(i == 0 ? "second" : "number " + (i - 1) % 10);
        }
      }
      store.hot().collectGarbage();
      assertThat(store.oldVersions(space)).isEqualTo(1);
      assertThat(store.statistics().oldVersions()).isEqualTo(1);
      assertThat(store.statistics().memoryBytes()).isBetween(before, before + 100);
      assertThat(get(reader, space, "k")).isEqualTo("first");
    }
    store.hot().collectGarbage();
    assertThat(store.oldVersions(space)).isZero();
  }

  @Test
  void whatASnapshotHeldBackGoesWhenItEndsThoughAnOlderOneLives() {
    put(store, space, "k", "1");
    try (Snapshot oldest = store.snapshot()) {
      put(store, space, "k", "2");
      try (Snapshot younger = store.snapshot()) {
        put(store, space, "k", "3");
        store.hot().collectGarbage();
        assertThat(store.oldVersions(space)).isEqualTo(2);
        assertThat(get(younger, space, "k")).isEqualTo("2");
      }
      store.hot().collectGarbage();
      assertThat(store.oldVersions(space)).isEqualTo(1);
      assertThat(get(oldest, space, "k")).isEqualTo("1");
    }
  }

  /** The commits of a key: what it held from then on, null after a removal. */
  private final Map<String, NavigableMap<Long, String>> commits = new TreeMap<>();

  private final List<Snapshot> snapshots = new ArrayList<>();

  @Test
  void everySnapshotSeesWhatANaiveModelSaysAndNoMoreIsKept() {
    SplittableRandom random = new SplittableRandom(seed);
    long empty = store.statistics().memoryBytes();
    for (int step = 0; step < STEPS; step++) {
      step(random, step);
      if (step % 20 == 0) {
        collectAll();
        requireAsTheModel();
      }
    }
    snapshots.forEach(Snapshot::close);
    snapshots.clear();
    commits.keySet().forEach(key -> delete(store, space, key));
    store.hot().collectGarbage();
    assertThat(store.oldVersions(space)).isZero();
    assertThat(store.statistics().memoryBytes()).isEqualTo(empty);
  }

  /** As many rounds as it takes until all that waits for any snapshot is looked at. */
  private void collectAll() {
    for (int round = 0; round < 64; round++) {
      store.hot().collectGarbage();
    }
  }

  private void step(SplittableRandom random, int step) {
    String key = "k" + random.nextInt(KEYS);
    switch (random.nextInt(10)) {
      case 0 -> {
        if (snapshots.size() < 6) {
          snapshots.add(store.snapshot());
        }
      }
      case 1 -> {
        if (!snapshots.isEmpty()) {
          snapshots.remove(random.nextInt(snapshots.size())).close();
        }
      }
      case 2 -> note(key, delete(store, space, key), null);
      case 3 -> commitTwo(random, "t" + step);
      default -> note(key, put(store, space, key, "v" + step), "v" + step);
    }
  }

  private void note(String key, long timestamp, @Nullable String value) {
    if (timestamp != 0) {
      commits.computeIfAbsent(key, ignored -> new TreeMap<>()).put(timestamp, value);
    }
  }

  private void commitTwo(SplittableRandom random, String value) {
    try (Transaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      int first = random.nextInt(KEYS);
      List<String> keys = List.of("k" + first, "k" + (first + 1) % KEYS);
      for (String key : keys) {
        assertThat(transaction.lock(space, bytes(key), LockMode.EXCLUSIVE)).isNull();
        transaction.put(space, bytes(key), ValueType.STRING, bytes(value), 0);
      }
      long timestamp = transaction.commit();
      keys.forEach(key -> note(key, timestamp, value));
    }
  }

  private void requireAsTheModel() {
    long atMost = 0;
    long atLeast = 0;
    for (Map.Entry<String, NavigableMap<Long, String>> each : commits.entrySet()) {
      NavigableMap<Long, String> versions = each.getValue();
      NavigableMap<Long, String> seen = new TreeMap<>();
      for (Snapshot snapshot : snapshots) {
        Map.Entry<Long, String> version = versions.floorEntry(snapshot.timestamp());
        String expected = version == null ? null : version.getValue();
        assertThat(get(snapshot, space, each.getKey())).isEqualTo(expected);
        if (version != null && !version.getKey().equals(versions.lastKey())) {
          seen.put(version.getKey(), expected == null ? "" : expected);
        }
      }
      assertThat(get(store.latest(), space, each.getKey()))
          .isEqualTo(versions.lastEntry().getValue());
      atMost += seen.size();
      atLeast += seen.values().stream().filter(value -> !value.isEmpty()).count();
    }
    assertThat(store.oldVersions(space)).isBetween(atLeast, atMost);
  }

  @Test
  void readersSeeTheirSnapshotWhileVersionsAreTakenOut() throws Exception {
    for (int i = 0; i < ACCOUNTS; i++) {
      put(store, space, "a" + i, "100");
    }
    AtomicBoolean ended = new AtomicBoolean();
    AtomicLong done = new AtomicLong();
    try (ExecutorService threads = Executors.newFixedThreadPool(5)) {
      List<Future<?>> all = new ArrayList<>();
      all.add(threads.submit(() -> whileRunning(ended, store.hot()::collectGarbage)));
      for (int i = 0; i < 2; i++) {
        SplittableRandom random = new SplittableRandom(seed + i);
        all.add(threads.submit(() -> whileRunning(ended, () -> transfer(random, done))));
        all.add(threads.submit(() -> whileRunning(ended, () -> readOften(random.split()))));
      }
      long end = System.nanoTime() + CONCURRENT_MILLIS * 1_000_000;
      try (Snapshot longest = store.snapshot()) {
        while (System.nanoTime() < end) {
          assertThat(sum(longest)).isEqualTo(TOTAL);
        }
      } finally {
        ended.set(true);
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
    assertThat(done.get()).isPositive();
    store.hot().collectGarbage();
    assertThat(store.oldVersions(space)).isZero();
  }

  private static void whileRunning(AtomicBoolean ended, Runnable action) {
    while (!ended.get()) {
      action.run();
    }
  }

  private int sum(Snapshot snapshot) {
    int sum = 0;
    for (int i = 0; i < ACCOUNTS; i++) {
      sum += Integer.parseInt(String.valueOf(get(snapshot, space, "a" + i)));
    }
    return sum;
  }

  private void readOften(SplittableRandom random) {
    try (Snapshot first = store.snapshot();
        Snapshot second = store.snapshot()) {
      for (int i = random.nextInt(20); i >= 0; i--) {
        assertThat(sum(random.nextBoolean() ? first : second)).isEqualTo(TOTAL);
      }
    }
  }

  private void transfer(SplittableRandom random, AtomicLong done) {
    int from = random.nextInt(ACCOUNTS - 1);
    int to = from + 1 + random.nextInt(ACCOUNTS - 1 - from);
    int amount = random.nextInt(10);
    try (Transaction transaction =
        store.begin(
            new TransactionOptions(Isolation.READ_COMMITTED, false, Durability.OFF, true))) {
      for (int account : new int[] {from, to}) {
        Wait wait = transaction.lock(space, bytes("a" + account), LockMode.EXCLUSIVE);
        if (wait != null) {
          wait.await(0);
        }
      }
      transaction.beginStatement();
      add(transaction, "a" + from, -amount);
      add(transaction, "a" + to, amount);
      transaction.commit();
      done.incrementAndGet();
    }
  }

  private void add(Transaction transaction, String account, int amount) {
    int balance = Integer.parseInt(String.valueOf(get(transaction, space, account)));
    byte[] value = bytes(Integer.toString(balance + amount));
    transaction.put(space, bytes(account), ValueType.STRING, value, 0);
  }
}
