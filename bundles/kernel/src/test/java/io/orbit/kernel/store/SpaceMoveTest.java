package io.orbit.kernel.store;

import static io.orbit.kernel.store.Stores.bytes;
import static io.orbit.kernel.store.Stores.createSpace;
import static io.orbit.kernel.store.Stores.get;
import static io.orbit.kernel.store.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.Durability;
import io.orbit.api.storage.EngineCursor;
import io.orbit.api.storage.EngineSnapshot;
import io.orbit.api.storage.RecordOperation;
import io.orbit.api.storage.Snapshot;
import io.orbit.api.storage.StorageEngine;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.ValueType;
import io.orbit.testkit.simulation.SimulatedDisk;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Spaces that change their engine while they are written, and crashes at every moment of it. */
class SpaceMoveTest {
  private static final String VALUE = "x".repeat(100);

  @TempDir private Path directory;

  private static long move(OrbitStore store, int space, String engine) {
    try (Transaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      transaction.moveSpace(space, engine);
      return transaction.commit();
    }
  }

  /** How many entries an engine has of a space. */
  private static int entries(WatchedEngines engines, String engine, Path directory, int space) {
    int found = 0;
    byte[] from = ByteBuffer.allocate(4).putInt(space).array();
    byte[] to = ByteBuffer.allocate(4).putInt(space + 1).array();
    try (StorageEngine open =
            engines.factory(engine).open(directory.resolve("engine").resolve(engine), 0);
        EngineSnapshot snapshot = open.snapshot();
        EngineCursor cursor = snapshot.cursor(from, to, false)) {
      while (cursor.next()) {
        found++;
      }
    }
    return found;
  }

  private StoreConfiguration configuration(SimulatedDisk disk, WatchedEngines engines, long seed) {
    return StoreConfiguration.in(directory)
        .withEngines(engines::factory, "map")
        .withDisk(disk)
        .withSegmentBytes(16 << 10)
        .withMemory(1 << 20, 1 << 20)
        .deterministic(seed);
  }

  @Test
  void aMovedSpaceIsWhereItWasMovedToAndNowhereElse() {
    SimulatedDisk disk = new SimulatedDisk(1);
    WatchedEngines engines = new WatchedEngines();
    StoreConfiguration configuration = configuration(disk, engines, 1);
    int space;
    try (OrbitStore store = OrbitStore.open(configuration)) {
      space = createSpace(store, true, "map");
      for (int i = 0; i < 500; i++) {
        put(store, space, "key" + i, VALUE + i);
      }
      assertThat(store.usesEngine("other")).isFalse();
      move(store, space, "other");
      assertThat(store.usesEngine("other")).isTrue();
      put(store, space, "key1", "after");
      assertThat(store.moves()).isEmpty();
    }
    assertThat(entries(engines, "map", directory, space)).isZero();
    assertThat(entries(engines, "other", directory, space)).isEqualTo(500);
    try (OrbitStore store = OrbitStore.open(configuration)) {
      assertThat(store.count(space)).isEqualTo(500);
      assertThat(get(store.latest(), space, "key1")).isEqualTo("after");
      assertThat(get(store.latest(), space, "key499")).isEqualTo(VALUE + 499);
      move(store, space, "map");
      store.checkpoint();
      assertThat(store.usesEngine("other")).isFalse();
    }
    assertThat(entries(engines, "map", directory, space)).isEqualTo(500);
    assertThat(entries(engines, "other", directory, space)).isZero();
  }

  @Test
  void recordsOutsideMemoryAreReadWhereTheyAre() {
    SimulatedDisk disk = new SimulatedDisk(1);
    WatchedEngines engines = new WatchedEngines();
    try (OrbitStore store = OrbitStore.open(configuration(disk, engines, 1))) {
      int space = createSpace(store, true, "map");
      for (int i = 0; i < 500; i++) {
        put(store, space, "key" + i, VALUE + i);
      }
      Stores.shrink(store, 0);
      try (Snapshot before = store.snapshot()) {
        engines.duringBatchesOf("other", () -> Stores.shrink(store, 0));
        move(store, space, "other");
        put(store, space, "key7", "changed");
        store.checkpoint();
        Stores.shrink(store, 0);
        assertThat(get(before, space, "key7")).isEqualTo(VALUE + 7);
      }
      assertThat(get(store.latest(), space, "key7")).isEqualTo("changed");
      for (int i = 8; i < 500; i++) {
        assertThat(get(store.latest(), space, "key" + i)).isEqualTo(VALUE + i);
      }
    }
  }

