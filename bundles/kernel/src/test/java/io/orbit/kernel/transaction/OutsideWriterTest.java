package io.orbit.kernel.transaction;

import static io.orbit.kernel.store.Stores.bytes;
import static io.orbit.kernel.store.Stores.createSpace;
import static io.orbit.kernel.store.Stores.get;
import static io.orbit.kernel.store.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.Durability;
import io.orbit.api.storage.Isolation;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.ValueType;
import io.orbit.kernel.store.OrbitStore;
import io.orbit.kernel.store.Stores;
import io.orbit.testkit.simulation.SimulatedDisk;
import io.orbit.testkit.simulation.SortedMapEngine;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A circle with a writer outside as its last: the pivot reads x and writes y, the writer outside,
 * of no serializable transaction, changes x, and a reader sees the new x beside the old y. The
 * pivot came before the writer, the writer before the reader, the reader before the pivot: one of
 * the two serializable ones must fail, however the three meet.
 */
class OutsideWriterTest {
  private static final TransactionOptions SERIALIZABLE =
      new TransactionOptions(Isolation.SERIALIZABLE, false, Durability.OFF, true);

  @TempDir private Path directory;
  private OrbitStore store;
  private int space;

  @BeforeEach
  void open() {
    store =
        OrbitStore.open(
            Stores.simulated(
                directory, new SimulatedDisk(1), new SortedMapEngine.Factory("map"), 1));
    space = Stores.createSpace(store, false, "map");
    put(store, space, "x", "-1");
    put(store, space, "y", "-1");
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void write(Transaction transaction, String key, String value) {
    assertThat(transaction.lock(space, bytes(key), LockMode.NO_KEY_EXCLUSIVE)).isNull();
    transaction.put(space, bytes(key), ValueType.STRING, bytes(value), 0);
  }

  /** False when it was failed so that no circle closes. */
  private static boolean commits(Transaction transaction) {
    try {
      transaction.commit();
      return true;
    } catch (OrbitException failure) {
      assertThat(failure.code()).isEqualTo(ErrorCode.SERIALIZATION_FAILURE);
      return false;
    }
  }

  @Test
  void aTransactionThatHasJustCommittedCounts() {
    boolean[] committed = new boolean[2];
    try (Transaction pivot = store.begin(SERIALIZABLE);
        Transaction outside = store.begin(TransactionOptions.DEFAULT)) {
      assertThat(get(pivot, space, "x")).isEqualTo("-1");
      write(pivot, "y", "1");
      write(outside, "x", "1");
      outside.onEnd(
          ignored -> {
            try (Transaction reader = store.begin(SERIALIZABLE)) {
              assertThat(get(reader, space, "x")).isEqualTo("1");
              assertThat(get(reader, space, "y")).isEqualTo("-1");
              committed[0] = commits(pivot);
              committed[1] = commits(reader);
            }
          });
      outside.commit();
    }
    assertThat(committed).contains(false);
  }

  /** Found by the simulation: who empties a space is a writer outside as any other. */
  @Test
  void aClearBeforeOrAfterTheReadCounts() {
    for (boolean readsFirst : new boolean[] {true, false}) {
      int other = createSpace(store, false, "map");
      put(store, other, "y", "-1");
      put(store, space, "x", "-1");
      boolean[] committed = new boolean[2];
      try (Transaction pivot = store.begin(SERIALIZABLE)) {
        assertThat(get(pivot, other, "none")).isNull();
        if (readsFirst) {
          assertThat(get(pivot, space, "x")).isEqualTo("-1");
        }
        store.clear(space, Durability.OFF);
        if (!readsFirst) {
          assertThat(get(pivot, space, "x")).isEqualTo("-1");
        }
        assertThat(pivot.lock(other, bytes("y"), LockMode.EXCLUSIVE)).isNull();
        pivot.put(other, bytes("y"), ValueType.STRING, bytes("1"), 0);
        try (Transaction reader = store.begin(SERIALIZABLE)) {
          assertThat(get(reader, space, "x")).isNull();
          assertThat(get(reader, other, "y")).isEqualTo("-1");
          committed[0] = commits(pivot);
          committed[1] = commits(reader);
        }
      }
      assertThat(committed).as("reads first: %s", readsFirst).contains(false);
    }
  }

  /** Found by the simulation: the first updater wins, also when it removed all there was. */
  @Test
  void aRecordThatWasClearedAfterTheSnapshotCannotBeWritten() {
    try (Transaction late =
        store.begin(
            new TransactionOptions(Isolation.REPEATABLE_READ, false, Durability.OFF, true))) {
      assertThat(get(late, space, "x")).isEqualTo("-1");
      store.clear(space, Durability.OFF);
      assertThatThrownBy(() -> late.lock(space, bytes("x"), LockMode.NO_KEY_EXCLUSIVE))
          .isInstanceOfSatisfying(
              OrbitException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.SERIALIZATION_FAILURE));
    }
  }
}
