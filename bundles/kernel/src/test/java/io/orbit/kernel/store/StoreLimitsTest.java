package io.orbit.kernel.store;

import static io.orbit.kernel.store.Stores.bytes;
import static io.orbit.kernel.store.Stores.get;
import static io.orbit.kernel.store.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.feed.ChangeFeed;
import io.orbit.api.feed.FeedRequest;
import io.orbit.api.ops.DiskFile;
import io.orbit.api.storage.Durability;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.RecordOperation;
import io.orbit.api.storage.Snapshot;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.ValueType;
import io.orbit.api.storage.Wait;
import io.orbit.kernel.log.LogFormat;
import io.orbit.testkit.simulation.SimulatedDisk;
import io.orbit.testkit.simulation.SortedMapEngine;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens when something runs out or fails: disk, memory, time, an engine. */
class StoreLimitsTest {
  @TempDir private Path directory;
  private final AtomicLong clock = new AtomicLong(1_000_000);
  private SimulatedDisk disk;
  private SortedMapEngine.Factory engine;
  private StoreConfiguration configuration;
  private OrbitStore store;
  private int space;

  @BeforeEach
  void open() {
    disk = new SimulatedDisk(1);
    engine = new SortedMapEngine.Factory("map");
    configuration =
        Stores.simulated(directory, disk, engine, 1)
            .withClock(clock::get)
            .withMemory(100_000, 1 << 20);
    store = OrbitStore.open(configuration);
    space = Stores.createSpace(store, false, "map");
  }

  @AfterEach
  void close() {
    disk.setFailing(false);
    store.close();
  }

