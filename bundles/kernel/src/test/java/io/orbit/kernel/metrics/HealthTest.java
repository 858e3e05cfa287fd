package io.orbit.kernel.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.ops.Health;
import io.orbit.api.ops.Health.State;
import io.orbit.api.ops.Metrics.Sample;
import io.orbit.kernel.store.OrbitStore;
import io.orbit.kernel.store.StoreConfiguration;
import io.orbit.kernel.store.Stores;
import io.orbit.testkit.simulation.SortedMapEngine;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthTest {
  @TempDir Path directory;
  private final AtomicLong nanos = new AtomicLong();
  private final SortedMapEngine.Factory engine = new SortedMapEngine.Factory("map");
  private OrbitStore store;
  private int space;

  @BeforeEach
  void open() {
    store = OrbitStore.open(StoreConfiguration.in(directory, engine).deterministic(1));
    space = Stores.createSpace(store, false, "map");
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void theEngineIsDegradedWhenCheckpointsStayAway() {
    EngineHealth health = new EngineHealth(store, nanos::get);
    Stores.put(store, space, "key", "value");
    assertThat(health.check()).isEqualTo(Health.Status.UP);
    nanos.addAndGet(EngineHealth.PATIENCE_NANOS - 1);
    assertThat(health.check()).isEqualTo(Health.Status.UP);
    nanos.addAndGet(1);
    assertThat(health.check().state()).isEqualTo(State.DEGRADED);
    assertThat(health.check().messages()).singleElement().asString().contains("10 minutes");
    store.checkpoint();
    assertThat(health.check()).isEqualTo(Health.Status.UP);
  }

  @Test
  void memoryIsDegradedNearItsLimitAndDownAtIt() {
    Stores.put(store, space, "key", "value");
    long used = store.statistics().memoryBytes();
    assertThat(used).isPositive();
    assertThat(new MemoryHealth(store, used * 2).check()).isEqualTo(Health.Status.UP);
    assertThat(new MemoryHealth(store, used + 1).check().state()).isEqualTo(State.DEGRADED);
    assertThat(new MemoryHealth(store, used).check().state()).isEqualTo(State.DOWN);
  }

  @Test
  void theLogIsDegradedWhenTheDiskIsNearlyFull() {
    LogHealth health = new LogHealth(store, directory);
    assertThat(health.name()).isEqualTo("log");
    assertThat(health.ofFreeSpace(LogHealth.MINIMUM_FREE_BYTES)).isEqualTo(Health.Status.UP);
    assertThat(health.ofFreeSpace(LogHealth.MINIMUM_FREE_BYTES - 1).state())
        .isEqualTo(State.DEGRADED);
    assertThat(new LogHealth(store, directory.resolve("gone")).check().state())
        .isEqualTo(State.DOWN);
  }

  @Test
  void theStoresFiguresAreInTheRegistryUntilClosed() {
    KernelMetrics metrics = new KernelMetrics();
    try (StoreMetrics figures = new StoreMetrics(metrics, store, nanos::get)) {
      assertThat(figures).isNotNull();
      double commits = value(metrics, "orbit_commits_total");
      Stores.put(store, space, "key", "value");
      nanos.addAndGet(1_000_000_000);
      assertThat(value(metrics, "orbit_store_records")).isEqualTo(1);
      assertThat(value(metrics, "orbit_commits_total")).isGreaterThanOrEqualTo(commits);
      assertThat(metrics.scrape()).contains("# TYPE orbit_commits counter");
    }
    assertThat(metrics.scrape()).doesNotContain("orbit_commits");
  }

  @Test
  void aStoreThatLostItsEngineHasAProblem() {
    store.engineRemoved("map");
    Health.Status status = new LogHealth(store, directory).check();
    assertThat(status.state()).isEqualTo(State.DOWN);
    assertThat(status.messages()).singleElement().asString().contains("\"map\" is missing");
    store.engineAdded(engine);
  }

  private static double value(KernelMetrics metrics, String name) {
    return metrics.samples().stream()
        .filter(sample -> sample.name().equals(name))
        .mapToDouble(Sample::value)
        .sum();
  }
}
