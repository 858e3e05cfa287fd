package io.orbit.kernel.store;

import static io.orbit.kernel.store.Stores.bytes;
import static io.orbit.kernel.store.Stores.createSpace;
import static io.orbit.kernel.store.Stores.get;
import static io.orbit.kernel.store.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.MustWait;
import io.orbit.api.storage.Composite;
import io.orbit.api.storage.Durability;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.NonBlocking;
import io.orbit.api.storage.RecordCursor;
import io.orbit.api.storage.RecordOperation;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.Snapshot;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.StoreStatistics;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.ValueType;
import io.orbit.testkit.simulation.SimulatedDisk;
import io.orbit.testkit.simulation.SortedMapEngine;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data larger than memory: what leaves it, what stays, and what each costs. */
class EvictionTest {
  private static final long BUDGET = 200_000;
  private static final String VALUE = "x".repeat(100);

  @TempDir private Path directory;
  private final AtomicLong clock = new AtomicLong(1_000_000);
  private SortedMapEngine.Factory engine;
  private StoreConfiguration configuration;
  private OrbitStore store;
  private int plain;
  private int ordered;

  @BeforeEach
  void open() {
    engine = new SortedMapEngine.Factory("map");
    configuration =
        Stores.simulated(directory, new SimulatedDisk(1), engine, 1)
            .withClock(clock::get)
            .withMemory(BUDGET, 1 << 20);
    store = OrbitStore.open(configuration);
    plain = createSpace(store, false, "map");
    ordered = createSpace(store, true, "map");
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void fill(int space, int count) {
    for (int i = 0; i < count; i++) {
      put(store, space, "key" + i, VALUE + i);
      assertThat(store.statistics().memoryBytes()).isLessThan(BUDGET + 1_000);
    }
  }

  @Test
  void dataTenTimesTheBudgetIsWrittenAndReadBack() {
    fill(plain, 4_000);
    fill(ordered, 4_000);
    assertThat(store.count(plain)).isEqualTo(4_000);
    for (int i = 0; i < 4_000; i++) {
      assertThat(get(store.latest(), plain, "key" + i)).isEqualTo(VALUE + i);
      assertThat(get(store.latest(), ordered, "key" + i)).isEqualTo(VALUE + i);
    }
    assertThat(length(store.latest().scan(ordered, new byte[0], null, false))).isEqualTo(4_000);
    assertThat(length(store.latest().all(plain))).isEqualTo(4_000);
    store.upkeep();
    assertThat(store.statistics().memoryBytes()).isLessThanOrEqualTo(BUDGET);
    store.close();
    store = OrbitStore.open(configuration);
    assertThat(store.statistics().memoryBytes()).isLessThanOrEqualTo(BUDGET);
    assertThat(store.count(plain)).isEqualTo(4_000);
    assertThat(store.count(ordered)).isEqualTo(4_000);
    assertThat(get(store.latest(), plain, "key3999")).isEqualTo(VALUE + 3_999);
    assertThat(length(store.latest().scan(ordered, new byte[0], null, true))).isEqualTo(4_000);
  }

  private void putElement(String key, int number) {
    RecordOperation operation = store.operation();
    byte[] name = bytes(key);
    operation.beginWaiting(plain, name, 0, name.length);
    if (!operation.exists()) {
      operation.createComposite(ValueType.HASH, 0);
    }
    operation.putElement(bytes("element" + number), bytes(VALUE));
    long ignored = operation.commit(Durability.EVERYSEC);
  }

  private long elements(String key) {
    RecordView view = new RecordView();
    Composite composite = store.latest().get(plain, bytes(key), view) ? view.composite() : null;
    return composite == null ? 0 : composite.size();
  }

  @Test
  void compositesOfTenTimesTheBudgetLeaveAsWholesAndComeBack() {
    for (int key = 0; key < 50; key++) {
      for (int number = 0; number < 250; number++) {
        putElement("hash" + key, number);
      }
      assertThat(store.statistics().memoryBytes()).isLessThan(BUDGET + 1_000);
    }
    for (int key = 0; key < 50; key++) {
      assertThat(elements("hash" + key)).isEqualTo(250);
    }
    assertThat(store.statistics().evictions()).isPositive();
  }

  @Test
  void aCompositeThatWouldBeLargerThanTheBudgetIsRefusedAndAllElseGoesOn() {
    fill(plain, 1_000);
    int[] accepted = {0};
    assertThatExceptionOfType(OrbitException.class)
        .isThrownBy(
            () -> {
              for (; accepted[0] < 10_000; accepted[0]++) {
                putElement("large", accepted[0]);
              }
            })
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY));
    assertThat(accepted[0] * (long) VALUE.length()).isBetween(BUDGET / 4, BUDGET);
    assertThat(elements("large")).isEqualTo(accepted[0]);
    put(store, plain, "other", "1");
    assertThat(get(store.latest(), plain, "other")).isEqualTo("1");
    assertThat(get(store.latest(), plain, "key999")).isEqualTo(VALUE + 999);
  }

  private static int length(RecordCursor cursor) {
    int length = 0;
    try (cursor) {
      while (cursor.next()) {
        length++;
      }
    }
    return length;
  }

  @Test
  void whatIsReadOftenStaysWhileEverythingElseIsReadOnce() {
    fill(plain, 4_000);
    for (int i = 0; i < 4_000; i++) {
      assertThat(get(store.latest(), plain, "key" + i)).isNotNull();
      for (int hot = 0; hot < 100; hot++) {
        if (i % 20 == 0) {
          assertThat(get(store.latest(), plain, "key" + hot)).isNotNull();
        }
      }
      store.upkeep();
    }
    long before = store.statistics().coldReads();
    for (int hot = 0; hot < 100; hot++) {
      assertThat(get(store.latest(), plain, "key" + hot)).isNotNull();
    }
    assertThat(store.statistics().coldReads() - before).isLessThan(5);
  }

  @Test
  void aScanLetsNothingIn() {
    fill(ordered, 4_000);
    long used = store.statistics().memoryBytes();
    assertThat(length(store.latest().scan(ordered, new byte[0], null, false))).isEqualTo(4_000);
    assertThat(store.statistics().memoryBytes()).isEqualTo(used);
  }

  @Test
  void keysThatAreNowhereCostNoReadOfTheEngine() {
    fill(plain, 4_000);
    StoreStatistics before = store.statistics();
    for (int i = 0; i < 1_000; i++) {
      assertThat(get(store.latest(), plain, "other" + i)).isNull();
    }
    StoreStatistics after = store.statistics();
    assertThat(after.memoryMisses() - before.memoryMisses()).isEqualTo(1_000);
    assertThat(after.coldReads() - before.coldReads()).isLessThan(100);
  }

  @Test
  void afterAStartTheFilterIsMadeInTheBackground() {
    fill(plain, 4_000);
    store.close();
    store = OrbitStore.open(configuration);
    for (int i = 0; i < 3; i++) {
      store.upkeep();
    }
    keysThatAreNowhereCost(100);
  }

  private void keysThatAreNowhereCost(int most) {
    long before = store.statistics().coldReads();
    for (int i = 0; i < 1_000; i++) {
      assertThat(get(store.latest(), plain, "other" + i)).isNull();
    }
    assertThat(store.statistics().coldReads() - before).isLessThan(most);
  }

  @Test
  void aSpaceWithRoomStaysComplete() {
    for (int i = 0; i < 100; i++) {
      put(store, plain, "key" + i, VALUE);
    }
    store.upkeep();
    store.checkpoint();
    assertThat(get(store.latest(), plain, "none")).isNull();
    StoreStatistics statistics = store.statistics();
    assertThat(statistics.evictions()).isZero();
    assertThat(statistics.memoryMisses()).isZero();
  }

  @Test
  void whatAnOldSnapshotNeedsStays() {
    put(store, plain, "key", "old");
    Stores.shrink(store, 0);
    try (Snapshot snapshot = store.snapshot()) {
      put(store, plain, "key", "new");
      store.checkpoint();
      assertThat(store.shrink(0)).isFalse();
      assertThat(get(snapshot, plain, "key")).isEqualTo("old");
      assertThat(get(store.latest(), plain, "key")).isEqualTo("new");
    }
    long before = store.statistics().evictions();
    Stores.shrink(store, 0);
    assertThat(store.statistics().evictions()).isGreaterThan(before);
    assertThat(get(store.latest(), plain, "key")).isEqualTo("new");
  }

  @Test
  void aClearedSpaceIsThereForOlderSnapshots() {
    fill(plain, 2_000);
    try (Snapshot before = store.snapshot()) {
      store.clear(plain, Durability.ALWAYS);
      put(store, plain, "key1", "new");
      store.checkpoint();
      store.upkeep();
      assertThat(get(before, plain, "key1")).isEqualTo(VALUE + 1);
      assertThat(length(before.all(plain))).isEqualTo(2_000);
      assertThat(get(store.latest(), plain, "key1")).isEqualTo("new");
      assertThat(get(store.latest(), plain, "key2")).isNull();
    }
    store.upkeep();
    assertThat(store.count(plain)).isEqualTo(1);
  }

  @Test
  void whatWasDeletedInMemoryDoesNotComeBackFromTheEngine() {
    put(store, plain, "key", "old");
    Stores.shrink(store, 0);
    Stores.delete(store, plain, "key");
    store.upkeep();
    assertThat(get(store.latest(), plain, "key")).isNull();
    Stores.shrink(store, 0);
    assertThat(get(store.latest(), plain, "key")).isNull();
    assertThat(store.count(plain)).isZero();
  }

  @Test
  void recordsOutsideMemoryExpire() {
    for (int i = 0; i < 1_000; i++) {
      RecordOperation operation = store.operation();
      byte[] key = bytes("brief" + i);
      operation.beginWaiting(plain, key, 0, key.length);
      operation.put(ValueType.STRING, bytes(VALUE), 0, VALUE.length(), 1_010_000);
      operation.commit(Durability.EVERYSEC);
    }
    fill(ordered, 2_000);
    store.close();
    store = OrbitStore.open(configuration);
    store.upkeep();
    clock.set(1_020_000);
    assertThat(get(store.latest(), plain, "brief1")).isNull();
    for (int i = 0; i < 10; i++) {
      store.upkeep();
      clock.addAndGet(6_000);
    }
    assertThat(store.count(plain)).isZero();
    store.checkpoint();
    assertThat(length(store.latest().all(plain))).isZero();
  }

  @Test
  void aThreadThatMustNotWaitIsToldSo() throws InterruptedException {
    put(store, plain, "key", "value");
    put(store, ordered, "key", "value");
    Stores.shrink(store, 0);
    onEventLoop(
        () -> {
          assertThatThrownBy(() -> get(store.latest(), plain, "key")).isInstanceOf(MustWait.class);
          assertThatThrownBy(() -> store.latest().scan(ordered, new byte[0], null, false))
              .isInstanceOf(MustWait.class);
          RecordOperation operation = store.operation();
          assertThat(operation.begin(plain, bytes("key"), 0, 3)).isFalse();
          assertThat(operation.begin(plain, bytes("new"), 0, 3)).isTrue();
          operation.abandon();
          try (Transaction transaction = store.begin(TransactionOptions.DEFAULT)) {
            assertThat(transaction.tryLock(plain, bytes("key"), LockMode.EXCLUSIVE)).isFalse();
          }
        });
    assertThat(get(store.latest(), plain, "key")).isEqualTo("value");
    onEventLoop(() -> assertThat(get(store.latest(), plain, "key")).isEqualTo("value"));
  }

  private static void onEventLoop(Runnable action) throws InterruptedException {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread thread = new EventLoop(action);
    thread.setUncaughtExceptionHandler((where, problem) -> failure.set(problem));
    thread.start();
    thread.join();
    assertThat(failure.get()).isNull();
  }

  private static final class EventLoop extends Thread implements NonBlocking {
    EventLoop(Runnable action) {
      super(action);
    }
  }

  @Test
  void onlyWhatCannotLeaveMakesAWriteFail() {
    fill(plain, 1_000);
    try (Snapshot pinning = store.snapshot()) {
      assertThatThrownBy(() -> fill(plain, 4_000))
          .isInstanceOfSatisfying(
              OrbitException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY));
      assertThat(get(pinning, plain, "key1")).isEqualTo(VALUE + 1);
    }
    fill(plain, 4_000);
    assertThat(store.count(plain)).isEqualTo(4_000);
  }

  @Test
  void theCatalogStays() {
    put(store, Store.CATALOG_SPACE, "object", "definition");
    Stores.shrink(store, 0);
    long before = store.statistics().coldReads();
    assertThat(get(store.latest(), Store.CATALOG_SPACE, "object")).isEqualTo("definition");
    assertThat(store.statistics().coldReads()).isEqualTo(before);
  }
}
