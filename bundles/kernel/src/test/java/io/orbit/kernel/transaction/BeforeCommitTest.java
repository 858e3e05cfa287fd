package io.orbit.kernel.transaction;

import static io.orbit.kernel.store.Stores.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.kernel.store.OrbitStore;
import io.orbit.kernel.store.Stores;
import io.orbit.testkit.simulation.SimulatedDisk;
import io.orbit.testkit.simulation.SortedMapEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is put off to the beginning of a commit is part of it, or ends it. */
class BeforeCommitTest {
  @TempDir private Path directory;

  private OrbitStore open() {
    return OrbitStore.open(
        Stores.simulated(directory, new SimulatedDisk(1), new SortedMapEngine.Factory("map"), 1));
  }

  private static void change(Transaction transaction, int space, String key) {
    transaction.lock(space, bytes(key), LockMode.EXCLUSIVE);
    transaction.put(space, bytes(key), (byte) 1, bytes("value"), 0);
  }

  private static boolean isThere(OrbitStore store, int space, String key) {
    return store.latest().get(space, bytes(key), new RecordView());
  }

  @Test
  void whatItChangesIsCommittedToo() {
    try (OrbitStore store = open()) {
      int space = Stores.createSpace(store, false, "map");
      List<String> ran = new ArrayList<>();
      try (Transaction transaction = store.begin(TransactionOptions.DEFAULT)) {
        transaction.beforeCommit(
            () -> {
              ran.add("first");
              change(transaction, space, "late");
              transaction.beforeCommit(() -> ran.add("second"));
            });
        change(transaction, space, "early");
        assertThat(ran).isEmpty();
        transaction.commit();
      }
      assertThat(ran).containsExactly("first", "second");
      assertThat(isThere(store, space, "early")).isTrue();
      assertThat(isThere(store, space, "late")).isTrue();
    }
  }

  @Test
  void whatItThrowsRollsBack() {
    try (OrbitStore store = open()) {
      int space = Stores.createSpace(store, false, "map");
      List<Boolean> ended = new ArrayList<>();
      try (Transaction transaction = store.begin(TransactionOptions.DEFAULT)) {
        transaction.onEnd(ended::add);
        change(transaction, space, "early");
        transaction.beforeCommit(
            () -> {
              throw new IllegalStateException("violated");
            });
        assertThatThrownBy(transaction::commit).hasMessage("violated");
        assertThat(transaction.isActive()).isFalse();
      }
      assertThat(ended).containsExactly(false);
      assertThat(isThere(store, space, "early")).isFalse();
    }
  }

  @Test
  void aRollbackDoesNotAsk() {
    try (OrbitStore store = open();
        Transaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      List<String> ran = new ArrayList<>();
      transaction.beforeCommit(() -> ran.add("asked"));
      transaction.rollback();
      assertThat(ran).isEmpty();
    }
  }
}
