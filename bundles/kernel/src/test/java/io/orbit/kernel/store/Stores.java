package io.orbit.kernel.store;

import io.orbit.api.storage.Durability;
import io.orbit.api.storage.ReadView;
import io.orbit.api.storage.RecordOperation;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.SpaceOptions;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.ValueType;
import io.orbit.testkit.simulation.SimulatedDisk;
import io.orbit.testkit.simulation.SortedMapEngine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Short words for what tests of the store say often. */
public final class Stores {
  private Stores() {}

  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A configuration on a simulated disk, deterministic, with small segments. */
  public static StoreConfiguration simulated(
      Path directory, SimulatedDisk disk, SortedMapEngine.Factory engine, long seed) {
    return StoreConfiguration.in(directory, engine)
        .withDisk(disk)
        .withSegmentBytes(16 << 10)
        .withMemory(1L << 30, 1 << 20)
        .deterministic(seed);
  }

  /** Lets records leave memory until no more than that much is used, or as far as it goes. */
  static void shrink(OrbitStore store, long bytes) {
    boolean ignored = store.shrink(bytes);
  }

  public static int createSpace(Store store, boolean ordered, String engine) {
    try (Transaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      int space = transaction.createSpace(new SpaceOptions(ordered, engine));
      transaction.commit();
      return space;
    }
  }

  public static long put(Store store, int space, String key, String value) {
    RecordOperation operation = store.operation();
    byte[] name = bytes(key);
    operation.beginWaiting(space, name, 0, name.length);
    operation.put(ValueType.STRING, bytes(value), 0, bytes(value).length, 0);
    return operation.commit(Durability.ALWAYS);
  }

  public static long delete(Store store, int space, String key) {
    RecordOperation operation = store.operation();
    byte[] name = bytes(key);
    operation.beginWaiting(space, name, 0, name.length);
    operation.delete();
    return operation.commit(Durability.ALWAYS);
  }

  public static @Nullable String get(ReadView view, int space, String key) {
    RecordView out = new RecordView();
    return view.get(space, bytes(key), out) ? new String(out.copy(), StandardCharsets.UTF_8) : null;
  }
}
