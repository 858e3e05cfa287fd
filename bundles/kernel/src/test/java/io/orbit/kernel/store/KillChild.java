package io.orbit.kernel.store;

import static io.orbit.kernel.store.Stores.bytes;

import io.orbit.api.storage.Durability;
import io.orbit.api.storage.Isolation;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.RecordOperation;
import io.orbit.api.storage.SpaceOptions;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.ValueType;
import io.orbit.api.storage.Wait;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The process that {@link KillTest} kills: each thread counts up, writes each number by a
 * single-record operation, into a composite and into three records of two spaces by one
 * transaction, and notes in its oracle file what was acknowledged.
 */
final class KillChild {
  static final int THREADS = 3;
  static final int KEYS = 10;
  static final int ELEMENTS = 40;

  private KillChild() {}

  /** Arguments: the data folder, the folder of the oracle files, whether records leave memory. */
  public static void main(String[] arguments) throws Exception {
    boolean evicting = Boolean.parseBoolean(arguments[2]);
    OrbitStore store = OrbitStore.open(configuration(Path.of(arguments[0])));
    int plain = KillTest.findOrCreate(store, "plain", false);
    int ordered = KillTest.findOrCreate(store, "ordered", true);
    for (int i = 0; i < THREADS; i++) {
      int number = i;
      Path oracle = Path.of(arguments[1], "oracle-" + number);
      Thread.ofPlatform().start(() -> new Writer(store, plain, ordered, number).run(oracle));
    }
    while (evicting) {
      boolean ignored = store.shrink(0);
    }
  }

  static StoreConfiguration configuration(Path data) {
    return StoreConfiguration.in(data, new FileMapEngine.Factory())
        .withSegmentBytes(1 << 20)
        .withCheckpoint(100, 256 << 10);
  }

  static SpaceOptions options(boolean ordered) {
    return new SpaceOptions(ordered, "file");
  }

  private record Writer(Store store, int plain, int ordered, int thread) {
    void run(Path oracle) {
      try (FileChannel file =
          FileChannel.open(
              oracle,
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE)) {
        long last = KillTest.readOracle(oracle);
        RecordOperation operation = store.operation();
        ByteBuffer acknowledged = ByteBuffer.allocate(8);
        for (long number = last + 1; ; number++) {
          write(operation, number);
          acknowledged.clear();
          file.write(acknowledged.putLong(number).flip(), 0);
        }
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    private void write(RecordOperation operation, long number) {
      Durability durability = number % 3 == 0 ? Durability.ALWAYS : Durability.EVERYSEC;
      byte[] value = bytes(Long.toString(number));
      byte[] key = bytes("s" + thread + "-" + number % KEYS);
      operation.beginWaiting(plain, key, 0, key.length);
      operation.put(ValueType.STRING, value, 0, value.length, 0);
      await(operation.commit(durability));
      byte[] hash = bytes("h" + thread);
      operation.beginWaiting(plain, hash, 0, hash.length);
      if (!operation.exists()) {
        operation.createComposite(ValueType.HASH, 0);
      }
      operation.putElement(bytes("e" + number % ELEMENTS), value);
      await(operation.commit(durability));
      transaction(number, durability, value);
    }

    private void transaction(long number, Durability durability, byte[] value) {
      TransactionOptions options =
          new TransactionOptions(Isolation.READ_COMMITTED, false, durability, true);
      try (Transaction transaction = store.begin(options)) {
        // Every hundredth is large enough to be chunked.
        byte[] padded = number % 100 == 0 ? java.util.Arrays.copyOf(value, 700_000) : value;
        put(transaction, plain, "a" + thread, padded);
        put(transaction, ordered, "b" + thread, padded);
        put(transaction, ordered, "c" + thread, value);
        await(transaction.commit());
      }
    }

    private static void put(Transaction transaction, int space, String key, byte[] value) {
      Wait wait = transaction.lock(space, bytes(key), LockMode.EXCLUSIVE);
      if (wait != null) {
        wait.await(0);
      }
      transaction.put(space, bytes(key), ValueType.ROW, value, 0);
    }

    private void await(long timestamp) {
      Wait wait = store.durable(timestamp);
      if (wait != null) {
        wait.await(0);
      }
    }
  }
}
