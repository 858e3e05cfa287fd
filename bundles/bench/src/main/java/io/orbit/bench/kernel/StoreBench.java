package io.orbit.bench.kernel;

import io.orbit.api.storage.Durability;
import io.orbit.api.storage.RecordOperation;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.Snapshot;
import io.orbit.api.storage.SpaceOptions;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.ValueType;
import io.orbit.kernel.store.OrbitStore;
import io.orbit.kernel.store.StoreConfiguration;
import io.orbit.storage.memory.MemoryEngineFactory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * The store's single-record path in one process: put of a new key, overwrite, get; 16-byte keys,
 * 100-byte values, random order, log written before each return and synced each second. Prints
 * processor time of the whole process (sync and upkeep included) and wall-clock time per operation.
 * Arguments: records (1,000,000), threads (1), then "ordered" for an ordered space, "reader" for a
 * snapshot that is open while everything is overwritten.
 */
public final class StoreBench {
  private static final int ROUNDS = 3;

  private final OrbitStore store;
  private final int space;
  private final int records;
  private final int threads;

  private StoreBench(OrbitStore store, int space, int records, int threads) {
    this.store = store;
    this.space = space;
    this.records = records;
    this.threads = threads;
  }

  /** Runs in a temporary folder and prints a table. */
  public static void main(String[] arguments) throws Exception {
    int records = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
    int threads = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
    Set<String> options = Set.of(arguments);
    boolean ordered = options.contains("ordered");
    Path directory = Files.createTempDirectory("store-bench");
    StoreConfiguration configuration =
        StoreConfiguration.in(directory, new MemoryEngineFactory())
            .withCheckpoint(Long.MAX_VALUE, Long.MAX_VALUE);
    OrbitStore store = OrbitStore.open(configuration);
    int space;
    try (Transaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      space = transaction.createSpace(new SpaceOptions(ordered, "memory"));
      long ignored = transaction.commit();
    }
    System.out.printf(
        "%,d records of 16 + 100 B, %d thread(s), %s%n",
        records, threads, ordered ? "ordered" : "hash only");
    new StoreBench(store, space, records, threads).run(options.contains("reader"));
    System.out.printf(
        "%-10s %,d bytes a record by our estimate%n",
        "memory", store.statistics().memoryBytes() / records);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
    System.exit(0);
  }

  private void run(boolean reader) throws InterruptedException {
    measure("put new", this::put, false);
    if (reader) {
      try (Snapshot open = store.snapshot()) {
        rounds();
        System.out.printf(
            "%,d old versions as of %d%n", store.oldVersions(space), open.timestamp());
      }
    } else {
      rounds();
    }
  }

  private void rounds() throws InterruptedException {
    for (int round = 0; round < ROUNDS; round++) {
      measure("overwrite", this::put, true);
      measure("get", this::get, true);
    }
  }

  private interface Work {
    /** Makes a thread's work: called with record numbers. */
    IntConsumer begin();
  }

  private IntConsumer put() {
    RecordOperation operation = store.operation();
    byte[] key = new byte[16];
    byte[] value = new byte[100];
    return number -> {
      name(key, number);
      value[number % 100] = (byte) number;
      if (!operation.begin(space, key, 0, key.length)) {
        throw new IllegalStateException("somebody holds a record");
      }
      operation.put(ValueType.STRING, value, 0, value.length, 0);
      long ignored = operation.commit(Durability.EVERYSEC);
    };
  }

  private IntConsumer get() {
    RecordView view = new RecordView();
    byte[] key = new byte[16];
    var latest = store.latest();
    return number -> {
      name(key, number);
      if (!latest.get(space, key, 0, key.length, view)) {
        throw new IllegalStateException("a record is missing");
      }
    };
  }

  private static void name(byte[] key, int number) {
    int rest = number;
    for (int i = 15; i >= 6; i--) {
      key[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  private void measure(String what, Work work, boolean shuffled) throws InterruptedException {
    long wall = System.nanoTime();
    long cpu = processorTime();
    Thread[] running = new Thread[threads];
    int share = records / threads;
    for (int t = 0; t < threads; t++) {
      int first = t * share;
      SplittableRandom random = new SplittableRandom(t);
      running[t] =
          Thread.ofPlatform()
              .start(
                  () -> {
                    IntConsumer step = work.begin();
                    for (int i = 0; i < share; i++) {
                      step.accept(first + (shuffled ? random.nextInt(share) : i));
                    }
                  });
    }
    for (Thread thread : running) {
      thread.join();
    }
    long total = (long) share * threads;
    System.out.printf(
        "%-10s %.2f µs CPU, %.2f µs wall, %,d a second%n",
        what,
        (processorTime() - cpu) / 1000.0 / total,
        (System.nanoTime() - wall) / 1000.0 / total,
        total * 1_000_000_000L / (System.nanoTime() - wall));
  }

  private static long processorTime() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      System.err.println("left behind: " + directory);
    }
  }
}
