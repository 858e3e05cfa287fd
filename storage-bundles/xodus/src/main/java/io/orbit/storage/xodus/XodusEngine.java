package io.orbit.storage.xodus;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.DiskErrors;
import io.orbit.api.storage.EngineCursor;
import io.orbit.api.storage.EngineFormat;
import io.orbit.api.storage.EngineGate;
import io.orbit.api.storage.EngineSnapshot;
import io.orbit.api.storage.EngineStatistics;
import io.orbit.api.storage.SortedBatch;
import io.orbit.api.storage.StorageEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import jetbrains.exodus.ExodusException;
import jetbrains.exodus.env.Environment;
import jetbrains.exodus.env.EnvironmentConfig;
import jetbrains.exodus.env.Environments;
import jetbrains.exodus.env.Transaction;

/** A Xodus environment, written by one transaction a batch. */
final class XodusEngine implements StorageEngine {
  /** The longest that Xodus' collector holds the one write lock in a piece, beside one file's. */
  private static final int COLLECTOR_MILLISECONDS = 50;

  /** Below this Xodus takes its default, half of the heap. Its cache lies on the heap. */
  private static final long LEAST_CACHE_BYTES = 1L << 20;

  private final Path directory;
  private final long cacheBytes;
  private final Environment environment;
  private final XodusStores stores;
  private final EngineGate gate = new EngineGate(XodusErrors::closed);
  private final Set<XodusSnapshot> snapshots = ConcurrentHashMap.newKeySet();
  private volatile long position;

  private XodusEngine(
      Path directory, long cacheBytes, Environment environment, XodusStores stores, long position) {
    this.directory = directory;
    this.cacheBytes = cacheBytes;
    this.environment = environment;
    this.stores = stores;
    this.position = position;
  }

  static XodusEngine open(Path directory, long cacheBytes) {
    Optional<EngineFormat> found = EngineFormat.read(directory);
    found.ifPresent(format -> XodusFormat.FORMAT.requireReadable(format, directory));
    Path data = XodusFormat.data(directory);
    long cache = Math.clamp(cacheBytes, LEAST_CACHE_BYTES, Runtime.getRuntime().maxMemory() / 2);
    if (found.isPresent() && logFiles(data).isEmpty()) {
      throw XodusErrors.corrupted("the files in " + data + " are missing");
    }
    Environment environment = null;
    try {
      environment = Environments.newInstance(data.toFile(), configuration(cache));
      return open(directory, cache, environment, found.isEmpty());
    } catch (RuntimeException e) {
      if (environment != null) {
        close(environment);
      }
      throw XodusErrors.opening(e, "opening " + directory);
    }
  }

  private static XodusEngine open(
      Path directory, long cacheBytes, Environment environment, boolean create) {
    Transaction transaction = environment.beginExclusiveTransaction();
    try {
      XodusStores stores = XodusStores.open(environment, transaction);
      if (create && stores.isNew(transaction)) {
        stores.position(transaction, 0);
      }
      long position = stores.position(transaction);
      if (create && position != 0) {
        throw XodusErrors.corrupted(directory.resolve(EngineFormat.FILE_NAME) + " is missing");
      }
      if (create) {
        transaction.flush();
        XodusFormat.FORMAT.write(directory);
      }
      return new XodusEngine(directory, cacheBytes, environment, stores, position);
    } finally {
      transaction.abort();
    }
  }

  private static EnvironmentConfig configuration(long cacheBytes) {
    return new EnvironmentConfig()
        .setLogDurableWrite(true)
        .setLogFileSize(XodusFormat.LOG_FILE_KILOBYTES)
        .setLogCacheShared(false)
        .setMemoryUsage(cacheBytes)
        .setLogAllowRamDisk(true)
        .setLogAllowRemovable(true)
        .setLogAllowRemote(true)
        .setEnvMonitorTxnsExpirationTimeout(0)
        .setEnvGatherStatistics(false)
        .setGcTransactionTimeout(COLLECTOR_MILLISECONDS)
        .setGcFilesDeletionDelay(0)
        .setManagementEnabled(false);
  }

  private static List<Path> logFiles(Path data) {
    try {
      if (!Files.isDirectory(data)) {
        return List.of();
      }
      try (Stream<Path> files = Files.list(data)) {
        return files.filter(file -> file.toString().endsWith(".xd")).toList();
      }
    } catch (IOException e) {
      throw DiskErrors.of(e, "listing " + data);
    }
  }

