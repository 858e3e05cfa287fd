package io.orbit.bench.storage;

import io.orbit.api.storage.Durability;
import io.orbit.api.storage.RecordOperation;
import io.orbit.api.storage.SpaceOptions;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.ValueType;
import io.orbit.kernel.store.OrbitStore;
import io.orbit.kernel.store.StoreConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * The longest that a writer waits while an engine is written and cleans up behind: rows of 16 + 100
 * bytes are overwritten at random at a steady pace, in a store that has room in memory for a half
 * of them and checks point each second, for as long as is said. Prints how long commits took.
 * Arguments: the engine's name, rows, seconds.
 */
public final class StallBench {
  private static final int ROWS_A_SECOND = 20_000;
  private static final long BYTES_A_ROW = 260;
  private static final long CACHE_BYTES = 64L << 20;
  private static final int LONGEST_SHOWN = 5;

  private StallBench() {}

  public static void main(String[] arguments) throws IOException {
    String name = arguments[0];
    int rows = Integer.parseInt(arguments[1]);
    int seconds = Integer.parseInt(arguments[2]);
    Path directory = Files.createTempDirectory("stall-bench");
    StoreConfiguration configuration =
        StoreConfiguration.in(directory, EngineBench.factory(name))
            .withMemory(rows * BYTES_A_ROW / 2, CACHE_BYTES)
            .withCheckpoint(1_000, 256L << 20);
    try (OrbitStore store = OrbitStore.open(configuration)) {
      System.out.printf(
          "%s, %,d rows, %,d overwritten a second for %,d s%n", name, rows, ROWS_A_SECOND, seconds);
      run(store, createSpace(store, name), rows, seconds);
    } finally {
      EngineBench.delete(directory);
    }
  }

  private static int createSpace(OrbitStore store, String engine) {
    try (Transaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      int space = transaction.createSpace(new SpaceOptions(false, engine));
      long ignored = transaction.commit();
      return space;
    }
  }

  private static void run(OrbitStore store, int space, int rows, int seconds) {
    RecordOperation operation = store.operation();
    SplittableRandom random = new SplittableRandom(1);
    byte[] value = new byte[100];
    for (int row = 0; row < rows; row++) {
      write(operation, space, row, value);
    }
    long[] took = new long[seconds * ROWS_A_SECOND];
    long begin = System.nanoTime();
    long step = TimeUnit.SECONDS.toNanos(1) / ROWS_A_SECOND;
    for (int i = 0; i < took.length; i++) {
      while (System.nanoTime() < begin + i * step) {
        Thread.onSpinWait();
      }
      random.nextBytes(value);
      long start = System.nanoTime();
      write(operation, space, random.nextInt(rows), value);
      took[i] = System.nanoTime() - start;
    }
    Arrays.sort(took);
    System.out.printf(
        "  half within %,.1f µs, 99.9 of 100 within %,.1f ms, the longest ms:",
        took[took.length / 2] / 1e3, took[(int) (took.length * 0.999)] / 1e6);
    for (int i = 1; i <= LONGEST_SHOWN; i++) {
      System.out.printf(" %,.1f", took[took.length - i] / 1e6);
    }
    System.out.printf(
        "; %,d MB on disk%n",
        store.engines().stream().mapToLong(one -> one.statistics().diskBytes()).sum() >> 20);
  }

  private static void write(RecordOperation operation, int space, int row, byte[] value) {
    byte[] key = RandomBatch.key(row);
    operation.beginWaiting(space, key, 0, key.length, wait -> wait);
    operation.put(ValueType.STRING, value, 0, value.length, 0);
    long ignored = operation.commit(Durability.EVERYSEC);
  }
}
