package io.orbit.kernel.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.storage.Wait;
import io.orbit.testkit.simulation.SortedMapEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Those who wait for the log to be durable go on together, and none is in another one's way. */
class GroupCommitTest {
  private static final int WRITERS = 20;

  @TempDir private Path directory;

  @Test
  void oneThatCannotGoOnHoldsUpNoOther() throws InterruptedException {
    SortedMapEngine.Factory engine = new SortedMapEngine.Factory("map");
    try (OrbitStore store = OrbitStore.open(StoreConfiguration.in(directory, engine))) {
      int space = Stores.createSpace(store, false, "map");
      for (int round = 0; round < 3; round++) {
        List<Wait> waits = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
          Wait wait = store.durable(Stores.put(store, space, "key " + i, "round " + round));
          if (wait != null) {
            waits.add(wait);
          }
        }
        CountDownLatch told = new CountDownLatch(waits.size());
        for (int i = 0; i < waits.size(); i++) {
          boolean fails = i % 10 == 0;
          waits
              .get(i)
              .onDone(
                  () -> {
                    told.countDown();
                    if (fails && Thread.currentThread().isDaemon()) {
                      throw new IllegalStateException("cannot go on, as the test wants it");
                    }
                  });
        }
        assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
        for (Wait wait : waits) {
          wait.result();
        }
      }
    }
  }
}
