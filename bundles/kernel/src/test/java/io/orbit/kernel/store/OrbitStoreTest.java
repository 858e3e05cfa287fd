package io.orbit.kernel.store;

import static io.orbit.kernel.store.Stores.bytes;
import static io.orbit.kernel.store.Stores.createSpace;
import static io.orbit.kernel.store.Stores.get;
import static io.orbit.kernel.store.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.storage.Composite;
import io.orbit.api.storage.Durability;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.RecordCursor;
import io.orbit.api.storage.RecordOperation;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.Snapshot;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.ValueType;
import io.orbit.testkit.simulation.SortedMapEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrbitStoreTest {
  @TempDir private Path directory;
  @TempDir private Path copy;
  private SortedMapEngine.Factory engine;
  private OrbitStore store;

  @BeforeEach
  void open() {
    engine = new SortedMapEngine.Factory("map");
    store = OrbitStore.open(StoreConfiguration.in(directory, engine));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void reopen() {
    store.close();
    store = OrbitStore.open(StoreConfiguration.in(directory, engine));
  }

  @Test
  void aRecordIsThereAfterItsCommitAndAfterAReopen() {
    int space = createSpace(store, false, "map");
    long timestamp = put(store, space, "lamp", "41");
    assertThat(get(store.latest(), space, "lamp")).isEqualTo("41");
    var wait = store.durable(timestamp);
    if (wait != null) {
      wait.await(10_000);
    }
    assertThat(store.durable(timestamp)).isNull();
    reopen();
    assertThat(get(store.latest(), space, "lamp")).isEqualTo("41");
    assertThat(store.count(space)).isEqualTo(1);
  }

  @Test
  void aSnapshotStaysAsItIs() {
    int space = createSpace(store, true, "map");
    put(store, space, "a", "1");
    put(store, space, "b", "1");
    try (Snapshot snapshot = store.snapshot()) {
      put(store, space, "a", "2");
      put(store, space, "c", "2");
      Stores.delete(store, space, "b");
      assertThat(get(snapshot, space, "a")).isEqualTo("1");
      assertThat(get(snapshot, space, "b")).isEqualTo("1");
      assertThat(get(snapshot, space, "c")).isNull();
      assertThat(keys(snapshot.scan(space, new byte[0], null, false))).containsExactly("a", "b");
    }
    assertThat(keys(store.latest().scan(space, new byte[0], null, true))).containsExactly("c", "a");
  }

  private static List<String> keys(RecordCursor cursor) {
    List<String> keys = new ArrayList<>();
    try (cursor) {
      while (cursor.next()) {
        keys.add(new String(cursor.key(), java.nio.charset.StandardCharsets.UTF_8));
      }
    }
    return keys;
  }

  @Test
  void aTransactionIsSeenWholeOrNotAtAll() {
    int space = createSpace(store, true, "map");
    try (Transaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      for (String key : List.of("x", "y")) {
        assertThat(transaction.lock(space, bytes(key), LockMode.EXCLUSIVE)).isNull();
        transaction.put(space, bytes(key), ValueType.ROW, bytes("1"), 0);
      }
      assertThat(get(transaction, space, "x")).isEqualTo("1");
      assertThat(get(store.latest(), space, "x")).isNull();
      transaction.commit();
    }
    assertThat(get(store.latest(), space, "x")).isEqualTo("1");
    try (Transaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      transaction.lock(space, bytes("x"), LockMode.EXCLUSIVE);
      transaction.put(space, bytes("x"), ValueType.ROW, bytes("2"), 0);
      long savepoint = transaction.savepoint();
      transaction.delete(space, bytes("x"));
      assertThat(get(transaction, space, "x")).isNull();
      transaction.rollbackTo(savepoint);
      assertThat(get(transaction, space, "x")).isEqualTo("2");
      transaction.rollback();
    }
    assertThat(get(store.latest(), space, "x")).isEqualTo("1");
  }

  @Test
  void compositesChangeByElement() {
    int space = createSpace(store, false, "map");
    RecordOperation operation = store.operation();
    byte[] key = bytes("h");
    operation.beginWaiting(space, key, 0, key.length);
    operation.createComposite(ValueType.HASH, 0);
    operation.putElement(bytes("name"), bytes("lamp"));
    operation.putElement(bytes("qty"), bytes("41"));
    operation.commit(Durability.EVERYSEC);
    store.checkpoint();
    operation.beginWaiting(space, key, 0, key.length);
    operation.putElement(bytes("qty"), bytes("42"));
    operation.removeElement(bytes("name"));
    operation.commit(Durability.EVERYSEC);
    assertThat(element(space, "qty")).isEqualTo("42");
    reopen();
    assertThat(element(space, "qty")).isEqualTo("42");
    assertThat(element(space, "name")).isEqualTo("-");
  }

  private String element(int space, String name) {
    RecordView view = new RecordView();
    assertThat(store.latest().get(space, bytes("h"), view)).isTrue();
    Composite composite = view.composite();
    assertThat(composite).isNotNull();
    Composite.ElementView element = new Composite.ElementView();
    return composite != null && composite.get(bytes(name), 0, name.length(), element)
        ? new String(element.value, java.nio.charset.StandardCharsets.UTF_8)
        : "-";
  }

  @Test
  void aWalkShowsEveryRecordWhileTheTableGrows() {
    int space = createSpace(store, false, "map");
    for (int i = 0; i < 1000; i++) {
      put(store, space, "k" + i, "v");
    }
    java.util.Set<String> seen = new java.util.HashSet<>();
    long cursor = 0;
    int more = 1000;
    do {
      cursor =
          store.walk(
              space,
              cursor,
              10,
              (key, value) -> seen.add(new String(key, java.nio.charset.StandardCharsets.UTF_8)));
      for (int i = 0; i < 5; i++) {
        put(store, space, "k" + more++, "v");
      }
    } while (cursor != 0);
    for (int i = 0; i < 1000; i++) {
      assertThat(seen).contains("k" + i);
    }
  }

  @Test
  void clearingASpaceLeavesSnapshotsAlone() {
    int space = createSpace(store, false, "map");
    put(store, space, "a", "1");
    store.checkpoint();
    try (Snapshot before = store.snapshot()) {
      store.clear(space, Durability.ALWAYS);
      assertThat(get(before, space, "a")).isEqualTo("1");
    }
    assertThat(get(store.latest(), space, "a")).isNull();
    put(store, space, "b", "2");
    reopen();
    assertThat(get(store.latest(), space, "a")).isNull();
    assertThat(get(store.latest(), space, "b")).isEqualTo("2");
  }

  @Test
  void theCatalogSpaceIsThere() {
    put(store, Store.CATALOG_SPACE, "object", "definition");
    reopen();
    assertThat(get(store.latest(), Store.CATALOG_SPACE, "object")).isEqualTo("definition");
  }

  @Test
  void aLargeCommitIsChunked() {
    int space = createSpace(store, false, "map");
    byte[] large = new byte[5 << 20];
    new java.util.Random(1).nextBytes(large);
    RecordOperation operation = store.operation();
    byte[] key = bytes("large");
    operation.beginWaiting(space, key, 0, key.length);
    operation.put(ValueType.STRING, large, 0, large.length, 0);
    operation.commit(Durability.EVERYSEC);
    OrbitStore second = crashAndOpen();
    RecordView view = new RecordView();
    assertThat(second.latest().get(space, key, view)).isTrue();
    assertThat(view.copy()).isEqualTo(large);
    second.close();
  }

  /** Another store over a copy of the log, as after a kill. */
  private OrbitStore crashAndOpen() {
    try {
      java.nio.file.Files.createDirectories(copy.resolve("log"));
      try (var files = java.nio.file.Files.list(directory.resolve("log"))) {
        for (Path file : files.toList()) {
          java.nio.file.Files.copy(file, copy.resolve("log").resolve(file.getFileName()));
        }
      }
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return OrbitStore.open(StoreConfiguration.in(copy, new SortedMapEngine.Factory("map")));
  }
}
