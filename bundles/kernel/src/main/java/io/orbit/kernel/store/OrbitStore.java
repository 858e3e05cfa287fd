package io.orbit.kernel.store;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.feed.ChangeFeeds;
import io.orbit.api.storage.Durability;
import io.orbit.api.storage.ExpiryObserver;
import io.orbit.api.storage.NamedLocks;
import io.orbit.api.storage.ReadView;
import io.orbit.api.storage.RecordOperation;
import io.orbit.api.storage.RecordPrefetch;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.Snapshot;
import io.orbit.api.storage.StorageEngineFactory;
import io.orbit.api.storage.StorageMove;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.StoreFormat;
import io.orbit.api.storage.StoreStatistics;
import io.orbit.api.storage.StoredEngine;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.Wait;
import io.orbit.api.storage.WaitingLock;
import io.orbit.kernel.backup.BackupSource;
import io.orbit.kernel.bytes.ByteWriter;
import io.orbit.kernel.checkpoint.Checkpointer;
import io.orbit.kernel.checkpoint.Engines;
import io.orbit.kernel.checkpoint.Recovery;
import io.orbit.kernel.checkpoint.SpaceMover;
import io.orbit.kernel.feed.StoreFeeds;
import io.orbit.kernel.log.CommitLog;
import io.orbit.kernel.log.DurabilityQueue;
import io.orbit.kernel.log.LogFlusher;
import io.orbit.kernel.log.LogFormat;
import io.orbit.kernel.log.LogIdentity;
import io.orbit.kernel.log.LogRetention;
import io.orbit.kernel.log.Timestamps;
import io.orbit.kernel.record.ChangeFormat;
import io.orbit.kernel.record.Evictor;
import io.orbit.kernel.record.HotStore;
import io.orbit.kernel.record.LatestView;
import io.orbit.kernel.record.LoadedRecords;
import io.orbit.kernel.record.RecordFetcher;
import io.orbit.kernel.record.SnapshotView;
import io.orbit.kernel.record.Space;
import io.orbit.kernel.store.StoreConfiguration.Background;
import io.orbit.kernel.transaction.TransactionSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The store: hot records, commit log, engines behind, and the threads that sync, check point and
 * expire. Open one per data folder; close it for a clean stop (a checkpoint and a closed log).
 */
public final class OrbitStore implements Store, AutoCloseable {
  private final @Nullable DirectoryLock directoryLock;
  private final StoreConfiguration configuration;
  private final HotStore hot;
  private final CommitLog log;
  private final Engines engines;
  private final TransactionSystem transactions;
  private final Checkpointer checkpointer;
  private final SpaceMover mover;
  private final Evictor evictor;
  private final Upkeep upkeep;
  private final @Nullable LogFlusher flusher;
  private final LatestView latest;
  private final Recovery recovery;
  private final CursorRandom random;
  private final long logId;
  private final StoreFeeds feeds;
  private boolean closed;

  private OrbitStore(StoreConfiguration configuration) {
    this.configuration = configuration;
    directoryLock =
        hasThreads(configuration) ? DirectoryLock.take(configuration.directory()) : null;
    try {
      StoreFile.require(configuration.disk(), configuration.backend());
    } catch (OrbitException e) {
      unlock();
      throw e;
    }
    engines =
        new Engines(configuration.directory(), configuration.engines(), configuration.cacheBytes());
    LoadedRecords loaded = new LoadedRecords(configuration.hashSeed(), configuration.memoryLimit());
    CommitLog opened = null;
    try {
      recovery = Recovery.run(configuration.disk(), engines, configuration.backend(), loaded);
      Timestamps clock = new Timestamps(configuration.millis());
      clock.seen(recovery.timestamp());
      flusher =
          configuration.background() == Background.CALLER
              ? null
              : new LogFlusher(configuration.scheduler(), hasThreads(configuration));
      opened =
          new CommitLog(
              configuration.disk(),
              configuration.segmentBytes(),
              clock,
              recovery.end(),
              recovery.timestamp(),
              flusher == null ? DurabilityQueue.INLINE : flusher,
              new LogRetention(configuration.retention()));
      log = opened;
      logId = identify(configuration);
      log.rollbackAbandoned(recovery.abandoned());
      hot = new HotStore(log, clock, loaded);
    } catch (RuntimeException e) {
      engines.close();
      unlock();
      throw e;
    }
    checkpointer = new Checkpointer(hot, engines, configuration.backend());
    mover = new SpaceMover(hot, engines, checkpointer, configuration.backend(), this::follow);
    evictor = new Evictor(hot, mover::source, checkpointer::run, hasThreads(configuration));
    transactions =
        new TransactionSystem(hot, configuration.scheduler(), this::requireEngine, mover::copy);
    hot.memory().reclaimBy(evictor);
    latest = new LatestView(hot);
    random = new CursorRandom(configuration.hashSeed());
    feeds = new StoreFeeds(this, log, logId, hot.images());
    upkeep = new Upkeep(this, configuration);
    if (flusher != null && hasThreads(configuration)) {
      flusher.start(log);
      upkeep.start();
    }
  }

