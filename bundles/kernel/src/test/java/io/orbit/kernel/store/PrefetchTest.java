package io.orbit.kernel.store;

import static io.orbit.kernel.store.Stores.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.storage.RecordPrefetch;
import io.orbit.testkit.simulation.SimulatedDisk;
import io.orbit.testkit.simulation.SortedMapEngine;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hint changes nothing, whatever is hinted at and whoever writes meanwhile. */
class PrefetchTest {
  @TempDir private Path directory;

  @Test
  void hintsAtAnythingWhileOthersWrite() throws Exception {
    try (OrbitStore store =
        OrbitStore.open(
            Stores.simulated(
                directory, new SimulatedDisk(1), new SortedMapEngine.Factory("map"), 1))) {
      int space = Stores.createSpace(store, false, "map");
      RecordPrefetch prefetch = store.prefetch();
      prefetch.run();
      AtomicBoolean writing = new AtomicBoolean(true);
      Thread writer = Thread.ofPlatform().start(() -> churn(store, space, writing));
      while (writing.get()) {
        for (int i = 0; i < 100; i++) {
          byte[] key = bytes("k" + i);
          prefetch.add(i % 50 == 49 ? space + 1 : space, key, 0, key.length);
        }
        prefetch.run();
      }
      writer.join();
      for (int i = 0; i < 1000; i++) {
        assertThat(Stores.get(store.latest(), space, "k" + i)).isEqualTo(i % 2 == 0 ? null : "v");
      }
    }
  }

  private static void churn(OrbitStore store, int space, AtomicBoolean writing) {
    try {
      for (int round = 0; round < 20; round++) {
        for (int i = 0; i < 1000; i++) {
          Stores.put(store, space, "k" + i, i % 3 == 0 ? "" : "v");
        }
        for (int i = 0; i < 1000; i += 2) {
          Stores.delete(store, space, "k" + i);
        }
        store.clear(space, io.orbit.api.storage.Durability.OFF);
      }
      for (int i = 1; i < 1000; i += 2) {
        Stores.put(store, space, "k" + i, "v");
      }
    } finally {
      writing.set(false);
    }
  }
}
