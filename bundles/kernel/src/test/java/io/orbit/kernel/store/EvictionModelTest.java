package io.orbit.kernel.store;

import static io.orbit.kernel.store.Stores.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.storage.Composite;
import io.orbit.api.storage.Durability;
import io.orbit.api.storage.Isolation;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.ReadView;
import io.orbit.api.storage.RecordCursor;
import io.orbit.api.storage.RecordOperation;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.Snapshot;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.ValueType;
import io.orbit.testkit.simulation.SimulatedDisk;
import io.orbit.testkit.simulation.SortedMapEngine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The store against sorted maps while records leave memory and come back at any moment: reads,
 * ranges in both directions, walks and counts, of now and of older snapshots, over clears and
 * restarts that leave everything in the engine.
 */
class EvictionModelTest {
  private static final int STEPS = 2_000;
  private static final int KEYS = 60;

  @TempDir private Path directory;

  /** A snapshot with what it must show, by space. */
  private record Frozen(Snapshot snapshot, Map<Integer, TreeMap<String, String>> content) {}

  private SplittableRandom random = new SplittableRandom(0);
  private StoreConfiguration configuration = StoreConfiguration.in(Path.of("."));
  private OrbitStore store;
  private int plain;
  private int ordered;
  private Map<Integer, TreeMap<String, String>> model = new TreeMap<>();
  private final List<Frozen> snapshots = new ArrayList<>();
  private String when = "";

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void theStoreIsAMapWhereverItsRecordsAre(long seed) {
    random = new SplittableRandom(seed);
    SortedMapEngine.Factory engine = new SortedMapEngine.Factory("map");
    configuration = Stores.simulated(directory, new SimulatedDisk(seed), engine, seed);
    store = OrbitStore.open(configuration);
    plain = Stores.createSpace(store, false, "map");
    ordered = Stores.createSpace(store, true, "map");
    model.put(plain, new TreeMap<>());
    model.put(ordered, new TreeMap<>());
    for (int i = 0; i < STEPS; i++) {
      when = "seed " + seed + ", step " + i;
      step();
    }
    snapshots.forEach(frozen -> frozen.snapshot().close());
    snapshots.clear();
    restart();
    verify(store.latest(), model);
    assertThat(store.statistics().evictions() + store.statistics().coldReads()).isPositive();
    store.close();
  }

  private void step() {
    switch (random.nextInt(24)) {
      case 0, 1, 2, 3, 4 -> put();
      case 5, 6 -> element();
      case 7, 8 -> delete();
      case 9, 10 -> transaction();
      case 11, 12, 13 -> assertThat(store.shrink(random.nextInt(3) * 2_000L)).isNotNull();
      case 14 -> store.upkeep();
      case 15 -> store.checkpoint();
      case 16 -> freeze();
      case 17 -> thaw();
      case 18 -> verify(store.latest(), model);
      case 19 -> walk();
      case 20 -> occasionally(40, this::clear);
      case 21 -> occasionally(20, this::restart);
      default -> lookUp();
    }
  }

  private void occasionally(int one, Runnable action) {
    if (random.nextInt(one) == 0) {
      action.run();
    }
  }

  private int space() {
    return random.nextBoolean() ? plain : ordered;
  }

  private String key() {
    return (random.nextInt(8) == 0 ? "k\0" : "k") + random.nextInt(KEYS);
  }

  private TreeMap<String, String> content(int space) {
    TreeMap<String, String> content = model.get(space);
    assertThat(content).isNotNull();
    return content;
  }

  private RecordOperation begin(int space, String key) {
    RecordOperation operation = store.operation();
    byte[] name = bytes(key);
    operation.beginWaiting(space, name, 0, name.length);
    assertThat(operation.exists()).as(when).isEqualTo(content(space).containsKey(key));
    return operation;
  }

  private void put() {
    int space = space();
    String key = key();
    RecordOperation operation = begin(space, key);
    String value = "v" + random.nextInt(1_000) + "x".repeat(random.nextInt(200));
    operation.put(ValueType.STRING, bytes(value), 0, value.length(), 0);
    operation.commit(Durability.EVERYSEC);
    content(space).put(key, value);
  }

  /** Sets an element of a composite, which the model keeps as text. */
  private void element() {
    int space = space();
    String key = "h" + random.nextInt(6);
    RecordOperation operation = begin(space, key);
    if (!operation.exists()) {
      operation.createComposite(ValueType.HASH, 0);
    }
    operation.putElement(bytes("e" + random.nextInt(20)), bytes("" + random.nextInt(100)));
    Composite elements = operation.current().composite();
    assertThat(elements).isNotNull();
    String text = text(elements);
    operation.commit(Durability.EVERYSEC);
    content(space).put(key, text);
  }

  private void delete() {
    int space = space();
    String key = random.nextInt(4) == 0 ? "h" + random.nextInt(6) : key();
    RecordOperation operation = begin(space, key);
    operation.delete();
    operation.commit(Durability.EVERYSEC);
    content(space).remove(key);
  }