  @Test
  void aMoveThatIsRolledBackLeavesNothing() {
    SimulatedDisk disk = new SimulatedDisk(1);
    WatchedEngines engines = new WatchedEngines();
    StoreConfiguration configuration = configuration(disk, engines, 1);
    int space;
    try (OrbitStore store = OrbitStore.open(configuration)) {
      space = createSpace(store, false, "map");
      put(store, space, "key", "value");
      try (Transaction transaction = store.begin(TransactionOptions.DEFAULT)) {
        long savepoint = transaction.savepoint();
        transaction.moveSpace(space, "other");
        assertThat(store.moves()).hasSize(1);
        assertThatThrownBy(() -> move(store, space, "other"))
            .isInstanceOfSatisfying(
                OrbitException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OBJECT_IN_USE));
        transaction.rollbackTo(savepoint);
        assertThat(store.moves()).isEmpty();
        transaction.moveSpace(space, "other");
      }
      assertThat(store.moves()).isEmpty();
      put(store, space, "key", "later");
    }
    assertThat(entries(engines, "other", directory, space)).isZero();
    assertThat(entries(engines, "map", directory, space)).isEqualTo(1);
    try (OrbitStore store = OrbitStore.open(configuration)) {
      assertThat(get(store.latest(), space, "key")).isEqualTo("later");
    }
  }

  @Test
  void anEngineThatFailsLeavesTheSpaceWhereItIs() {
    SimulatedDisk disk = new SimulatedDisk(1);
    WatchedEngines engines = new WatchedEngines();
    try (OrbitStore store = OrbitStore.open(configuration(disk, engines, 1))) {
      int space = createSpace(store, false, "map");
      put(store, space, "key", "value");
      assertThatThrownBy(() -> move(store, space, "missing"))
          .isInstanceOfSatisfying(
              OrbitException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.CANNOT_CONNECT_NOW));
      engines.fail("other");
      assertThatThrownBy(() -> move(store, space, "other"))
          .isInstanceOfSatisfying(
              OrbitException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DISK_FULL));
      assertThat(store.usesEngine("other")).isFalse();
      store.checkpoint();
      move(store, space, "other");
      assertThat(get(store.latest(), space, "key")).isEqualTo("value");
    }
  }

  @Test
  void aSpaceThatOnlyItsOwnEngineKnowsIsFoundThere() {
    SimulatedDisk disk = new SimulatedDisk(1);
    WatchedEngines engines = new WatchedEngines();
    StoreConfiguration configuration = configuration(disk, engines, 1);
    OrbitStore store = OrbitStore.open(configuration);
    int space = createSpace(store, false, "other");
    put(store, space, "key", "value");
    engines.fail("map");
    assertThatThrownBy(store::checkpoint).isInstanceOf(OrbitException.class);
    disk.restart();
    for (int start = 0; start < 2; start++) {
      try (OrbitStore recovered = OrbitStore.open(configuration)) {
        assertThat(get(recovered.latest(), space, "key")).isEqualTo("value");
        assertThat(recovered.count(space)).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1,false", "2,false", "3,true", "4,true"})
  void aCrashAtAnyMomentLosesNothing(long seed, boolean evicting) {
    long operations = run(new SimulatedDisk(seed), seed, Long.MAX_VALUE, evicting);
    assertThat(operations).isGreaterThan(50);
    for (long crash = 1; crash <= operations; crash++) {
      long ignored = run(new SimulatedDisk(seed * 1000 + crash), seed, crash, evicting);
    }
  }

  /** Writes, moves both spaces to and fro with writes between the pieces; answers how long. */
  private long run(SimulatedDisk disk, long seed, long crash, boolean evicting) {
    WatchedEngines engines = new WatchedEngines(disk);
    StoreConfiguration configuration = configuration(disk, engines, seed);
    Workload workload = new Workload(seed);
    OrbitStore store = OrbitStore.open(configuration);
    workload.prepare(store);
    workload.run(store, 15, evicting);
    long before = disk.operations();
    if (crash != Long.MAX_VALUE) {
      disk.crashBefore(crash);
    }
    engines.duringBatchesOf("other", () -> workload.write(store));
    try {
      for (String engine : List.of("other", "map", "other")) {
        for (int space : workload.spaces()) {
          move(store, space, engine);
          workload.run(store, 3, evicting);
        }
      }
    } catch (SimulatedDisk.PowerLoss e) {
      assertThat(crash).isNotEqualTo(Long.MAX_VALUE);
    }
    long operations = disk.operations() - before;
    engines.duringBatchesOf("other", () -> {});
    disk.restart();
    StoreConfiguration recovering = evicting ? configuration.withMemory(1, 1 << 20) : configuration;
    String where = "seed %d, crash before operation %d".formatted(seed, crash);
    TreeMap<String, String> content;
    try (OrbitStore recovered = OrbitStore.open(recovering)) {
      content = workload.content(recovered.latest());
      assertThat(workload.states().subList(workload.acknowledged(), workload.states().size()))
          .as(where)
          .contains(content);
    }
    for (int space : workload.spaces()) {
      boolean inMap = entries(engines, "map", directory, space) > 0;
      boolean inOther = entries(engines, "other", directory, space) > 0;
      assertThat(inMap && inOther).as("%s: space %d in both engines", where, space).isFalse();
    }
    try (OrbitStore again = OrbitStore.open(recovering)) {
      assertThat(workload.content(again.latest())).as(where + ", second start").isEqualTo(content);
    }
    return operations;
  }

  @Test
  void writersAndReadersGoOnWhileItMoves() throws Exception {
    WatchedEngines engines = new WatchedEngines();
    StoreConfiguration configuration =
        StoreConfiguration.in(directory)
            .withEngines(engines::factory, "map")
            .withMemory(4 << 20, 1 << 20)
            .withCheckpoint(20, 1 << 20);
    int space;
    List<Map<String, String>> written = new ArrayList<>();
    try (OrbitStore store = OrbitStore.open(configuration)) {
      space = createSpace(store, true, "map");
      AtomicBoolean done = new AtomicBoolean();
      try (ExecutorService writers = Executors.newFixedThreadPool(3)) {
        List<Future<Map<String, String>>> runs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          runs.add(writers.submit(writer(store, space, i, done)));
        }
        try {
          for (int round = 0; round < 6; round++) {
            move(store, space, round % 2 == 0 ? "other" : "map");
            Stores.shrink(store, 0);
          }
        } finally {
          done.set(true);
        }
        for (Future<Map<String, String>> run : runs) {
          written.add(run.get());
        }
      }
      assertContent(store, space, written);
    }
    try (OrbitStore store = OrbitStore.open(configuration)) {
      assertContent(store, space, written);
    }
  }

  private static void assertContent(OrbitStore store, int space, List<Map<String, String>> all) {
    long records = 0;
    for (Map<String, String> expected : all) {
      records += expected.size();
      expected.forEach(
          (key, value) -> assertThat(get(store.latest(), space, key)).as(key).isEqualTo(value));
    }
    assertThat(store.count(space)).isEqualTo(records);
  }

  /** Writes and reads its own keys, until told to end; answers what it has left there. */
  private static Callable<Map<String, String>> writer(
      OrbitStore store, int space, int number, AtomicBoolean done) {
    return () -> {
      SplittableRandom random = new SplittableRandom(number);
      Map<String, String> model = new HashMap<>();
      RecordOperation operation = store.operation();
      for (int step = 0; step < 2_000 || !done.get(); step++) {
        String key = number + "/" + random.nextInt(1_500);
        assertThat(get(store.latest(), space, key)).as(key).isEqualTo(model.get(key));
        operation.beginWaiting(space, bytes(key), 0, bytes(key).length);
        if (random.nextInt(4) == 0) {
          operation.delete();
          model.remove(key);
        } else {
          byte[] value = bytes(VALUE + step);
          operation.put(ValueType.STRING, value, 0, value.length, 0);
          model.put(key, VALUE + step);
        }
        long ignored = operation.commit(Durability.EVERYSEC);
      }
      return model;
    };
  }
}
