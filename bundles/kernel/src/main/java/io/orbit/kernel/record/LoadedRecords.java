package io.orbit.kernel.record;

import org.jspecify.annotations.Nullable;

/**
 * What recovery finds in engines and log, before the log takes new commits. One thread.
 *
 * @param spaces all spaces with their records
 * @param memory what they take
 * @param expiries those that will expire
 * @param dirty those that the engines do not hold yet
 */
public record LoadedRecords(
    Spaces spaces, MemoryBudget memory, ExpiryQueue expiries, DirtyRecords dirty) {
  public LoadedRecords(long hashSeed, long memoryLimit) {
    this(
        new Spaces(hashSeed), new MemoryBudget(memoryLimit), new ExpiryQueue(), new DirtyRecords());
  }

  /** The newest version of a record, or null; never a tombstone. */
  public @Nullable Version find(RecordTable table, byte[] key) {
    StoreRecord record = table.find(key, 0, key.length);
    return record == null ? null : record.head();
  }

  /** A record that an engine holds. */
  public void load(RecordTable table, byte[] key, Version version) {
    install(table.findOrAdd(key, 0, key.length), version);
  }

  /** A record that a commit in the log changed. */
  public void replay(RecordTable table, byte[] key, Version version) {
    StoreRecord record = table.findOrAdd(key, 0, key.length);
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
    if (replaced == null) {
      table.countLiving(1);
      table.countBytes(StoreRecord.OVERHEAD + record.key().length, memory);
      table.index(record);
    }
    record.setHead(version);
    table.countBytes(weigh(version) - weigh(replaced), memory);
    if (version.expiresAt() != 0) {
      expiries.expires(record, version.expiresAt(), replaced);
    }
  }

  private void remove(StoreRecord record, Version tombstone) {
    RecordTable table = record.table();
    Version replaced = record.head();
    if (replaced != null) {
      table.countLiving(-1);
      long freed = StoreRecord.OVERHEAD + record.key().length + weigh(replaced);
      table.countBytes(-freed, memory);
    }
    record.setHead(tombstone);
    boolean removed = table.remove(record, null, Long.MAX_VALUE);
    if (!removed) {
      throw new IllegalStateException("a record is in use during recovery");
    }
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