  private static boolean hasThreads(StoreConfiguration configuration) {
    return configuration.background() == Background.THREADS;
  }

  /**
   * Opens the store in a data folder, recovering what is there.
   *
   * @throws OrbitException DATA_CORRUPTED, CANNOT_CONNECT_NOW (a newer format, another backend, an
   *     engine that is not installed), DISK_FULL, IO_ERROR
   */
  public static OrbitStore open(StoreConfiguration configuration) {
    return new OrbitStore(configuration);
  }

  /** Which log this is: a new one where there was none, or where the old one was forgotten. */
  private long identify(StoreConfiguration configuration) {
    boolean isKept = !engines.hasForgotten(configuration.backend());
    Optional<Long> known = isKept ? LogIdentity.read(configuration.disk()) : Optional.<Long>empty();
    if (known.isPresent()) {
      return known.get();
    }
    long id = new SplittableRandom(configuration.hashSeed()).nextLong();
    LogIdentity.write(configuration.disk(), id);
    return id;
  }

  @Override
  public ChangeFeeds feeds() {
    return feeds;
  }

  /** What opening found. */
  public Recovery recovery() {
    return recovery;
  }

  private void requireEngine(String name) {
    if (engines.isOpen(name)) {
      return;
    }
    for (int stray : engines.require(name, log.endPosition(), log.visibleTimestamp())) {
      log.lock();
      try {
        hot.dirty().addSpace(stray, name);
      } finally {
        log.unlock();
      }
    }
  }

  private void follow(Space space) {
    evictor.follow(space);
  }

  @Override
  public Transaction begin(TransactionOptions options) {
    return transactions.begin(options);
  }

  @Override
  public Snapshot snapshot() {
    return new SnapshotView(hot);
  }

  @Override
  public ReadView latest() {
    return latest;
  }

  @Override
  public RecordOperation operation() {
    return transactions.operation();
  }

  @Override
  public NamedLocks namedLocks(String holder) {
    return transactions.namedLocks(holder);
  }

  @Override
  public RecordPrefetch prefetch() {
    return new RecordFetcher(hot);
  }

  @Override
  public long walk(int space, long cursor, int count, KeyVisitor visitor) {
    RecordView view = new RecordView();
    return latest.walk(space, cursor, count, view, visitor);
  }

  @Override
  public long randomCursor(int space) {
    return random.nextCursor();
  }

  @Override
  public long lastChange(int space, byte[] key) {
    return latest.lastChange(space, key);
  }

