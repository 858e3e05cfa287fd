package io.orbit.kernel.record;

import io.orbit.api.storage.ExpiryObserver;
import io.orbit.kernel.log.CommitLog;
import io.orbit.kernel.log.Timestamps;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The working set: spaces with their records and versions, the snapshots that need them, the log
 * that makes them durable, and what keeps house over them. Thread-safe.
 */
public final class HotStore {
  private final CommitLog log;
  private final Timestamps clock;
  private final Spaces spaces;
  private final SnapshotRegistry snapshots;
  private final MemoryBudget memory;
  private final ExpiryQueue expiries;
  private final DirtyRecords dirty;
  private final ResidencyFigures figures;
  private final ColdReads cold;
  private final WantedImages images = new WantedImages();
  private volatile @Nullable ExpiryObserver expiryObserver;
  private final VersionGarbage garbage;

  public HotStore(CommitLog log, Timestamps clock, LoadedRecords loaded) {
    this.log = log;
    this.clock = clock;
    this.spaces = loaded.spaces();
    this.memory = loaded.memory();
    this.expiries = loaded.expiries();
    this.dirty = loaded.dirty();
    this.figures = loaded.figures();
    this.cold = new ColdReads(memory, expiries);
    this.snapshots = new SnapshotRegistry(log);
    this.garbage = new VersionGarbage(snapshots, spaces, memory);
    loaded.removed().forEach(garbage::add);
  }

  public CommitLog log() {
    return log;
  }

  public Timestamps clock() {
    return clock;
  }

  public Spaces spaces() {
    return spaces;
  }

  public SnapshotRegistry snapshots() {
    return snapshots;
  }

  public MemoryBudget memory() {
    return memory;
  }

  public ExpiryQueue expiries() {
    return expiries;
  }

  /** Reads records that are not in memory. */
  public ColdReads cold() {
    return cold;
  }

  public ResidencyFigures figures() {
    return figures;
  }

  public DirtyRecords dirty() {
    return dirty;
  }

  public WantedImages images() {
    return images;
  }

  /**
   * After a version was published: counts it, drops what it made superfluous, and takes the record
   * out when nothing is left of it.
   *
   * @param held the lock word of the caller, who holds the record
   * @return true when the record was taken out, and its lock with it
   */
  public boolean settle(
      StoreRecord record, Version installed, @Nullable Version replaced, Object held) {
    boolean existed = replaced != null && !replaced.isTombstone();
    boolean exists = !installed.isTombstone();
    long bytes = installed.bytesHeld() + installed.treeBytes();
    if (replaced == null) {
      bytes += record.bytesHeld();
    } else {
      bytes -= replaced.treeBytes();
    }
    if (existed != exists) {
      record.table().countLiving(exists ? 1 : -1);
    }
    long due = installed.dueAt();
    if (due != 0) {
      expiries.expires(record, due, replaced);
    }
    if (existed && replaced.expiresAt() != 0) {
      showExpired(record, replaced);
    }
    if (replaced == null) {
      record.table().countBytes(bytes, memory);
      if (!exists) {
        garbage.add(record);
      }
      return false;
    }
    long bound = snapshots.bound();
    RecordTable table = record.table();
    if (installed.timestamp() <= bound && replaced.previous() == null) {
      installed.skipTo(null);
      table.countBytes(bytes - replaced.bytesHeld(), memory);
    } else {
      VersionChain.Freed freed = VersionChain.trim(installed, snapshots.living());
      table.countBytes(bytes - freed.bytes(), memory);
      table.countOldVersions(1 - freed.versions());
      if (installed.previous() != null) {
        garbage.add(record);
        return false;
      }
    }
    if (exists) {
      return false;
    }
    boolean gone = garbage.takeOut(record, held, bound);
    if (!gone) {
      garbage.add(record);
    }
    return gone;
  }

  /** See {@link io.orbit.api.storage.Store#observeExpiry}. */
  public void observeExpiry(@Nullable ExpiryObserver observer) {
    expiryObserver = observer;
  }

  /** See {@link ExpiryObserver#elementsExpired}. */
  public void showElementsExpired(int space, byte[] key, boolean last) {
    ExpiryObserver observer = expiryObserver;
    if (observer != null) {
      observer.elementsExpired(space, key, last);
    }
  }

  private void showExpired(StoreRecord record, Version replaced) {
    ExpiryObserver observer = expiryObserver;
    if (observer != null && replaced.isExpired(clock.wallTime())) {
      observer.expired(record.table().space(), record.key());
    }
  }

  /**
   * A place-holder, made for a lock, gets no version; its holder is about to let go, or has.
   *
   * @param held the lock word of the caller, or null when nobody may hold the record
   */
  public boolean abandon(StoreRecord record, @Nullable Object held) {
    return record.head() == null && record.table().remove(record, held, Long.MAX_VALUE);
  }

  /** A checkpoint has ended: what was remembered for it may go. */
  public void checkpointed() {
    garbage.checkpointed();
  }

  /** Drops versions, records, tables and spaces that no snapshot needs any more. */
  public void collectGarbage() {
    garbage.collect();
  }

  /** How many versions are kept for snapshots beside the newest of their records. */
  public long oldVersions() {
    long total = 0;
    for (Space space : spaces.list()) {
      total += space.table().oldVersions();
    }
    return total;
  }

  /** Empties a space; under the log's lock, before the timestamp is published. */
  public void clear(Space space, long timestamp) {
    memory.add(-space.table().bytes());
    space.clear(timestamp);
    noteChange(space);
  }

  /** Drops a space; under the log's lock, before the timestamp is published. */
  public void drop(Space space, long timestamp) {
    memory.add(-space.table().bytes());
    space.drop(timestamp);
    noteChange(space);
  }

  /** An engine has forgotten what it held: the next checkpoint writes all that is in memory. */
  public void writeAgain(String engine) {
    for (Space space : spaces.list()) {
      if (space.isDropped() || !space.isIn(engine)) {
        continue;
      }
      log.lock();
      try {
        dirty.addSpace(space.id(), engine);
        List<DirtyRecords.Single> all = new ArrayList<>();
        Iterator<StoreRecord> records = space.table().all();
        while (records.hasNext()) {
          all.add(new DirtyRecords.Single(records.next(), null, false));
        }
        dirty.addGroup(all);
      } finally {
        log.unlock();
      }
    }
  }

  private void noteChange(Space space) {
    dirty.addSpace(space.id(), space.options().engine());
    String target = space.target();
    if (target != null) {
      dirty.addSpace(space.id(), target);
    }
  }

  public long records() {
    long total = 0;
    for (Space space : spaces.list()) {
      if (!space.isDropped()) {
        total += space.table().living();
      }
    }
    return total;
  }
}
