package io.orbit.kernel.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A part of a table: open addressing with linear probing, homes in the order of the hash, so that a
 * walk in hash order survives any growth. Reading takes no lock; changes hold the stripe's monitor.
 */
final class Stripe {
  /** Stands where a record was removed: the search goes on. */
  private static final StoreRecord REMOVED = new StoreRecord(new byte[0], 0, RecordTable.NONE);

  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(StoreRecord[].class);
  private static final int SMALLEST = 4;

  /** The bits of a hash that chose the stripe. */
  static final int STRIPE_BITS = 6;

  /** Records, and beside them their hashes, so that a probe that misses touches no record. */
  private record Slots(StoreRecord[] records, int[] hashes) {
    Slots(int capacity) {
      this(new StoreRecord[capacity], new int[capacity]);
    }

    int length() {
      return hashes.length;
    }

    @Nullable StoreRecord search(int hash, byte[] key, int offset, int length) {
      int mask = hashes.length - 1;
      int at = home(hash, hashes.length);
      while (true) {
        StoreRecord record = (StoreRecord) SLOT.getAcquire(records, at);
        if (record == null) {
          return null;
        }
        if (hashes[at] == hash && record != REMOVED && record.matches(key, offset, length)) {
          return record;
        }
        at = at + 1 & mask;
      }
    }

    @Nullable StoreRecord likely(int hash) {
      int mask = hashes.length - 1;
      int at = home(hash, hashes.length);
      while (true) {
        StoreRecord record = (StoreRecord) SLOT.getAcquire(records, at);
        if (record == null || hashes[at] == hash && record != REMOVED) {
          return record;
        }
        at = at + 1 & mask;
      }
    }

    int fetch(int hash) {
      int at = home(hash, hashes.length);
      return records[at] == null ? 0 : hashes[at];
    }

    void place(StoreRecord record) {
      int mask = hashes.length - 1;
      int at = home(record.hash(), hashes.length);
      while (SLOT.getAcquire(records, at) != null) {
        at = at + 1 & mask;
      }
      hashes[at] = record.hash();
      SLOT.setRelease(records, at, record);
    }
  }

  private volatile Slots slots = new Slots(SMALLEST);
  private int used;
  private int living;

  @Nullable StoreRecord find(int hash, byte[] key, int offset, int length) {
    return slots.search(hash, key, offset, length);
  }

  /** See {@link RecordFetcher}. */
  int fetchSlot(int hash) {
    return slots.fetch(hash);
  }

  @Nullable StoreRecord likely(int hash) {
    return slots.likely(hash);
  }

  /** The number of the stripe that a hash belongs to. */
  static int of(int hash) {
    return hash >>> 32 - STRIPE_BITS;
  }

  static int home(int hash, int capacity) {
    return (int) ((hash << STRIPE_BITS & 0xFFFFFFFFL) * capacity >>> 32);
  }

  /** The record of a key, made when it is not there. The array is copied for a new one. */
  synchronized StoreRecord findOrAdd(
      RecordTable table, int hash, byte[] key, int offset, int length) {
    StoreRecord found = slots.search(hash, key, offset, length);
    if (found != null) {
      return found;
    }
    byte[] copy = new byte[length];
    System.arraycopy(key, offset, copy, 0, length);
    return add(new StoreRecord(copy, hash, table));
  }

  private StoreRecord add(StoreRecord added) {
    if ((used + 1) * 4 > slots.length() * 3) {
      rebuild();
    }
    slots.place(added);
    used++;
    living++;
    return added;
  }

  /**
   * A record as an engine holds it comes into memory.
   *
   * @param generation that it was read from
   * @return the record that stands for the key then, perhaps another's; null when the generation is
   *     no longer current, so that nobody knows what the record holds
   */
  synchronized @Nullable StoreRecord admit(
      StoreRecord admitted, ColdGeneration generation, Consumer<StoreRecord> counted) {
    byte[] key = admitted.key();
    StoreRecord found = slots.search(admitted.hash(), key, 0, key.length);
    if (found != null && found.head() != null) {
      return found;
    }
    if (!generation.isCurrent()) {
      return null;
    }
    if (found == null) {
      counted.accept(add(admitted));
    }
    return admitted;
  }

