package io.orbit.kernel.record;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What recovery finds in engines and log, before the log takes new commits. One thread.
 *
 * @param spaces all spaces with their records
 * @param memory what they take
 * @param expiries those that will expire
 * @param dirty those that the engines do not hold yet
 * @param figures counts from zero
 * @param removed those that are known because the engines hold what they were before
 */
public record LoadedRecords(
    Spaces spaces,
    MemoryBudget memory,
    ExpiryQueue expiries,
    DirtyRecords dirty,
    ResidencyFigures figures,
    List<StoreRecord> removed) {
  public LoadedRecords(long hashSeed, long memoryLimit) {
    this(
        new Spaces(hashSeed),
        new MemoryBudget(memoryLimit),
        new ExpiryQueue(),
        new DirtyRecords(),
        new ResidencyFigures(),
        new ArrayList<>());
  }

  /** The newest version of a record, or null; never a tombstone. */
  public @Nullable Version find(RecordTable table, byte[] key) {
    StoreRecord record = table.isPartial() ? held(table, key) : table.find(key, 0, key.length);
    Version head = record == null ? null : record.head();
    if (record != null && head == null) {
      boolean ignored = table.remove(record, null, Long.MAX_VALUE);
    }
    return head == null || head.isTombstone() ? null : head;
  }

  /** The record of a key, with what its engine holds where it was not in memory. */
  private StoreRecord held(RecordTable table, byte[] key) {
    StoreRecord record = table.findOrAdd(key, 0, key.length);
    new ColdReads(memory, expiries).load(record);
    return record;
  }

  /** The table's records beyond those loaded stay in the engine. */
  public void leave(RecordTable table, ColdSource source, long living) {
    Residency residency = new Residency(source, figures, living);
    table.track(residency);
    residency.becomePartial(null);
    table.countLiving(living - table.living());
  }

  /** A record that an engine holds. */
  public void load(RecordTable table, byte[] key, Version version) {
    install(table.findOrAdd(key, 0, key.length), version);
  }

  /** A record that a commit in the log changed. */
  public void replay(RecordTable table, byte[] key, Version version) {
    StoreRecord record = held(table, key);
    dirty.add(record, record.head());
    if (version.isTombstone()) {
      remove(record, version);
    } else {
      install(record, version);
    }
  }

  private void install(StoreRecord record, Version version) {
    RecordTable table = record.table();
    Version replaced = record.head();
    boolean existed = replaced != null && !replaced.isTombstone();
    if (!existed) {
      table.countLiving(1);
    }
    if (replaced == null) {
      table.countBytes(record.bytesHeld(), memory);
      table.index(record);
    }
    record.setHead(version);
    table.countBytes(weigh(version) - weigh(replaced), memory);
    long due = version.dueAt();
    if (due != 0) {
      expiries.expires(record, due, replaced);
    }
  }

  private void remove(StoreRecord record, Version tombstone) {
    RecordTable table = record.table();
    Version replaced = record.head();
    if (replaced != null && !replaced.isTombstone()) {
      table.countLiving(-1);
    }
    if (table.isPartial()) {
      keepRemoval(record, replaced, tombstone);
      return;
    }
    if (replaced != null) {
      long freed = record.bytesHeld() + weigh(replaced);
      table.countBytes(-freed, memory);
    }
    record.setHead(tombstone);
    boolean removed = table.remove(record, null, Long.MAX_VALUE);
    if (!removed) {
      throw new IllegalStateException("a record is in use during recovery");
    }
  }

  /** The engine holds what was removed, so that must stay known. */
  private void keepRemoval(StoreRecord record, @Nullable Version replaced, Version tombstone) {
    long head = replaced == null ? record.bytesHeld() : 0;
    record.setHead(tombstone);
    record.table().countBytes(head + weigh(tombstone) - weigh(replaced), memory);
    removed.add(record);
  }

  private static long weigh(@Nullable Version version) {
    return version == null ? 0 : version.bytesHeld() + version.treeBytes();
  }

  /** A space was cleared by a commit in the log. */
  public void clear(Space space, long timestamp) {
    memory.add(-space.table().bytes());
    space.clear(timestamp);
    space.table().forgetBefore();
    dirty.addSpace(space.id(), space.options().engine());
  }

  /** A space was dropped by a commit in the log. */
  public void drop(Space space) {
    memory.add(-space.table().bytes());
    spaces.remove(space);
    dirty.addSpace(space.id(), space.options().engine());
  }
}
