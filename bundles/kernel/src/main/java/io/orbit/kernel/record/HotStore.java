package io.orbit.kernel.record;

import io.orbit.api.storage.ExpiryObserver;
import io.orbit.kernel.log.CommitLog;
import io.orbit.kernel.log.Timestamps;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
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
  private final ConcurrentLinkedQueue<StoreRecord> garbage = new ConcurrentLinkedQueue<>();

  /** Removed records that their engines must hear of first. */
  private final ConcurrentLinkedQueue<StoreRecord> remembered = new ConcurrentLinkedQueue<>();

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
    loaded.removed().forEach(this::collectLater);
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
        collectLater(record);
      }
      return false;
    }
    long bound = snapshots.bound();
    Version needed = installed.visibleAt(bound);
    long freed = needed == null ? 0 : needed.dropPrevious();
    record.table().countBytes(bytes - freed, memory);
    if (needed == installed) {
      return !exists && takeOut(record, held, bound);
    }
    collectLater(record);
    return false;
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

  private boolean takeOut(StoreRecord record, @Nullable Object held, long bound) {
    if (!record.table().remove(record, held, bound)) {
      collectLater(record);
      return false;
    }
    return released(record);
  }

  /**
   * A place-holder, made for a lock, gets no version; its holder is about to let go, or has.
   *
   * @param held the lock word of the caller, or null when nobody may hold the record
   */
  public boolean abandon(StoreRecord record, @Nullable Object held) {
    return record.head() == null && record.table().remove(record, held, Long.MAX_VALUE);
  }

  private void collectLater(StoreRecord record) {
    if (record.markGarbage()) {
      garbage.add(record);
    }
  }

  /** A checkpoint has ended: what was remembered for it may go. */
  public void checkpointed() {
    for (StoreRecord next = remembered.poll(); next != null; next = remembered.poll()) {
      garbage.add(next);
    }
  }

  /** Drops versions, records, tables and spaces that no snapshot needs any more. */
  public void collectGarbage() {
    long bound = snapshots.bound();
    spaces.forget(bound);
    List<StoreRecord> found = new ArrayList<>();
    StoreRecord next = garbage.poll();
    while (next != null) {
      found.add(next);
      next = garbage.poll();
    }
    for (StoreRecord record : found) {
      record.clearGarbage();
      if (!collect(record, bound)) {
        collectLater(record);
      }
    }
  }

  /** True when nothing superfluous is left. */
  private boolean collect(StoreRecord record, long bound) {
    if (record.lockWord() == StoreRecord.DEAD || record.table().isDetached()) {
      return true;
    }
    Version head = record.head();
    if (head == null) {
      return true;
    }
    Version needed = head.visibleAt(bound);
    if (needed == null) {
      return head.previous() == null;
    }
    record.table().countBytes(-needed.dropPrevious(), memory);
    if (needed != head) {
      return false;
    }
    if (head.isTombstone() && record.table().mustRemember(head.timestamp())) {
      if (record.markGarbage()) {
        remembered.add(record);
      }
      return true;
    }
    return !head.isTombstone() || record.table().remove(record, null, bound) && released(record);
  }

  private boolean released(StoreRecord record) {
    Version head = record.head();
    long held = record.bytesHeld();
    long freed = head == null ? held : held + head.bytesHeld();
    record.table().countBytes(-freed, memory);
    return true;
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
