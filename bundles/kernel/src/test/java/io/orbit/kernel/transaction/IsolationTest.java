package io.orbit.kernel.transaction;

import static io.orbit.kernel.store.Stores.bytes;
import static io.orbit.kernel.store.Stores.get;
import static io.orbit.kernel.store.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.Durability;
import io.orbit.api.storage.Isolation;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.RecordCursor;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.ValueType;
import io.orbit.api.storage.Wait;
import io.orbit.kernel.store.OrbitStore;
import io.orbit.kernel.store.Stores;
import io.orbit.testkit.simulation.SimulatedDisk;
import io.orbit.testkit.simulation.SortedMapEngine;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which anomalies each level lets through and which it refuses, step by step. */
class IsolationTest {
  @TempDir private Path directory;
  private OrbitStore store;
  private int space;

  @BeforeEach
  void open() {
    store =
        OrbitStore.open(
            Stores.simulated(
                directory, new SimulatedDisk(1), new SortedMapEngine.Factory("map"), 1));
    space = Stores.createSpace(store, true, "map");
    put(store, space, "x", "1");
    put(store, space, "y", "1");
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** Called between steps. */
  void pause(OrbitStore between) {
    // Nothing comes between.
  }

  private Transaction begin(Isolation isolation) {
    pause(store);
    return store.begin(new TransactionOptions(isolation, false, Durability.ALWAYS, true));
  }

  private void write(Transaction transaction, String key, String value) {
    pause(store);
    Wait wait = transaction.lock(space, bytes(key), LockMode.NO_KEY_EXCLUSIVE);
    assertThat(wait).isNull();
    transaction.put(space, bytes(key), ValueType.ROW, bytes(value), 0);
  }

  private int count(Transaction transaction, String from, String to) {
    pause(store);
    int count = 0;
    try (RecordCursor cursor = transaction.scan(space, bytes(from), bytes(to), false)) {
      while (cursor.next()) {
        count++;
      }
    }
    return count;
  }

  private static void requireFailure(Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            OrbitException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SERIALIZATION_FAILURE));
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void noDirtyRead(Isolation isolation) {
    try (Transaction writer = begin(isolation);
        Transaction reader = begin(isolation)) {
      write(writer, "x", "2");
      assertThat(get(reader, space, "x")).isEqualTo("1");
      writer.rollback();
      assertThat(get(reader, space, "x")).isEqualTo("1");
    }
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void repeatableReadUnlessReadCommitted(Isolation isolation) {
    try (Transaction reader = begin(isolation)) {
      assertThat(get(reader, space, "x")).isEqualTo("1");
      put(store, space, "x", "2");
      assertThat(get(reader, space, "x")).isEqualTo("1");
      reader.beginStatement();
      assertThat(get(reader, space, "x"))
          .isEqualTo(isolation == Isolation.READ_COMMITTED ? "2" : "1");
    }
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void lostUpdate(Isolation isolation) {
    try (Transaction first = begin(isolation);
        Transaction second = begin(isolation)) {
      assertThat(get(first, space, "x")).isEqualTo("1");
      assertThat(get(second, space, "x")).isEqualTo("1");
      write(first, "x", "first");
      Wait wait = second.lock(space, bytes("x"), LockMode.NO_KEY_EXCLUSIVE);
      assertThat(wait).isNotNull();
      first.commit();
      if (isolation == Isolation.READ_COMMITTED) {
        wait.await(1000);
        var view = new io.orbit.api.storage.RecordView();
        assertThat(second.getLatest(space, bytes("x"), view)).isTrue();
        assertThat(view.copy()).isEqualTo(bytes("first"));
      } else {
        requireFailure(() -> wait.await(1000));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void whatIsLockedSharedIsAsTheSnapshotShowsIt(Isolation isolation) {
    try (Transaction reader = begin(isolation)) {
      assertThat(get(reader, space, "x")).isEqualTo("1");
      put(store, space, "x", "2");
      if (isolation == Isolation.READ_COMMITTED) {
        assertThat(reader.lock(space, bytes("x"), LockMode.SHARE)).isNull();
      } else {
        requireFailure(() -> reader.lock(space, bytes("x"), LockMode.SHARE));
      }
    }
  }

  /** Of a record locked KEY_SHARE only its existence may be relied on. */
  @Test
  void whatHasComeOrGoneSinceTheSnapshotFailsWhenSerializable() {
    try (Transaction reader = begin(Isolation.SERIALIZABLE)) {
      put(store, space, "x", "2");
      put(store, space, "new", "1");
      try (Transaction writer = begin(Isolation.READ_COMMITTED)) {
        assertThat(writer.lock(space, bytes("y"), LockMode.EXCLUSIVE)).isNull();
        writer.delete(space, bytes("y"));
        writer.commit();
      }
      var view = new io.orbit.api.storage.RecordView();
      for (String key : List.of("x", "new", "y")) {
        assertThat(reader.lock(space, bytes(key), LockMode.KEY_SHARE)).isNull();
      }
      assertThat(reader.getLatest(space, bytes("x"), view)).isTrue();
      requireFailure(() -> reader.getLatest(space, bytes("new"), view));
      requireFailure(() -> reader.getLatest(space, bytes("y"), view));
    }
  }

  @Test
  void writeSkewIsSnapshotIsolationsOwn() {
    try (Transaction first = begin(Isolation.REPEATABLE_READ);
        Transaction second = begin(Isolation.REPEATABLE_READ)) {
      get(first, space, "y");
      get(second, space, "x");
      write(first, "x", "2");
      write(second, "y", "2");
      first.commit();
      second.commit();
    }
    assertThat(get(store.latest(), space, "y")).isEqualTo("2");
  }

  @Test
  void writeSkewFailsWhenSerializable() {
    try (Transaction first = begin(Isolation.SERIALIZABLE);
        Transaction second = begin(Isolation.SERIALIZABLE)) {
      get(first, space, "y");
      get(second, space, "x");
      write(first, "x", "2");
      write(second, "y", "2");
      first.commit();
      requireFailure(second::commit);
    }
    assertThat(get(store.latest(), space, "y")).isEqualTo("1");
  }

  @Test
  void readSkewCannotHappenAboveReadCommitted() {
    try (Transaction reader = begin(Isolation.REPEATABLE_READ);
        Transaction writer = begin(Isolation.REPEATABLE_READ)) {
      assertThat(get(reader, space, "x")).isEqualTo("1");
      write(writer, "x", "2");
      write(writer, "y", "2");
      writer.commit();
      assertThat(get(reader, space, "y")).isEqualTo("1");
    }
  }

  @Test
  void phantomsFailWhenSerializable() {
    try (Transaction first = begin(Isolation.SERIALIZABLE);
        Transaction second = begin(Isolation.SERIALIZABLE)) {
      assertThat(count(first, "a", "z")).isEqualTo(2);
      assertThat(count(second, "a", "z")).isEqualTo(2);
      write(first, "b", "1");
      write(second, "c", "1");
      first.commit();
      requireFailure(second::commit);
    }
  }

  @Test
  void absentRecordsAreReadToo() {
    try (Transaction first = begin(Isolation.SERIALIZABLE);
        Transaction second = begin(Isolation.SERIALIZABLE)) {
      assertThat(get(first, space, "n1")).isNull();
      assertThat(get(second, space, "n2")).isNull();
      write(first, "n2", "1");
      write(second, "n1", "1");
      first.commit();
      requireFailure(second::commit);
    }
  }

  @Test
  void disjointRangesDoNotConflict() {
    try (Transaction first = begin(Isolation.SERIALIZABLE);
        Transaction second = begin(Isolation.SERIALIZABLE)) {
      assertThat(count(first, "a", "m")).isZero();
      assertThat(count(second, "m", "z")).isEqualTo(2);
      write(first, "b", "1");
      write(second, "n", "1");
      first.commit();
      second.commit();
    }
  }

  @Test
  void aRangeLeftEarlyIsReadOnlySoFar() {
    try (Transaction first = begin(Isolation.SERIALIZABLE);
        Transaction second = begin(Isolation.SERIALIZABLE)) {
      try (RecordCursor cursor = first.scan(space, bytes("a"), null, false)) {
        assertThat(cursor.next()).isTrue();
      }
      get(second, space, "x");
      write(second, "y", "2");
      write(first, "x", "2");
      second.commit();
      first.commit();
    }
  }

  /** Fekete, O'Neil, O'Neil 2004: the reader alone makes it unserializable. */
  @Test
  void theReadOnlyAnomalyFails() {
    try (Transaction pivot = begin(Isolation.SERIALIZABLE)) {
      assertThat(get(pivot, space, "x")).isEqualTo("1");
      assertThat(get(pivot, space, "y")).isEqualTo("1");
      try (Transaction writer = begin(Isolation.SERIALIZABLE)) {
        get(writer, space, "y");
        write(writer, "y", "20");
        writer.commit();
      }
      try (Transaction reader = begin(Isolation.SERIALIZABLE)) {
        assertThat(get(reader, space, "x")).isEqualTo("1");
        assertThat(get(reader, space, "y")).isEqualTo("20");
        reader.commit();
      }
      write(pivot, "x", "-11");
      requireFailure(pivot::commit);
    }
  }

  @Test
  void singleRecordOperationsTakePart() {
    try (Transaction pivot = begin(Isolation.SERIALIZABLE)) {
      get(pivot, space, "y");
      try (Transaction reader = begin(Isolation.SERIALIZABLE)) {
        get(reader, space, "x");
        put(store, space, "y", "2");
        assertThat(get(store.latest(), space, "y")).isEqualTo("2");
        write(pivot, "x", "2");
        requireFailure(
            () -> {
              pivot.commit();
              reader.beginStatement();
              reader.commit();
            });
      }
    }
  }

  @Test
  void nothingIsKeptWhenTheLastSerializableTransactionHasEnded() {
    writeSkewFailsWhenSerializable();
    put(store, space, "y", "9");
    try (Transaction only = begin(Isolation.SERIALIZABLE)) {
      get(only, space, "y");
      write(only, "x", "9");
      only.commit();
    }
    assertThat(store.statistics().serializationFailures()).isEqualTo(1);
  }
}
