package io.orbit.kernel.transaction;

import static io.orbit.kernel.store.Stores.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.kernel.store.OrbitStore;
import io.orbit.kernel.store.Stores;
import io.orbit.testkit.simulation.SimulatedDisk;
import io.orbit.testkit.simulation.SortedMapEngine;
import java.nio.file.Path;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holders of one lock that let go at the same time, as all transactions that use a table do with
 * the table's. The last but one leaves the last one's token behind as the lock word, perhaps while
 * that one already waits for the latch to take itself out of a queue that is no longer there.
 */
class SharedReleaseTest {
  private static final int ROUNDS = 30_000;
  private static final byte[] KEY = bytes("table");

  @TempDir private Path directory;

  @Test
  void nothingRemainsOfALockThatSeveralGiveBackAtOnce() throws Exception {
    try (OrbitStore store =
        OrbitStore.open(
            Stores.simulated(
                directory, new SimulatedDisk(1), new SortedMapEngine.Factory("map"), 1))) {
      int space = Stores.createSpace(store, false, "map");
      Stores.put(store, space, "table", "here");
      Phaser rounds = new Phaser(2);
      AtomicInteger stuck = new AtomicInteger();
      Thread other = Thread.ofPlatform().start(() -> share(store, space, rounds, stuck, false));
      share(store, space, rounds, stuck, true);
      other.join();
      assertThat(stuck).as("rounds after which the lock was still held").hasValue(0);
    }
  }

  private static void share(
      OrbitStore store, int space, Phaser rounds, AtomicInteger stuck, boolean checks) {
    for (int round = 0; round < ROUNDS && stuck.get() == 0; round++) {
      try (Transaction sharing = store.begin(TransactionOptions.DEFAULT)) {
        sharing.lock(space, KEY, LockMode.KEY_SHARE);
        rounds.arriveAndAwaitAdvance();
      }
      rounds.arriveAndAwaitAdvance();
      if (checks) {
        try (Transaction dropping = store.begin(TransactionOptions.DEFAULT)) {
          if (!dropping.tryLock(space, KEY, LockMode.EXCLUSIVE)) {
            stuck.incrementAndGet();
          }
        }
      }
      rounds.arriveAndAwaitAdvance();
    }
  }
}
