package io.orbit.bench.kernel;

import io.orbit.api.storage.Durability;
import io.orbit.api.storage.RecordOperation;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.SpaceOptions;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.ValueType;
import io.orbit.kernel.store.OrbitStore;
import io.orbit.kernel.store.StoreConfiguration;
import io.orbit.storage.lsm.LsmEngineFactory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordingStream;

/**
 * A large hot store in one process: how many bytes of heap a small record takes beside its key and
 * value, and how long the collector stops everybody while half of the operations overwrite and half
 * read, as fast as one thread can, with checkpoints into {@code lsm} as they come. Which collector,
 * the command line of the JVM says. Arguments: records (20,000,000, of 16 + 100 bytes: 4 GB of
 * heap), seconds (30), threads (1). Prints one line of a table.
 */
public final class HeapBench {
  private static final int KEY_BYTES = 16;
  private static final int VALUE_BYTES = 100;
  private static final int TABLE_BYTES = 1 << 20;

  private final OrbitStore store;
  private final int space;
  private final int records;

  /** Pauses of the collector in nanoseconds, while the load runs. */
  private final ConcurrentLinkedQueue<Long> pauses = new ConcurrentLinkedQueue<>();

  private HeapBench(OrbitStore store, int space, int records) {
    this.store = store;
    this.space = space;
    this.records = records;
  }

  /** Runs in a temporary folder and prints a line of a table. */
  public static void main(String[] arguments) throws Exception {
    int records = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000_000;
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 30;
    int threads = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1;
    Path directory = Files.createTempDirectory("heap-bench");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
    OrbitStore store = OrbitStore.open(StoreConfiguration.in(directory, new LsmEngineFactory()));
    int space;
    try (Transaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      space = transaction.createSpace(new SpaceOptions(false, "lsm"));
      long ignored = transaction.commit();
    }
    new HeapBench(store, space, records).run(Duration.ofSeconds(seconds), threads);
    System.exit(0);
  }

  private void run(Duration length, int threads) throws InterruptedException {
    long empty = usedHeap();
    long begun = processorTime();
    fill();
    store.checkpoint();
    double putMicros = (processorTime() - begun) / 1000.0 / records;
    long overhead = (usedHeap() - empty) / records - KEY_BYTES - VALUE_BYTES;
    long operations;
    long spent;
    try (RecordingStream recording = new RecordingStream()) {
      recording.enable("jdk.GCPhasePause").withoutThreshold();
      recording.onEvent("jdk.GCPhasePause", event -> pauses.add(event.getDuration().toNanos()));
      recording.startAsync();
      long before = processorTime();
      operations = load(length, threads);
      spent = processorTime() - before;
      recording.stop();
    }
    long[] sorted = pauses.stream().mapToLong(Long::longValue).sorted().toArray();
    System.out.printf(
        "%s, %,d records: overhead %d bytes a record (estimated %d); put new %.2f µs CPU, mixed %.2f"
            + " µs CPU, %,d/s; %d pauses, together %.0f ms, median %.1f, p99 %.1f, p99.9 %.1f, longest"
            + " %.1f ms%n",
        collector(),
        records,
        overhead,
        store.statistics().memoryBytes() / records - KEY_BYTES - VALUE_BYTES,
        putMicros,
        spent / 1000.0 / operations,
        operations / length.toSeconds(),
        sorted.length,
        Arrays.stream(sorted).sum() / 1e6,
        percentile(sorted, 0.5),
        percentile(sorted, 0.99),
        percentile(sorted, 0.999),
        percentile(sorted, 1));
  }

  private static String collector() {
    return ManagementFactory.getGarbageCollectorMXBeans().getFirst().getName();
  }

  /** In milliseconds. */
  private static double percentile(long[] sorted, double share) {
    return sorted.length == 0
        ? 0
        : sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * share))] / 1e6;
  }

  private void fill() {
    RecordOperation operation = store.operation();
    byte[] key = new byte[KEY_BYTES];
    byte[] value = new byte[VALUE_BYTES];
    for (int number = 0; number < records; number++) {
      put(operation, key, value, number);
    }
  }

  private void put(RecordOperation operation, byte[] key, byte[] value, int number) {
    name(key, number);
    value[number % VALUE_BYTES] = (byte) number;
    if (!operation.begin(space, key, 0, key.length)) {
      throw new IllegalStateException("somebody holds a record");
    }
    operation.put(ValueType.STRING, value, 0, value.length, 0);
    long ignored = operation.commit(Durability.EVERYSEC);
  }

  /** Each thread has its own share of the records; answers how many operations there were. */
  private long load(Duration length, int threads) throws InterruptedException {
    long end = System.nanoTime() + length.toNanos();
    Thread[] running = new Thread[threads];
    long[] counts = new long[threads];
    int share = records / threads;
    for (int t = 0; t < threads; t++) {
      int number = t;
      running[t] =
          Thread.ofPlatform()
              .start(
                  () -> {
                    counts[number] = mix(new SplittableRandom(number), number * share, share, end);
                  });
    }
    for (Thread thread : running) {
      thread.join();
    }
    return Arrays.stream(counts).sum();
  }

  private long mix(SplittableRandom random, int first, int share, long end) {
    RecordOperation operation = store.operation();
    RecordView view = new RecordView();
    var latest = store.latest();
    byte[] key = new byte[KEY_BYTES];
    byte[] value = new byte[VALUE_BYTES];
    long count = 0;
    while (System.nanoTime() - end < 0) {
      for (int i = 0; i < 50; i++) {
        put(operation, key, value, first + random.nextInt(share));
        name(key, first + random.nextInt(share));
        if (!latest.get(space, key, 0, key.length, view)) {
          throw new IllegalStateException("a record is missing");
        }
      }
      count += 100;
    }
    return count;
  }

  private static void name(byte[] key, int number) {
    int rest = number;
    for (int i = KEY_BYTES - 1; i >= 6; i--) {
      key[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  /** After as many collections as it takes to find nothing more. */
  private static long usedHeap() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    long used = Long.MAX_VALUE;
    while (true) {
      System.gc();
      long now = memory.getHeapMemoryUsage().getUsed();
      if (now > used - TABLE_BYTES) {
        return Math.min(now, used);
      }
      used = now;
    }
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