  @Override
  public long position() {
    long stamp = gate.enter();
    try {
      return position;
    } finally {
      gate.leave(stamp);
    }
  }

  @Override
  public void apply(SortedBatch batch, long newPosition) {
    long stamp = gate.enter();
    try {
      if (newPosition < position) {
        throw new IllegalArgumentException("position " + newPosition + " is before " + position);
      }
      Transaction transaction = environment.beginExclusiveTransaction();
      try {
        write(transaction, batch);
        stores.position(transaction, newPosition);
        commit(transaction);
        position = newPosition;
      } finally {
        if (!transaction.isFinished()) {
          transaction.abort();
        }
      }
    } finally {
      gate.leave(stamp);
    }
  }

  private void write(Transaction transaction, SortedBatch batch) {
    byte[] previous = null;
    while (batch.next()) {
      byte[] key = batch.key();
      if (previous != null && Arrays.compareUnsigned(previous, key) >= 0) {
        throw new IllegalArgumentException("the batch is not in strictly ascending key order");
      }
      byte[] value = batch.value();
      try {
        if (value == null) {
          stores.remove(transaction, key);
        } else {
          stores.put(transaction, key, value);
        }
      } catch (RuntimeException e) {
        throw XodusErrors.of(e, "applying a batch to " + directory);
      }
      previous = key;
    }
  }

  private void commit(Transaction transaction) {
    try {
      if (!transaction.commit()) {
        throw new ExodusException("an exclusive transaction did not commit");
      }
    } catch (RuntimeException e) {
      throw XodusErrors.of(e, "applying a batch to " + directory);
    }
  }

  @Override
  public EngineSnapshot snapshot() {
    long stamp = gate.enter();
    try {
      XodusSnapshot snapshot =
          new XodusSnapshot(this, stores, environment.beginReadonlyTransaction());
      snapshots.add(snapshot);
      return snapshot;
    } catch (RuntimeException e) {
      throw XodusErrors.of(e, "reading " + directory);
    } finally {
      gate.leave(stamp);
    }
  }

  void closed(XodusSnapshot snapshot) {
    snapshots.remove(snapshot);
  }

  /** Wakes Xodus' collector, which goes on by itself. */
  @Override
  public void compact() {
    long stamp = gate.enter();
    try {
      environment.gc();
    } finally {
      gate.leave(stamp);
    }
  }

  /** The cache is taken as filled as it can be, for Xodus does not tell. */
  @Override
  public EngineStatistics statistics() {
    long stamp = gate.enter();
    try {
      Transaction transaction = environment.beginReadonlyTransaction();
      try {
        long disk = 0;
        for (Path file : logFiles(XodusFormat.data(directory))) {
          disk += file.toFile().length();
        }
        return new EngineStatistics(
            stores.rows().count(transaction), disk, Math.min(disk, cacheBytes));
      } finally {
        transaction.abort();
      }
    } finally {
      gate.leave(stamp);
    }
  }

  /** Reads every row, as there is no other way to check Xodus' trees. */
  @Override
  public List<String> verify() {
    try (EngineSnapshot snapshot = snapshot();
        EngineCursor cursor = snapshot.cursor(new byte[0], null, false)) {
      long rows = 0;
      byte[] previous = null;
      while (cursor.next()) {
        byte[] key = cursor.key();
        if (previous != null && Arrays.compareUnsigned(previous, key) >= 0) {
          return List.of("rows are out of order in " + directory);
        }
        previous = key;
        rows++;
      }
      long expected = statistics().entries();
      return rows == expected
          ? List.of()
          : List.of("%d rows of %d are there in %s".formatted(rows, expected, directory));
    } catch (OrbitException e) {
      if (e.code() == ErrorCode.DATA_CORRUPTED) {
        return List.of(e.getMessage());
      }
      throw e;
    }
  }

  @Override
  public void close() {
    gate.shut(
        () -> {
          snapshots.forEach(XodusSnapshot::close);
          close(environment);
        });
  }

  /** Closing writes what the collector knows; where that fails, the files are closed without. */
  private static void close(Environment environment) {
    try {
      environment.close();
    } catch (RuntimeException e) {
      environment.getEnvironmentConfig().setEnvCloseForcedly(true);
      environment.close();
    }
  }
}