  private void transaction() {
    Map<Integer, TreeMap<String, String>> next = copy(model);
    try (Transaction transaction =
        store.begin(
            new TransactionOptions(Isolation.REPEATABLE_READ, false, Durability.ALWAYS, true))) {
      for (int i = random.nextInt(6); i >= 0; i--) {
        int space = space();
        String key = key();
        TreeMap<String, String> content = next.getOrDefault(space, new TreeMap<>());
        assertThat(Stores.get(transaction, space, key)).as(when).isEqualTo(content.get(key));
        transaction.lock(space, bytes(key), LockMode.EXCLUSIVE);
        if (random.nextInt(3) == 0) {
          transaction.delete(space, bytes(key));
          content.remove(key);
        } else {
          String value = "t" + random.nextInt(1_000);
          transaction.put(space, bytes(key), ValueType.STRING, bytes(value), 0);
          content.put(key, value);
        }
        occasionally(3, () -> assertThat(store.shrink(0)).isNotNull());
      }
      verify(transaction, next);
      if (random.nextInt(4) == 0) {
        transaction.rollback();
      } else {
        transaction.commit();
        model = next;
      }
    }
  }

  private static Map<Integer, TreeMap<String, String>> copy(
      Map<Integer, TreeMap<String, String>> content) {
    Map<Integer, TreeMap<String, String>> copy = new TreeMap<>();
    content.forEach((space, records) -> copy.put(space, new TreeMap<>(records)));
    return copy;
  }

  private void freeze() {
    if (snapshots.size() < 3) {
      snapshots.add(new Frozen(store.snapshot(), copy(model)));
    }
  }

  private void thaw() {
    if (!snapshots.isEmpty()) {
      Frozen frozen = snapshots.remove(random.nextInt(snapshots.size()));
      verify(frozen.snapshot(), frozen.content());
      frozen.snapshot().close();
    }
  }

  private void clear() {
    store.clear(plain, Durability.ALWAYS);
    content(plain).clear();
  }

  /** Opens again, with room for everything or for nothing. */
  private void restart() {
    snapshots.forEach(frozen -> frozen.snapshot().close());
    snapshots.clear();
    store.close();
    boolean empty = random.nextBoolean();
    store = OrbitStore.open(configuration.withMemory(empty ? 1 : 1L << 30, 1 << 20));
    verify(store.latest(), model);
    if (empty) {
      assertThat(store.count(plain)).as(when).isEqualTo(content(plain).size());
      store.close();
      store = OrbitStore.open(configuration.withMemory(40_000, 1 << 20));
    }
  }

  private void lookUp() {
    int space = space();
    String key = key();
    String expected = content(space).get(key);
    assertThat(Stores.get(store.latest(), space, key)).as(when).isEqualTo(expected);
  }

  private void walk() {
    Set<String> seen = new HashSet<>();
    long cursor = 0;
    do {
      cursor =
          store.walk(
              plain, cursor, 7, (key, value) -> seen.add(new String(key, StandardCharsets.UTF_8)));
      occasionally(4, () -> assertThat(store.shrink(0)).isNotNull());
    } while (cursor != 0);
    assertThat(seen).as(when).isEqualTo(content(plain).keySet());
  }

  private void verify(ReadView view, Map<Integer, TreeMap<String, String>> expected) {
    expected.forEach(
        (space, records) -> {
          assertThat(all(view.all(space)))
              .as(when)
              .containsExactlyInAnyOrderElementsOf(lines(records));
          String key = key();
          String seen = get(view, space, key);
          assertThat(seen).as(when).isEqualTo(records.get(key));
          if (space == ordered) {
            verifyRange(view, records);
          }
        });
    if (view == store.latest()) {
      assertThat(store.count(plain)).as(when).isEqualTo(content(plain).size());
      assertThat(store.count(ordered)).as(when).isEqualTo(content(ordered).size());
    }
  }

  private void verifyRange(ReadView view, TreeMap<String, String> records) {
    String one = key();
    String other = key();
    String from = one.compareTo(other) <= 0 ? one : other;
    String to = one.compareTo(other) <= 0 ? other : one;
    NavigableMap<String, String> part = records.subMap(from, true, to, false);
    assertThat(all(view.scan(ordered, bytes(from), bytes(to), false)))
        .as(when)
        .containsExactlyElementsOf(lines(part));
    assertThat(all(view.scan(ordered, bytes(from), bytes(to), true)))
        .as(when)
        .containsExactlyElementsOf(lines(part.descendingMap()));
  }

  private static List<String> lines(Map<String, String> records) {
    return records.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .toList();
  }

  private List<String> all(RecordCursor cursor) {
    List<String> lines = new ArrayList<>();
    try (cursor) {
      while (cursor.next()) {
        String key = new String(cursor.key(), StandardCharsets.UTF_8);
        lines.add(key + "=" + text(cursor.value()));
        occasionally(50, () -> assertThat(store.shrink(0)).isNotNull());
      }
    }
    return lines;
  }

  private static @org.jspecify.annotations.Nullable String get(
      ReadView view, int space, String key) {
    RecordView out = new RecordView();
    return view.get(space, bytes(key), out) ? text(out) : null;
  }

  private static String text(RecordView value) {
    Composite composite = value.composite();
    return composite == null ? new String(value.copy(), StandardCharsets.UTF_8) : text(composite);
  }

  private static String text(Composite composite) {
    StringBuilder text = new StringBuilder("{");
    Composite.Cursor cursor = composite.cursor(null);
    Composite.ElementView element = new Composite.ElementView();
    while (cursor.next(element)) {
      text.append(new String(element.key, StandardCharsets.UTF_8))
          .append(':')
          .append(new String(element.value, StandardCharsets.UTF_8))
          .append(' ');
    }
    return text.append('}').toString();
  }
}
