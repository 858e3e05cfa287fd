package io.orbit.kernel.store;

import static io.orbit.kernel.store.Stores.createSpace;
import static io.orbit.kernel.store.Stores.delete;
import static io.orbit.kernel.store.Stores.get;
import static io.orbit.kernel.store.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.EngineCursor;
import io.orbit.api.storage.EngineSnapshot;
import io.orbit.api.storage.StorageEngine;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.testkit.simulation.SimulatedDisk;
import io.orbit.testkit.simulation.SortedMapEngine;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine's bundle goes while the store runs, and comes back. */
class EngineReturnTest {
  @TempDir private Path directory;

  private OrbitStore open(SortedMapEngine.Factory other) {
    SortedMapEngine.Factory map = new SortedMapEngine.Factory("map");
    return OrbitStore.open(
        StoreConfiguration.in(directory)
            .withEngines(name -> name.equals("map") ? map : other, "map")
            .withDisk(new SimulatedDisk(1))
            .withMemory(1 << 20, 1 << 20)
            .deterministic(1));
  }

  private int entries(SortedMapEngine.Factory factory, int space) {
    int found = 0;
    byte[] from = ByteBuffer.allocate(4).putInt(space).array();
    byte[] to = ByteBuffer.allocate(4).putInt(space + 1).array();
    Path folder = directory.resolve("engine").resolve(factory.name());
    try (StorageEngine engine = factory.open(folder, 0);
        EngineSnapshot snapshot = engine.snapshot();
        EngineCursor cursor = snapshot.cursor(from, to, false)) {
      while (cursor.next()) {
        found++;
      }
    }
    return found;
  }

  @Test
  void oneThatForgetsIsWrittenAnew() {
    SortedMapEngine.Factory first = new SortedMapEngine.Factory("passing", true);
    SortedMapEngine.Factory second = new SortedMapEngine.Factory("passing", true);
    try (OrbitStore store = open(first)) {
      int space = createSpace(store, false, "passing");
      put(store, space, "a", "1");
      put(store, space, "b", "2");
      store.checkpoint();
      store.engineRemoved("passing");
      put(store, space, "c", "3");
      assertThatThrownBy(store::checkpoint).isInstanceOf(OrbitException.class);
      assertThat(store.problems()).isNotEmpty();
      store.engineAdded(second);
      delete(store, space, "a");
      store.checkpoint();
      assertThat(store.problems()).isEmpty();
      assertThat(entries(second, space)).isEqualTo(2);
      assertThat(get(store.latest(), space, "c")).isEqualTo("3");
      assertThat(store.count(space)).isEqualTo(2);
    }
  }

  @Test
  void oneThatNothingIsInGoesForGood() {
    SortedMapEngine.Factory other = new SortedMapEngine.Factory("other");
    try (OrbitStore store = open(other)) {
      int space = createSpace(store, false, "other");
      put(store, space, "a", "1");
      store.checkpoint();
      try (var transaction = store.begin(TransactionOptions.DEFAULT)) {
        transaction.dropSpace(space);
        long ignored = transaction.commit();
      }
      store.upkeep();
      assertThat(store.usesEngine("other")).isFalse();
      store.engineRemoved("other");
      assertThat(store.problems()).isEmpty();
      store.checkpoint();
      int again = createSpace(store, false, "other");
      put(store, again, "b", "2");
      store.checkpoint();
      assertThat(entries(other, space)).isZero();
      assertThat(entries(other, again)).isEqualTo(1);
    }
  }
}
