package io.orbit.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.storage.Composite;
import io.orbit.api.storage.Durability;
import io.orbit.api.storage.RecordCursor;
import io.orbit.api.storage.RecordOperation;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.Snapshot;
import io.orbit.api.storage.SpaceOptions;
import io.orbit.api.storage.StorageEngineFactory;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.ValueType;
import io.orbit.kernel.store.OrbitStore;
import io.orbit.kernel.store.StoreConfiguration;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * The kernel's store over an engine, with records that leave memory again and again, beside a map:
 * what a look-up, a run in both directions and an older snapshot show is what was written.
 */
final class EvictedRecords {
  private static final int STEPS = 200;
  private static final int KEYS = 80;
  private static final int LARGE = 9 << 20;

  private final StoreConfiguration configuration;
  private final String engine;
  private final Random random;
  private final TreeMap<String, String> model = new TreeMap<>();
  private OrbitStore store;
  private final int space;

  EvictedRecords(StorageEngineFactory factory, Path folder, long seed) {
    random = new Random(seed);
    engine = factory.name();
    configuration = StoreConfiguration.in(folder, factory);
    store = OrbitStore.open(configuration);
    try (Transaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      space = transaction.createSpace(new SpaceOptions(true, engine));
      long ignored = transaction.commit();
    }
  }

  void run() {
    try {
      for (int step = 0; step < STEPS; step++) {
        step(step);
      }
      verify();
      store.close();
      store = OrbitStore.open(configuration.withMemory(1, 1 << 20));
      verify();
      assertThat(store.count(space)).isEqualTo(model.size());
    } finally {
      store.close();
    }
  }

  private void step(int step) {
    switch (random.nextInt(10)) {
      case 0 -> write("key" + random.nextInt(KEYS), null);
      case 1 -> element("hash" + random.nextInt(4));
      case 2 -> shrink();
      case 3 -> underSnapshot();
      case 4 -> look("key" + random.nextInt(KEYS));
      default -> write("key" + random.nextInt(KEYS), "value" + random.nextInt());
    }
    if (step == STEPS / 2) {
      byte[] large = new byte[LARGE];
      Arrays.fill(large, (byte) 'x');
      write("large", new String(large, StandardCharsets.UTF_8));
    }
    if (step % 50 == 0) {
      verify();
    }
  }

  /** As far as it goes. */
  private void shrink() {
    boolean ignored = store.shrink(0);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private RecordOperation begin(String key) {
    RecordOperation operation = store.operation();
    byte[] name = bytes(key);
    operation.beginWaiting(space, name, 0, name.length);
    assertThat(operation.exists()).as(key).isEqualTo(model.containsKey(key));
    return operation;
  }

  /** Null removes. */
  private void write(String key, @org.jspecify.annotations.Nullable String value) {
    RecordOperation operation = begin(key);
    if (value == null) {
      operation.delete();
      model.remove(key);
    } else {
      byte[] content = bytes(value);
      operation.put(ValueType.STRING, content, 0, content.length, 0);
      model.put(key, value);
    }
    long ignored = operation.commit(Durability.OFF);
  }

  private void element(String key) {
    RecordOperation operation = begin(key);
    if (!operation.exists()) {
      operation.createComposite(ValueType.HASH, 0);
    }
    operation.putElement(bytes("field" + random.nextInt(30)), bytes("" + random.nextInt()));
    model.put(key, text(operation.current()));
    long ignored = operation.commit(Durability.OFF);
  }

  private void underSnapshot() {
    Map<String, String> before = new TreeMap<>(model);
    try (Snapshot snapshot = store.snapshot()) {
      write("key" + random.nextInt(KEYS), "later" + random.nextInt());
      shrink();
      assertThat(lines(snapshot.scan(space, new byte[0], null, false))).isEqualTo(lines(before));
    }
  }

  private void look(String key) {
    RecordView view = new RecordView();
    boolean found = store.latest().get(space, bytes(key), view);
    assertThat(found ? text(view) : null).as(key).isEqualTo(model.get(key));
  }

  private void verify() {
    model.keySet().forEach(this::look);
    List<String> expected = lines(model);
    assertThat(lines(store.latest().scan(space, new byte[0], null, false))).isEqualTo(expected);
    assertThat(lines(store.latest().scan(space, new byte[0], null, true)))
        .isEqualTo(expected.reversed());
  }

  private static List<String> lines(Map<String, String> records) {
    List<String> lines = new ArrayList<>();
    records.forEach((key, value) -> lines.add(key + "=" + value));
    return lines;
  }

  private static List<String> lines(RecordCursor cursor) {
    List<String> lines = new ArrayList<>();
    try (cursor) {
      while (cursor.next()) {
        lines.add(new String(cursor.key(), StandardCharsets.UTF_8) + "=" + text(cursor.value()));
      }
    }
    return lines;
  }

  private static String text(RecordView value) {
    Composite composite = value.composite();
    if (composite == null) {
      return new String(value.copy(), StandardCharsets.UTF_8);
    }
    StringBuilder text = new StringBuilder();
    Composite.Cursor cursor = composite.cursor(null);
    Composite.ElementView element = new Composite.ElementView();
    while (cursor.next(element)) {
      text.append(new String(element.key, StandardCharsets.UTF_8))
          .append(':')
          .append(new String(element.value, StandardCharsets.UTF_8))
          .append(' ');
    }
    return text.toString();
  }
}
