package io.orbit.kernel.store;

import io.orbit.api.ops.Disk;
import io.orbit.api.storage.StorageEngineFactory;
import io.orbit.kernel.disk.FileDisk;
import io.orbit.kernel.log.Completion.Scheduler;
import io.orbit.kernel.log.LogRetention;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How a store is opened. {@link #in} gives the defaults, the {@code with…} methods answer copies.
 *
 * @param directory the data folder; it exists
 * @param disk what the log lies on; by default the data folder
 * @param engines the installed engines by name
 * @param backend the name of the engine that holds the catalog and whatever names no other
 * @param memoryLimit bytes that records and versions may take
 * @param cacheBytes bytes that each engine may use beside
 * @param segmentBytes size of a log segment
 * @param checkpointMillis a checkpoint at least this often, when something has changed
 * @param checkpointBytes a checkpoint whenever the log has grown by this much
 * @param retention how much log is kept that no checkpoint needs
 * @param millis wall time in milliseconds since 1970
 * @param scheduler where continuations of waits run
 * @param hashSeed seed of the key hash
 * @param background who syncs, checks point and expires
 */
public record StoreConfiguration(
    Path directory,
    Disk disk,
    Function<String, @Nullable StorageEngineFactory> engines,
    String backend,
    long memoryLimit,
    long cacheBytes,
    long segmentBytes,
    long checkpointMillis,
    long checkpointBytes,
    LogRetention.Limits retention,
    LongSupplier millis,
    Scheduler scheduler,
    long hashSeed,
    Background background) {
  private static final long MEBIBYTE = 1 << 20;

  /** Heap of the container, the catalog, and room for the collector. */
  private static final long SERVER_BYTES = 96 * MEBIBYTE;

  /** Who does what a store does beside its callers' calls. */
  public enum Background {
    /** Threads of the store's own, as in a server. */
    THREADS,
    /** The caller: waiting for durability syncs, the rest is done by {@link OrbitStore#upkeep}. */
    CALLER,
    /**
     * Whoever simulates: commits wait for {@link OrbitStore#flush} as they wait for the thread that
     * it stands for, the rest is done by {@link OrbitStore#upkeep}.
     */
    SIMULATION
  }

  /** Defaults in a data folder, with the engines given; the first is the backend. */
  public static StoreConfiguration in(Path directory, StorageEngineFactory... engines) {
    List<StorageEngineFactory> installed = List.of(engines);
    return new StoreConfiguration(
        directory,
        new FileDisk(directory),
        name ->
            installed.stream()
                .filter(engine -> engine.name().equals(name))
                .findFirst()
                .orElse(null),
        installed.isEmpty() ? "lsm" : installed.getFirst().name(),
        memoryLimit(Runtime.getRuntime().maxMemory()),
        64 * MEBIBYTE,
        64 * MEBIBYTE,
        30_000,
        256 * MEBIBYTE,
        LogRetention.Limits.NONE,
        System::currentTimeMillis,
        Thread::startVirtualThread,
        new SecureRandom().nextLong(),
        Background.THREADS);
  }

  /** What data may take of a heap: seven tenths of what the server itself leaves. */
  static long memoryLimit(long heap) {
    return Math.max(heap / 4, (heap - SERVER_BYTES) / 10 * 7);
  }

  public StoreConfiguration withDisk(Disk newDisk) {
    return new StoreConfiguration(
        directory,
        newDisk,
        engines,
        backend,
        memoryLimit,
        cacheBytes,
        segmentBytes,
        checkpointMillis,
        checkpointBytes,
        retention,
        millis,
        scheduler,
        hashSeed,
        background);
  }

  public StoreConfiguration withEngines(
      Function<String, @Nullable StorageEngineFactory> installed, String newBackend) {
    return new StoreConfiguration(
        directory,
        disk,
        installed,
        newBackend,
        memoryLimit,
        cacheBytes,
        segmentBytes,
        checkpointMillis,
        checkpointBytes,
        retention,
        millis,
        scheduler,
        hashSeed,
        background);
  }

  public StoreConfiguration withMemory(long newLimit, long newCache) {
    return new StoreConfiguration(
        directory,
        disk,
        engines,
        backend,
        newLimit,
        newCache,
        segmentBytes,
        checkpointMillis,
        checkpointBytes,
        retention,
        millis,
        scheduler,
        hashSeed,
        background);
  }

  public StoreConfiguration withSegmentBytes(long bytes) {
    return new StoreConfiguration(
        directory,
        disk,
        engines,
        backend,
        memoryLimit,
        cacheBytes,
        bytes,
        checkpointMillis,
        checkpointBytes,
        retention,
        millis,
        scheduler,
        hashSeed,
        background);
  }

  public StoreConfiguration withCheckpoint(long everyMillis, long everyBytes) {
    return new StoreConfiguration(
        directory,
        disk,
        engines,
        backend,
        memoryLimit,
        cacheBytes,
        segmentBytes,
        everyMillis,
        everyBytes,
        retention,
        millis,
        scheduler,
        hashSeed,
        background);
  }

  public StoreConfiguration withRetention(LogRetention.Limits limits) {
    return new StoreConfiguration(
        directory,
        disk,
        engines,
        backend,
        memoryLimit,
        cacheBytes,
        segmentBytes,
        checkpointMillis,
        checkpointBytes,
        limits,
        millis,
        scheduler,
        hashSeed,
        background);
  }

  public StoreConfiguration withClock(LongSupplier newMillis) {
    return new StoreConfiguration(
        directory,
        disk,
        engines,
        backend,
        memoryLimit,
        cacheBytes,
        segmentBytes,
        checkpointMillis,
        checkpointBytes,
        retention,
        newMillis,
        scheduler,
        hashSeed,
        background);
  }

  public StoreConfiguration withScheduler(Scheduler newScheduler) {
    return new StoreConfiguration(
        directory,
        disk,
        engines,
        backend,
        memoryLimit,
        cacheBytes,
        segmentBytes,
        checkpointMillis,
        checkpointBytes,
        retention,
        millis,
        newScheduler,
        hashSeed,
        background);
  }

  /** Everything on the caller's thread and from one seed, for simulations. */
  public StoreConfiguration deterministic(long seed) {
    return new StoreConfiguration(
        directory,
        disk,
        engines,
        backend,
        memoryLimit,
        cacheBytes,
        segmentBytes,
        checkpointMillis,
        checkpointBytes,
        retention,
        millis,
        Runnable::run,
        seed,
        Background.CALLER);
  }

  /**
   * As {@link #deterministic}, but nothing is over before somebody lets it be: syncs are those of
   * {@link OrbitStore#flush}, and who waited goes on when the scheduler lets him.
   */
  public StoreConfiguration simulated(long seed, Scheduler newScheduler) {
    return new StoreConfiguration(
        directory,
        disk,
        engines,
        backend,
        memoryLimit,
        cacheBytes,
        segmentBytes,
        checkpointMillis,
        checkpointBytes,
        retention,
        millis,
        newScheduler,
        seed,
        Background.SIMULATION);
  }
}
