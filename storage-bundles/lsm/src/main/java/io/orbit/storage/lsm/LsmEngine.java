package io.orbit.storage.lsm;

import io.orbit.api.storage.DiskErrors;
import io.orbit.api.storage.EngineFormat;
import io.orbit.api.storage.EngineGate;
import io.orbit.api.storage.EngineSnapshot;
import io.orbit.api.storage.EngineStatistics;
import io.orbit.api.storage.SortedBatch;
import io.orbit.api.storage.StorageEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.IngestExternalFileOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * A RocksDB database that is only ever written by ingesting whole tables: so a batch costs no
 * second copy in a log or in memory, and one that fails leaves the database as it was.
 */
final class LsmEngine implements StorageEngine {
  /** RocksDB does not hold back ingestion as it does writes, so this many tables make us wait. */
  private static final int MOST_UNSORTED_TABLES = 32;

  private static final long COMPACTION_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final Path directory;
  private final LsmOptions options;
  private final RocksDB database;
  private final EngineGate gate = new EngineGate(LsmErrors::closed);
  private final Set<LsmSnapshot> snapshots = ConcurrentHashMap.newKeySet();

  /** While tables are taken in, a new snapshot's sequence number could be ahead of the tables. */
  private final ReentrantLock ingestion = new ReentrantLock();

  private final AtomicLong tableNumbers = new AtomicLong();
  private volatile long position;

  private LsmEngine(Path directory, LsmOptions options, RocksDB database) {
    this.directory = directory;
    this.options = options;
    this.database = database;
  }

  static LsmEngine open(Path directory, long cacheBytes) {
    Optional<EngineFormat> found = EngineFormat.read(directory);
    found.ifPresent(format -> LsmFormat.FORMAT.requireReadable(format, directory));
    LsmEngine engine = openDatabase(directory, cacheBytes, found.isEmpty());
    try {
      engine.emptyIncoming();
      if (found.isEmpty()) {
        engine.create();
      } else {
        engine.position = LsmFormat.decodePosition(engine.read(LsmFormat.positionKey()));
      }
      return engine;
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  private static LsmEngine openDatabase(Path directory, long cacheBytes, boolean create) {
    loadLibrary();
    LsmOptions options = null;
    try {
      options = new LsmOptions(cacheBytes, create);
      String data = LsmFormat.data(directory).toString();
      return new LsmEngine(directory, options, RocksDB.open(options.options(), data));
    } catch (RocksDBException e) {
      if (options != null) {
        options.close();
      }
      throw LsmErrors.opening(e, "opening " + directory);
    }
  }

  private static void loadLibrary() {
    try {
      RocksDB.loadLibrary();
    } catch (RuntimeException | LinkageError e) {
      throw LsmErrors.noLibrary(e);
    }
  }

  private void emptyIncoming() {
    Path incoming = LsmFormat.incoming(directory);
    try {
      Files.createDirectories(incoming);
      try (Stream<Path> left = Files.list(incoming)) {
        for (Path file : left.toList()) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw DiskErrors.of(e, "emptying " + incoming);
    }
  }

  /** Completes a new directory, or one whose creation was interrupted. */
  private void create() {
    byte[] old = read(LsmFormat.positionKey());
    if (old != null && LsmFormat.decodePosition(old) != 0) {
      throw LsmErrors.corrupted(directory.resolve(EngineFormat.FILE_NAME) + " is missing");
    }
    try (BatchTables tables = newTables()) {
      ingest(tables.write(new EmptyBatch(), 0), 0);
    } catch (RocksDBException e) {
      throw LsmErrors.of(e, "creating " + directory);
    }
    LsmFormat.FORMAT.write(directory);
  }

  private byte @Nullable [] read(byte[] key) {
    try {
      return database.get(key);
    } catch (RocksDBException e) {
      throw LsmErrors.opening(e, "reading " + directory);
    }
  }

  private BatchTables newTables() {
    return new BatchTables(LsmFormat.incoming(directory), options.options(), tableNumbers);
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
    try (BatchTables tables = newTables()) {
      if (newPosition < position) {
        throw new IllegalArgumentException("position " + newPosition + " is before " + position);
      }
      List<String> files = tables.write(batch, newPosition);
      awaitCompaction();
      ingest(files, newPosition);
    } catch (RocksDBException e) {
      throw LsmErrors.of(e, "applying a batch to " + directory);
    } finally {
      gate.leave(stamp);
    }
  }

  private void ingest(List<String> files, long newPosition) throws RocksDBException {
    ingestion.lock();
    try (IngestExternalFileOptions how = new IngestExternalFileOptions().setMoveFiles(true)) {
      database.ingestExternalFile(files, how);
      position = newPosition;
    } finally {
      ingestion.unlock();
    }
  }

  private void awaitCompaction() throws RocksDBException {
    long errors = property("rocksdb.background-errors");
    while (property("rocksdb.num-files-at-level0") >= MOST_UNSORTED_TABLES
        && property("rocksdb.background-errors") == errors) {
      LockSupport.parkNanos(COMPACTION_POLL_NANOS);
    }
  }

  private long property(String name) throws RocksDBException {
    return Long.parseLong(database.getProperty(name));
  }

  @Override
  public EngineSnapshot snapshot() {
    long stamp = gate.enter();
    try {
      ingestion.lock();
      try {
        LsmSnapshot snapshot = new LsmSnapshot(this, database, position);
        snapshots.add(snapshot);
        return snapshot;
      } finally {
        ingestion.unlock();
      }
    } finally {
      gate.leave(stamp);
    }
  }

  void closed(LsmSnapshot snapshot) {
    snapshots.remove(snapshot);
  }

  @Override
  public void compact() {
    long stamp = gate.enter();
    try {
      database.compactRange();
    } catch (RocksDBException e) {
      throw LsmErrors.of(e, "compacting " + directory);
    } finally {
      gate.leave(stamp);
    }
  }

  /** Entries are RocksDB's estimate; memory is the block cache and the tables' open readers. */
  @Override
  public EngineStatistics statistics() {
    long stamp = gate.enter();
    try {
      return new EngineStatistics(
          Math.max(0, property("rocksdb.estimate-num-keys") - 1),
          DirectorySize.of(directory),
          property("rocksdb.block-cache-usage")
              + property("rocksdb.estimate-table-readers-mem")
              + property("rocksdb.cur-size-all-mem-tables"));
    } catch (RocksDBException e) {
      throw LsmErrors.of(e, "measuring " + directory);
    } finally {
      gate.leave(stamp);
    }
  }

  @Override
  public List<String> verify() {
    long stamp = gate.enter();
    try {
      database.verifyChecksum();
      return List.of();
    } catch (RocksDBException e) {
      return List.of(String.valueOf(e.getMessage()));
    } finally {
      gate.leave(stamp);
    }
  }

  @Override
  public void close() {
    gate.shut(this::release);
  }

  private void release() {
    snapshots.forEach(LsmSnapshot::close);
    database.cancelAllBackgroundWork(true);
    database.close();
    options.close();
  }
}