  private static void requireCode(ErrorCode code, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(OrbitException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  /** Found by the simulation: the log had a hole, behind which lay what was acknowledged. */
  @Test
  void whatAKilledProcessLeftIsOnTheDiskBeforeWhatFollows() {
    for (int i = 0; i < 40; i++) {
      Stores.put(store, space, "k" + i, "v".repeat(1000));
    }
    disk.restartProcess();
    store = OrbitStore.open(configuration);
    assertThat(store.durable(Stores.put(store, space, "after", "v"))).isNull();
    disk.restart();
    store = OrbitStore.open(configuration);
    assertThat(Stores.get(store.latest(), space, "after")).isEqualTo("v");
    assertThat(store.count(space)).isEqualTo(41);
  }

  /** Found by the simulation: the changes were forgotten, and gone after the next start. */
  @Test
  void aCheckpointThatCannotSyncKeepsWhatIsDue() {
    Stores.put(store, space, "k", "v");
    disk.setUnwritable(true);
    requireCode(ErrorCode.IO_ERROR, store::checkpoint);
    disk.setUnwritable(false);
    Stores.put(store, space, "other", "w");
    store.checkpoint();
    Stores.shrink(store, 0);
    assertThat(Stores.get(store.latest(), space, "k")).isEqualTo("v");
    disk.restartProcess();
    store = OrbitStore.open(configuration);
    assertThat(Stores.get(store.latest(), space, "k")).isEqualTo("v");
  }

  @Test
  void aFullDiskRefusesWritesUntilThereIsRoom() {
    disk.setFull(true);
    requireCode(
        ErrorCode.DISK_FULL,
        () -> {
          for (int i = 0; i < 100; i++) {
            put(store, space, "k" + i % 10, "x".repeat(1000));
          }
        });
    assertThat(get(store.latest(), space, "k0")).isNotNull();
    requireCode(ErrorCode.DISK_FULL, () -> put(store, space, "k0", "y".repeat(2000)));
    requireCode(ErrorCode.DISK_FULL, () -> transaction("t", "y".repeat(2000)));
    assertThat(get(store.latest(), space, "t")).isNull();
    disk.setFull(false);
    put(store, space, "k0", "y".repeat(2000));
    transaction("t", "z");
    assertThat(get(store.latest(), space, "t")).isEqualTo("z");
  }

  private void transaction(String key, String value) {
    try (Transaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      assertThat(transaction.lock(space, bytes(key), LockMode.EXCLUSIVE)).isNull();
      transaction.put(space, bytes(key), ValueType.ROW, bytes(value), 0);
      transaction.commit();
    }
  }

  @Test
  void whatCannotBeWrittenIsRefusedAndWritingGoesOnByItself() {
    put(store, space, "k", "1");
    disk.setUnwritable(true);
    requireCode(ErrorCode.IO_ERROR, () -> put(store, space, "k", "2"));
    requireCode(ErrorCode.IO_ERROR, () -> transaction("t", "2"));
    assertThat(get(store.latest(), space, "k")).isEqualTo("1");
    assertThat(get(store.latest(), space, "t")).isNull();
    disk.setUnwritable(false);
    put(store, space, "k", "3");
    transaction("t", "3");
    disk.restartProcess();
    store = OrbitStore.open(configuration);
    assertThat(get(store.latest(), space, "k")).isEqualTo("3");
    assertThat(get(store.latest(), space, "t")).isEqualTo("3");
  }

  @Test
  void openTransactionsShareTheMemoryBudget() {
    long before = store.statistics().memoryBytes();
    try (Transaction first = store.begin(TransactionOptions.DEFAULT);
        Transaction second = store.begin(TransactionOptions.DEFAULT)) {
      for (int i = 0; i < 60; i++) {
        write(first, "first" + i);
      }
      requireCode(
          ErrorCode.OUT_OF_MEMORY,
          () -> {
            for (int i = 0; i < 60; i++) {
              write(second, "second" + i);
            }
          });
      second.rollback();
      assertThat(first.commit()).isPositive();
    }
    assertThat(store.count(space)).isEqualTo(60);
    assertThat(store.statistics().memoryBytes() - before).isBetween(60_000L, 90_000L);
  }

  /** Going back to a savepoint would bring all of them back. */
  @Test
  void whatASavepointKeepsIsBoundedToo() {
    try (Transaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      long savepoint = transaction.savepoint();
      requireCode(
          ErrorCode.OUT_OF_MEMORY,
          () -> {
            for (int i = 0; i < 200; i++) {
              write(transaction, "k");
            }
          });
      transaction.rollbackTo(savepoint);
      assertThat(store.statistics().memoryBytes()).isLessThan(1_000);
      transaction.release(savepoint);
      for (int i = 0; i < 200; i++) {
        write(transaction, "k");
      }
      assertThat(store.statistics().memoryBytes()).isLessThan(3_000);
    }
    assertThat(store.statistics().memoryBytes()).isLessThan(1_000);
  }

  private void write(Transaction transaction, String key) {
    Wait wait = transaction.lock(space, bytes(key), LockMode.EXCLUSIVE);
    assertThat(wait).isNull();
    transaction.put(space, bytes(key), ValueType.ROW, new byte[1_000], 0);
  }

  /** Chunks are written before it is known that there is no room for the rest. */
  @Test
  void aLargeTransactionThatDoesNotFitLeavesNothingThatHoldsUpTheLog() {
    FeedRequest everything = FeedRequest.from(store.feeds().now()).undurable();
    disk.setFull(true);
    requireCode(ErrorCode.DISK_FULL, () -> transaction("t", "y".repeat(60_000)));
    requireCode(ErrorCode.DISK_FULL, () -> transaction("t", "y".repeat(60_000)));
    disk.setFull(false);
    transaction("u", "z".repeat(30_000));
    for (int i = 0; i < 20; i++) {
      put(store, space, "k", "x".repeat(1000));
    }
    store.checkpoint();
    assertThat(store.statistics().checkpointPosition()).isEqualTo(store.statistics().logPosition());
    try (ChangeFeed feed = store.feeds().open(everything.startingAt(store.feeds().now()))) {
      assertThat(feed.next(0)).isNull();
      assertThat(feed.position().text()).as("nothing is open").endsWith("-0");
    }
  }

  @Test
  void aNewerFormatIsRefusedAndNamedAndAnOlderOneIsRead() {
    put(store, space, "k", "1");
    store.close();
    String segment = LogFormat.FOLDER + "/" + disk.list(LogFormat.FOLDER).getLast();
    setVersion(segment, 4);
    assertThatThrownBy(() -> OrbitStore.open(configuration))
        .isInstanceOfSatisfying(
            OrbitException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANNOT_CONNECT_NOW))
        .hasMessageContaining(segment)
        .hasMessageContaining("newer Orbit");
    setVersion(segment, 1);
    store = OrbitStore.open(configuration);
    assertThat(get(store.latest(), space, "k")).isEqualTo("1");
  }

  private void setVersion(String segment, int version) {
    byte[] header = new byte[28];
    try (DiskFile file = disk.open(segment)) {
      file.read(0, header, 0, header.length);
      ByteBuffer fields = ByteBuffer.wrap(header).putInt(8, version);
      CRC32C crc = new CRC32C();
      crc.update(header, 0, 24);
      fields.putInt(24, (int) crc.getValue());
      file.write(0, header, 0, header.length);
      file.force();
    }
  }

  @Test
  void aFailedSyncIsFinal() {
    long timestamp = put(store, space, "k", "1");
    disk.setFailing(true);
    requireCode(ErrorCode.IO_ERROR, () -> store.durable(timestamp));
    disk.setFailing(false);
    requireCode(ErrorCode.IO_ERROR, () -> store.durable(timestamp));
    requireCode(ErrorCode.IO_ERROR, () -> put(store, space, "k", "2"));
    assertThat(get(store.latest(), space, "k")).isEqualTo("1");
    assertThat(store.problems()).anyMatch(problem -> problem.contains("cannot be synced"));
    assertThatThrownBy(store::close).isInstanceOf(OrbitException.class);
    store = OrbitStore.open(configuration);
  }

  @Test
  void whereNothingCanLeaveMemoryWritesOverTheBudgetAreRefusedAndDeletesGoOn() {
    store.close();
    disk = new SimulatedDisk(2);
    SortedMapEngine.Factory inMemory = new SortedMapEngine.Factory("map", true);
    store = OrbitStore.open(configuration.withDisk(disk).withEngines(name -> inMemory, "map"));
    space = Stores.createSpace(store, false, "map");
    requireCode(
        ErrorCode.OUT_OF_MEMORY,
        () -> {
          for (int i = 0; i < 200; i++) {
            put(store, space, "k" + i, "x".repeat(1000));
          }
        });
    requireCode(ErrorCode.OUT_OF_MEMORY, () -> transaction("t", "y".repeat(5000)));
    long records = store.count(space);
    assertThat(records).isBetween(80L, 100L);
    assertThat(get(store.latest(), space, "k0")).hasSize(1000);
    for (int i = 0; i < records; i++) {
      Stores.delete(store, space, "k" + i);
    }
    assertThat(store.statistics().memoryBytes()).isZero();
    put(store, space, "k", "again");
  }

  private void putExpiring(String key, long expiresAt) {
    RecordOperation operation = store.operation();
    operation.beginWaiting(space, bytes(key), 0, key.length());
    operation.put(ValueType.STRING, bytes("v"), 0, 1, expiresAt);
    operation.commit(Durability.EVERYSEC);
  }

  @Test
  void recordsExpireForAllViewsAtOnceAndAreRemovedLater() {
    putExpiring("k", 1_000_500);
    putExpiring("prolonged", 1_000_500);
    putExpiring("prolonged", 1_009_000);
    try (Snapshot before = store.snapshot()) {
      clock.set(1_000_500);
      assertThat(get(store.latest(), space, "k")).isNull();
      assertThat(get(before, space, "k")).isEqualTo("v");
      RecordOperation operation = store.operation();
      operation.beginWaiting(space, bytes("k"), 0, 1);
      assertThat(operation.exists()).isFalse();
      operation.abandon();
      assertThat(store.count(space)).isEqualTo(2);
      clock.set(1_002_000);
      store.upkeep();
      assertThat(store.count(space)).isEqualTo(1);
      assertThat(get(before, space, "k")).isEqualTo("v");
    }
    assertThat(get(store.latest(), space, "prolonged")).isEqualTo("v");
    clock.set(1_020_000);
    store.upkeep();
    assertThat(store.count(space)).isZero();
    store.upkeep();
    assertThat(store.statistics().memoryBytes()).isZero();
  }

  @Test
  void anExpiryThatWasShortenedCounts() {
    putExpiring("k", 1_900_000);
    RecordOperation operation = store.operation();
    operation.beginWaiting(space, bytes("k"), 0, 1);
    operation.expireAt(1_000_100);
    operation.commit(Durability.EVERYSEC);
    clock.set(1_001_000);
    store.upkeep();
    assertThat(store.count(space)).isZero();
  }

  @Test
  void wallTimeNeverRunsBackwards() {
    put(store, space, "k", "v");
    assertThat(store.latest().wallTime()).isEqualTo(1_000_000);
    clock.set(500_000);
    assertThat(store.latest().wallTime()).isEqualTo(1_000_000);
    long timestamp = put(store, space, "k", "w");
    store.close();
    store = OrbitStore.open(configuration);
    assertThat(store.latest().wallTime()).isEqualTo(1_000_000);
    assertThat(put(store, space, "k", "x")).isGreaterThan(timestamp);
  }

  @Test
  void anEngineThatFailsGetsItsShareNextTime() {
    put(store, space, "a", "1");
    engine.failNextBatch(ErrorCode.DISK_FULL);
    requireCode(ErrorCode.DISK_FULL, store::checkpoint);
    put(store, space, "b", "1");
    store.checkpoint();
    assertThat(store.statistics().checkpointPosition()).isEqualTo(store.statistics().logPosition());
    store.close();
    for (String name : disk.list(LogFormat.FOLDER)) {
      disk.delete(LogFormat.FOLDER + "/" + name);
    }
    store = OrbitStore.open(configuration);
    assertThat(get(store.latest(), space, "a")).isEqualTo("1");
    assertThat(get(store.latest(), space, "b")).isEqualTo("1");
  }

  @Test
  void anEngineThatIsRemovedIsServedAgainWhenItIsBack() {
    put(store, space, "a", "1");
    store.engineRemoved("map");
    put(store, space, "b", "1");
    assertThat(get(store.latest(), space, "a")).isEqualTo("1");
    requireCode(ErrorCode.CANNOT_CONNECT_NOW, store::checkpoint);
    assertThat(store.problems()).anyMatch(problem -> problem.contains("orbit-storage-map"));
    store.engineAdded(engine);
    store.checkpoint();
    assertThat(store.problems()).isEmpty();
    assertThat(store.statistics().checkpointPosition()).isEqualTo(store.statistics().logPosition());
  }

  @Test
  void oldSegmentsGoOnceTheEnginesHaveWhatIsInThem() {
    for (int i = 0; i < 200; i++) {
      put(store, space, "k", "x".repeat(1000));
    }
    assertThat(disk.list(LogFormat.FOLDER)).hasSizeGreaterThan(5);
    store.checkpoint();
    assertThat(disk.list(LogFormat.FOLDER)).hasSize(1);
  }

  @Test
  void anotherBackendIsRefused() {
    store.close();
    SortedMapEngine.Factory other = new SortedMapEngine.Factory("other");
    assertThatThrownBy(
            () ->
                OrbitStore.open(
                    configuration.withEngines(
                        name -> name.equals("other") ? other : null, "other")))
        .hasMessageContaining("made with backend \"map\"");
    store = OrbitStore.open(configuration);
  }

  @Test
  void versionsGoWhenTheLastSnapshotThatSeesThemIsClosed() {
    put(store, space, "k", "x".repeat(1000));
    long one = store.statistics().memoryBytes();
    try (Snapshot snapshot = store.snapshot()) {
      for (int i = 0; i < 10; i++) {
        put(store, space, "k", "x".repeat(1000));
      }
      assertThat(get(snapshot, space, "k")).hasSize(1000);
      assertThat(store.statistics().memoryBytes()).isGreaterThan(one);
    }
    store.upkeep();
    assertThat(store.statistics().memoryBytes()).isEqualTo(one);
  }
}
