package io.orbit.kernel.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.testkit.simulation.SimulatedDisk;
import io.orbit.testkit.simulation.SortedMapEngine;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The store against a sorted map, on a disk that loses power before each of its operations in turn:
 * what is there afterwards is the state after some commit, no earlier than the last acknowledged.
 */
class StoreCrashTest {
  private static final int STEPS = 60;

  @TempDir private Path directory;
  private boolean evicting;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void nothingAcknowledgedIsLostAndNoTransactionIsHalf(long seed) {
    long operations = runWithoutCrash(seed);
    for (long crash = 1; crash <= operations; crash++) {
      crashOnce(seed, crash);
    }
  }

  /** The same with records that leave memory whenever they can, and starts that load none. */
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void norWhenRecordsLeaveMemory(long seed) {
    evicting = true;
    nothingAcknowledgedIsLostAndNoTransactionIsHalf(seed);
  }

  private StoreConfiguration recovering(StoreConfiguration configuration) {
    return evicting ? configuration.withMemory(1, 1 << 20) : configuration;
  }

  private long runWithoutCrash(long seed) {
    SimulatedDisk disk = new SimulatedDisk(seed);
    SortedMapEngine.Factory engine = new SortedMapEngine.Factory("map");
    StoreConfiguration configuration = Stores.simulated(directory, disk, engine, seed);
    Workload workload = new Workload(seed);
    try (OrbitStore store = OrbitStore.open(configuration)) {
      workload.prepare(store);
      long before = disk.operations();
      workload.run(store, STEPS, evicting);
      assertThat(workload.content(store.latest())).isEqualTo(workload.last());
      return disk.operations() - before;
    }
  }

  private void crashOnce(long seed, long crash) {
    SimulatedDisk disk = new SimulatedDisk(seed * 1000 + crash);
    SortedMapEngine.Factory engine = new SortedMapEngine.Factory("map");
    StoreConfiguration configuration = Stores.simulated(directory, disk, engine, seed);
    Workload workload = new Workload(seed);
    OrbitStore store = OrbitStore.open(configuration);
    workload.prepare(store);
    disk.crashBefore(crash);
    boolean crashed = false;
    try {
      workload.run(store, STEPS, evicting);
    } catch (SimulatedDisk.PowerLoss e) {
      crashed = true;
    }
    assertThat(crashed).as("seed %d, crash before operation %d", seed, crash).isTrue();
    disk.restart();
    try (OrbitStore recovered = OrbitStore.open(recovering(configuration))) {
      TreeMap<String, String> content = workload.content(recovered.latest());
      assertThat(workload.states().subList(workload.acknowledged(), workload.states().size()))
          .as("seed %d, crash before operation %d", seed, crash)
          .contains(content);
      workload.states().add(content);
    }
    try (OrbitStore again = OrbitStore.open(recovering(configuration))) {
      assertThat(workload.content(again.latest()))
          .as("seed %d, crash before operation %d, second start", seed, crash)
          .isEqualTo(workload.states().getLast());
    }
  }
}
