package io.orbit.bench.kernel;

import io.orbit.api.storage.Durability;
import io.orbit.api.storage.RecordCursor;
import io.orbit.api.storage.RecordOperation;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.SpaceOptions;
import io.orbit.api.storage.StoreStatistics;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.ValueType;
import io.orbit.kernel.store.OrbitStore;
import io.orbit.kernel.store.StoreConfiguration;
import io.orbit.storage.lsm.LsmEngineFactory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/**
 * The store with less memory than data: 16-byte keys and 100-byte values in an ordered space on
 * lsm, one thread. Prints processor time of the whole process, wall-clock time, and how many
 * look-ups found their record in memory. Arguments: records (1,000,000), how many times the budget
 * the data is (10).
 */
public final class ColdBench {
  private static final int RECORD_BYTES = 236;
  private static final long CACHE_BYTES = 64 << 20;

  private final OrbitStore store;
  private final int space;
  private final int records;
  private final SplittableRandom random = new SplittableRandom(1);

  private ColdBench(OrbitStore store, int space, int records) {
    this.store = store;
    this.space = space;
    this.records = records;
  }

  /** Runs in a temporary folder and prints a table. */
  public static void main(String[] arguments) throws IOException {
    int records = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
    double times = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 10;
    Path directory = Files.createTempDirectory("cold-bench");
    long budget = (long) (records * (double) RECORD_BYTES / times);
    StoreConfiguration configuration =
        StoreConfiguration.in(directory, new LsmEngineFactory()).withMemory(budget, CACHE_BYTES);
    System.out.printf("%,d records, %s × the budget of %,d bytes%n", records, times, budget);
    try {
      int space;
      try (OrbitStore store = OrbitStore.open(configuration)) {
        space = create(store);
        new ColdBench(store, space, records).run();
      }
      long wall = System.nanoTime();
      try (OrbitStore again = OrbitStore.open(configuration)) {
        System.out.printf("%-24s %,d ms%n", "open", (System.nanoTime() - wall) / 1_000_000);
        ColdBench bench = new ColdBench(again, space, records);
        bench.measure("get of 5 %, after a start", bench::hot, bench.get());
      }
    } finally {
      delete(directory);
    }
  }

  private static int create(OrbitStore store) {
    try (Transaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      int space = transaction.createSpace(new SpaceOptions(true, "lsm"));
      long ignored = transaction.commit();
      return space;
    }
  }

  private void run() {
    int[] next = new int[1];
    measure("put new", () -> next[0]++, put());
    measure("get, any", this::any, get());
    measure("get of 5 %", this::hot, get());
    measure("get of 5 %, again", this::hot, get());
    measure("overwrite, any", this::any, put());
    measure("get of no record", () -> records + any(), look(false));
    scan();
    measure("get of 5 %, after scan", this::hot, get());
  }

  private int any() {
    return random.nextInt(records);
  }

  /** Nineteen times out of twenty one of the first twentieth. */
  private int hot() {
    return random.nextInt(20) == 0 ? any() : random.nextInt(records / 20);
  }

  private static void name(byte[] key, int number) {
    byte[] digits = Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
    java.util.Arrays.fill(key, (byte) '0');
    System.arraycopy(digits, 0, key, key.length - digits.length, digits.length);
  }

  private IntConsumer put() {
    RecordOperation operation = store.operation();
    byte[] key = new byte[16];
    byte[] value = new byte[100];
    return number -> {
      name(key, number);
      random.nextBytes(value);
      operation.beginWaiting(space, key, 0, key.length);
      operation.put(ValueType.STRING, value, 0, value.length, 0);
      long ignored = operation.commit(Durability.EVERYSEC);
    };
  }

  private IntConsumer get() {
    return look(true);
  }

  private IntConsumer look(boolean there) {
    RecordView view = new RecordView();
    byte[] key = new byte[16];
    return number -> {
      name(key, number);
      if (store.latest().get(space, key, 0, key.length, view) != there) {
        throw new IllegalStateException("a record is missing, or is there though it is not");
      }
    };
  }

  private void scan() {
    long wall = System.nanoTime();
    long cpu = processorTime();
    long rows = 0;
    try (RecordCursor cursor = store.latest().scan(space, new byte[0], null, false)) {
      while (cursor.next()) {
        rows++;
      }
    }
    print("scan, a row", wall, cpu, rows, "");
  }

  private void measure(String what, IntSupplier numbers, IntConsumer work) {
    long wall = System.nanoTime();
    long cpu = processorTime();
    StoreStatistics before = store.statistics();
    for (int i = 0; i < records; i++) {
      work.accept(numbers.getAsInt());
    }
    StoreStatistics after = store.statistics();
    long hits = after.memoryHits() - before.memoryHits();
    long misses = after.memoryMisses() - before.memoryMisses();
    String found =
        hits + misses == 0
            ? "all in memory"
            : "%d %% in memory, %.2f reads of the engine"
                .formatted(
                    100 * hits / (hits + misses),
                    (after.coldReads() - before.coldReads()) / (double) records);
    print(what, wall, cpu, records, found);
  }

  private static void print(String what, long wall, long cpu, long count, String found) {
    System.out.printf(
        "%-24s %.2f µs CPU, %.2f µs wall %s%n",
        what,
        (processorTime() - cpu) / 1000.0 / count,
        (System.nanoTime() - wall) / 1000.0 / count,
        found);
  }

  private static long processorTime() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