  @Override
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    OrbitException failure = log.failure();
    if (failure != null) {
      problems.add(failure.getMessage() + " Check the disk, then restart.");
    }
    for (String missing : engines.missing()) {
      problems.add(
          "The storage engine \""
              + missing
              + "\" is missing; what is due in it stays in the log."
              + " Install orbit-storage-"
              + missing
              + " again.");
    }
    OrbitException checkpoint = upkeep.failure();
    if (checkpoint != null) {
      problems.add(
          "The last checkpoint failed and is tried again; until then the log grows: "
              + checkpoint.getMessage());
    }
    return problems;
  }

  @Override
  public void observeExpiry(@Nullable ExpiryObserver observer) {
    hot.observeExpiry(observer);
  }

  @Override
  public long count(int space) {
    Space found = hot.spaces().find(space);
    return found == null || found.isDropped() ? 0 : found.table().living();
  }

  @Override
  public long oldVersions(int space) {
    Space found = hot.spaces().find(space);
    return found == null || found.isDropped() ? 0 : found.table().oldVersions();
  }

  @Override
  public long clear(int space, Durability durability) {
    Space target = hot.spaces().require(space);
    if (target.options().ordered()) {
      throw new OrbitException(
          ErrorCode.FEATURE_NOT_SUPPORTED, "Only spaces without order can be cleared at once");
    }
    ByteWriter buffer = log.newBuffer(null);
    ChangeFormat.clearSpace(buffer, space, target.options().engine());
    CRC32C checksum = CommitLog.checksum(buffer);
    return transactions.clear(
        space,
        () -> {
          long timestamp =
              log.append(LogFormat.COMMIT, buffer, checksum, durability == Durability.ALWAYS);
          hot.clear(target, timestamp);
          log.publish(timestamp);
          return timestamp;
        });
  }

  @Override
  public @Nullable Wait durable(long commitTimestamp) {
    return log.durable(commitTimestamp);
  }

  @Override
  public long visibleTimestamp() {
    return log.visibleTimestamp();
  }

  @Override
  public void checkpoint() {
    checkpointer.run();
  }

  /** One round of what the background threads do: expire, drop garbage, check point when due. */
  public void upkeep() {
    upkeep.round();
  }

  /**
   * One round of group commit: syncs the log and lets go on who waited for it. For simulations,
   * which have no thread that does it.
   */
  public void flush() {
    LogFlusher rounds = flusher;
    if (rounds != null) {
      rounds.round(log);
    }
  }

  /**
   * Takes records out of memory, those not read lately first, until no more than that many bytes
   * are used or nothing else can leave; may write a checkpoint.
   *
   * @return false when more is used by what cannot leave
   */
  public boolean shrink(long bytes) {
    return evictor.reclaim(bytes);
  }

  /** Looks after the memory budget, which may write a checkpoint. */
  void keepBudget() {
    evictor.round();
  }

  /** An engine has become available while the store runs. */
  public void engineAdded(StorageEngineFactory factory) {
    if (engines.resume(factory, log.endPosition(), log.visibleTimestamp())) {
      hot.writeAgain(factory.name());
    }
  }

  /** An engine is about to go while the store runs: commits go on, its checkpoints wait. */
  public void engineRemoved(String name) {
    if (usesEngine(name)) {
      engines.detach(name);
    } else {
      engines.forget(name);
    }
  }

  /** Whether something of this store is kept in the engine. */
  boolean usesEngine(String name) {
    return configuration.backend().equals(name)
        || hot.spaces().list().stream().anyMatch(space -> !space.isDropped() && space.isIn(name));
  }

  @Override
  public void pin(Set<Integer> spaces) {
    evictor.pin(spaces);
  }

  @Override
  public void requirePinnable(Set<Integer> spaces) {
    evictor.requirePinnable(spaces);
  }

  @Override
  public List<StorageMove> moves() {
    return mover.moves().stream()
        .map(
            move ->
                new StorageMove(
                    move.space().id(), move.from(), move.to(), move.copied(), move.total()))
        .toList();
  }

  @Override
  public List<WaitingLock> waitingLocks() {
    return transactions.waitingLocks();
  }

  /** What it is made of, for those who copy it. */
  public BackupSource backupSource() {
    return new BackupSource(
        hot, engines, configuration.disk(), configuration.backend(), logId, this::checkpoint);
  }

  HotStore hot() {
    return hot;
  }

  long checkpointPosition() {
    return engines.position();
  }

  @Override
  public List<StoredEngine> engines() {
    return engines.states();
  }

  @Override
  public StoreFormat format() {
    return new StoreFormat(log.format(), CommitLog.newestFormat());
  }

  @Override
  public void confirmFormat() {
    log.upgradeFormat();
    log.sync();
  }

  @Override
  public StoreStatistics statistics() {
    long oldest = hot.snapshots().oldest();
    long age = oldest == 0 ? 0 : Math.max(0, hot.clock().wallTime() - Timestamps.toMillis(oldest));
    return new StoreStatistics(
        hot.records(),
        hot.memory().used(),
        log.bytesOnDisk(),
        log.endPosition(),
        log.durablePosition(),
        engines.position(),
        transactions.active(),
        age,
        hot.oldVersions(),
        transactions.commits(),
        transactions.rollbacks(),
        transactions.deadlocks(),
        transactions.serializationFailures(),
        hot.figures().hits(),
        hot.figures().misses(),
        hot.figures().coldReads(),
        hot.figures().evictions());
  }

  /** Stops the threads, writes a checkpoint, closes log and engines. Further calls do nothing. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    feeds.close();
    upkeep.stop();
    try {
      checkpointer.run();
    } finally {
      if (flusher != null) {
        flusher.close();
      }
      log.close();
      engines.close();
      unlock();
    }
  }

  private void unlock() {
    if (directoryLock != null) {
      directoryLock.close();
    }
  }
}
