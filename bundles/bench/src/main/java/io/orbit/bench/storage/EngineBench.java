package io.orbit.bench.storage;

import io.orbit.api.storage.EngineCursor;
import io.orbit.api.storage.EngineSnapshot;
import io.orbit.api.storage.StorageEngine;
import io.orbit.api.storage.StorageEngineFactory;
import io.orbit.storage.cowbtree.CowbtreeEngineFactory;
import io.orbit.storage.lsm.LsmEngineFactory;
import io.orbit.storage.memory.MemoryEngineFactory;
import io.orbit.storage.xodus.XodusEngineFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.Stream;

/**
 * One engine, measured in processor time (of the whole process, so what runs behind is counted) and
 * in wall-clock time, each per row: random rows of 16 + 100 bytes go in by sorted batches, every
 * batch durable; then points in random order, runs over everything, as many rows overwritten as
 * there are, and small batches. Arguments: the engine's name, rows (1,000,000), rows a batch
 * (10,000).
 */
public final class EngineBench {
  private static final long CACHE_BYTES = 256L << 20;
  private static final int SCANS = 3;
  private static final int SMALL_BATCH = 100;
  private static final long SEED = 42;

  private final StorageEngine engine;
  private final int rows;
  private final int batchRows;
  private long position;

  private EngineBench(StorageEngine engine, int rows, int batchRows) {
    this.engine = engine;
    this.rows = rows;
    this.batchRows = batchRows;
  }

  /** Runs one engine in a temporary directory and prints its line of the table. */
  public static void main(String[] arguments) throws IOException {
    String name = arguments.length > 0 ? arguments[0] : "lsm";
    int rows = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
    int batchRows = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10_000;
    Path directory = Files.createTempDirectory("engine-bench");
    try (StorageEngine engine = factory(name).open(directory, CACHE_BYTES)) {
      System.out.printf("%s, %,d rows of 116 B in batches of %,d%n", name, rows, batchRows);
      new EngineBench(engine, rows, batchRows).run();
    } finally {
      delete(directory);
    }
  }

  static StorageEngineFactory factory(String name) {
    return switch (name) {
      case "lsm" -> new LsmEngineFactory();
      case "cowbtree" -> new CowbtreeEngineFactory();
      case "memory" -> new MemoryEngineFactory();
      case "xodus" -> new XodusEngineFactory();
      default -> throw new IllegalArgumentException("no such engine: " + name);
    };
  }

  private void run() {
    measure("batch row", rows, () -> write(SEED));
    printSize("after loading");
    measure("first get", rows / 5, this::points);
    measure("get", rows / 5, this::points);
    measure("scanned row", (long) SCANS * rows, this::scans);
    measure("overwritten row", rows, () -> write(SEED + 1));
    printSize("after overwriting");
    measure("row by hundreds", rows / 20, this::writeOften);
    measure("compaction, a row", rows, engine::compact);
    printSize("after compaction");
  }

  private void write(long seed) {
    Random random = new Random(seed);
    long longest = 0;
    int[] numbers = RandomBatch.permutation(random, rows);
    for (int from = 0; from < rows; from += batchRows) {
      int[] batch = Arrays.copyOfRange(numbers, from, Math.min(rows, from + batchRows));
      long start = System.nanoTime();
      engine.apply(new RandomBatch(random, batch), ++position);
      longest = Math.max(longest, System.nanoTime() - start);
    }
    System.out.printf("  longest batch: %,d ms%n", longest / 1_000_000);
  }

  /** Small batches, one upon the other: what an engine does behind shows in the longest. */
  private void writeOften() {
    Random random = new Random(SEED + 2);
    long[] took = new long[rows / 20 / SMALL_BATCH];
    for (int i = 0; i < took.length; i++) {
      int[] batch = random.ints(2L * SMALL_BATCH, 0, rows).distinct().limit(SMALL_BATCH).toArray();
      long start = System.nanoTime();
      engine.apply(new RandomBatch(random, batch), ++position);
      took[i] = System.nanoTime() - start;
    }
    Arrays.sort(took);
    System.out.printf(
        "  batches of %d: half within %,.1f ms, 99 of 100 within %,.1f ms, the longest %,.1f ms%n",
        SMALL_BATCH,
        took[took.length / 2] / 1e6,
        took[took.length * 99 / 100] / 1e6,
        took[took.length - 1] / 1e6);
  }

  private void points() {
    Random random = new Random(SEED);
    long found = 0;
    try (EngineSnapshot snapshot = engine.snapshot()) {
      for (int i = 0; i < rows / 5; i++) {
        found += snapshot.get(RandomBatch.key(random.nextInt(rows))) == null ? 0 : 1;
      }
    }
    System.out.printf("  %,d of %,d points found%n", found, rows / 5);
  }

  private void scans() {
    long seen = 0;
    for (int scan = 0; scan < SCANS; scan++) {
      try (EngineSnapshot snapshot = engine.snapshot();
          EngineCursor cursor = snapshot.cursor(new byte[0], null, false)) {
        while (cursor.next()) {
          seen++;
        }
      }
    }
    System.out.printf("  %,d rows scanned%n", seen);
  }

  private static void measure(String what, long count, Runnable work) {
    long processor = processorNanos();
    long wall = System.nanoTime();
    work.run();
    wall = System.nanoTime() - wall;
    processor = processorNanos() - processor;
    System.out.printf(
        "  %-18s %8.2f µs processor %8.2f µs wall%n",
        what, processor / 1e3 / count, wall / 1e3 / count);
  }

  private void printSize(String when) {
    System.out.printf(
        "  %s: %,d entries, %,d MB on disk, %,d MB of memory%n",
        when,
        engine.statistics().entries(),
        engine.statistics().diskBytes() >> 20,
        engine.statistics().memoryBytes() >> 20);
  }

  private static long processorNanos() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getProcessCpuTime();
  }

  static void delete(Path directory) throws IOException {
    try (Stream<Path> tree = Files.walk(directory)) {
      tree.sorted(Comparator.reverseOrder()).forEach(EngineBench::deleteOne);
    }
  }

  private static void deleteOne(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
