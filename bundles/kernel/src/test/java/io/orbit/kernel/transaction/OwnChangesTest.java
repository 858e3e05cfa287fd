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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A transaction knows in which spaces it has written, however many. */
class OwnChangesTest {
  @TempDir private Path directory;

  private static void put(Transaction transaction, int space) {
    transaction.lock(space, bytes("key"), LockMode.EXCLUSIVE);
    transaction.put(space, bytes("key"), (byte) 1, bytes("value"), 0);
  }

  @Test
  void eachSpaceIsNoted() {
    try (OrbitStore store =
        OrbitStore.open(
            Stores.simulated(
                directory, new SimulatedDisk(1), new SortedMapEngine.Factory("map"), 1))) {
      int one = Stores.createSpace(store, true, "map");
      int other = Stores.createSpace(store, true, "map");
      int third = Stores.createSpace(store, true, "map");
      try (Transaction transaction = store.begin(TransactionOptions.DEFAULT)) {
        assertThat(transaction.hasChanged(one)).isFalse();
        transaction.lock(one, bytes("key"), LockMode.EXCLUSIVE);
        assertThat(transaction.hasChanged(one)).as("a lock is no change").isFalse();
        put(transaction, one);
        assertThat(transaction.hasChanged(one)).isTrue();
        assertThat(transaction.hasChanged(other)).isFalse();
        put(transaction, other);
        transaction.lock(third, bytes("key"), LockMode.EXCLUSIVE);
        transaction.delete(third, bytes("key"));
        assertThat(transaction.hasChanged(one)).isTrue();
        assertThat(transaction.hasChanged(other)).isTrue();
        assertThat(transaction.hasChanged(third)).isTrue();
        transaction.commit();
      }
      try (Transaction next = store.begin(TransactionOptions.DEFAULT)) {
        assertThat(next.hasChanged(one)).isFalse();
      }
    }
  }
}