  /**
   * Takes out what was not read lately and need not stay.
   *
   * @param newest versions above this timestamp stay
   * @return the heap that became free, less what the filter took
   */
  long evict(Residency residency, long newest, Consumer<StoreRecord> evicted) {
    StoreRecord[] content = slots.records();
    long freed = 0;
    for (int i = 0; i < content.length; i++) {
      StoreRecord record = at(content, i);
      if (record != null && !record.cool()) {
        freed += evict(record, residency, newest, evicted);
      }
    }
    return freed;
  }

  private synchronized long evict(
      StoreRecord record, Residency residency, long newest, Consumer<StoreRecord> evicted) {
    Version head = record.head();
    if (!mayLeave(head, newest) || !record.exchangeLock(null, StoreRecord.DEAD)) {
      return 0;
    }
    if (record.head() != head) {
      revive(record, null);
      return 0;
    }
    long grown = residency.leaves(record, head);
    takeOut(record);
    evicted.accept(record);
    return record.bytesHeld() + head.bytesHeld() + head.treeBytes() - grown;
  }

  /** True for the only version of a record, seen by everybody and held by the engine. */
  private static boolean mayLeave(@Nullable Version head, long newest) {
    return head != null
        && !head.isTombstone()
        && head.previous() == null
        && head.timestamp() > 0
        && head.timestamp() <= newest;
  }

  private static void revive(StoreRecord record, @Nullable Object held) {
    if (!record.exchangeLock(StoreRecord.DEAD, held)) {
      throw new IllegalStateException("a dead record's lock word has changed");
    }
  }

  /**
   * Takes versions out that nobody sees, unless somebody holds the record.
   *
   * @return what became free; null when the record is held
   */
  synchronized VersionChain.@Nullable Freed trim(StoreRecord record, LivingSnapshots living) {
    if (!record.exchangeLock(null, StoreRecord.DEAD)) {
      return null;
    }
    try {
      Version head = record.head();
      return head == null ? VersionChain.Freed.NOTHING : VersionChain.trim(head, living);
    } finally {
      revive(record, null);
    }
  }

  private void rebuild() {
    int capacity = SMALLEST;
    while (capacity < (living + 1) * 2) {
      capacity *= 2;
    }
    Slots fresh = new Slots(capacity);
    for (StoreRecord record : slots.records()) {
      if (record != null && record != REMOVED) {
        fresh.place(record);
      }
    }
    used = living;
    slots = fresh;
  }

  /**
   * Takes a record out if that is still right.
   *
   * @param held the lock word its remover has put there, or null when nobody may hold it
   */
  synchronized boolean remove(StoreRecord record, @Nullable Object held, long bound) {
    if (!record.exchangeLock(held, StoreRecord.DEAD)) {
      return false;
    }
    Version head = record.head();
    boolean needed =
        head != null
            && (!head.isTombstone()
                || head.previous() != null
                || head.timestamp() <= 0
                || head.timestamp() > bound
                || record.table().mustRemember(head.timestamp()));
    if (needed) {
      revive(record, held);
      return false;
    }
    takeOut(record);
    return true;
  }

  private void takeOut(StoreRecord record) {
    record.table().unindex(record);
    StoreRecord[] current = slots.records();
    int mask = current.length - 1;
    int at = home(record.hash(), current.length);
    while (SLOT.getAcquire(current, at) != record) {
      at = at + 1 & mask;
    }
    SLOT.setRelease(current, at, REMOVED);
    living--;
    if (living * 8 < current.length && current.length > 64) {
      rebuild();
    }
  }

  /** Returns once whoever was changing the stripe has finished. */
  synchronized void await() {
    // To have had the monitor is all.
  }

  /** Adds the record to its table's ordered index, once. */
  synchronized void index(StoreRecord record, OrderedIndex index) {
    if (record.lockWord() != StoreRecord.DEAD && !record.isInIndex()) {
      index.add(record);
      record.markInIndex();
    }
  }

  /** How many records are in memory. */
  synchronized int size() {
    return living;
  }

  /** The slots as they are: records that are there all the while are in it. */
  StoreRecord[] content() {
    return slots.records();
  }

  static @Nullable StoreRecord at(StoreRecord[] slots, int index) {
    StoreRecord record = (StoreRecord) SLOT.getAcquire(slots, index);
    return record == REMOVED ? null : record;
  }

  /** True where a run of probes ends. */
  static boolean isFree(StoreRecord[] slots, int index) {
    return SLOT.getAcquire(slots, index) == null;
  }
}
