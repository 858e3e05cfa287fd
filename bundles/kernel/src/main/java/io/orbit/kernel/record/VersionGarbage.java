package io.orbit.kernel.record;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Records that keep something for snapshots: older versions, or a removal. What a snapshot holds
 * back is looked at again when that snapshot has ended, so a long reader costs no work.
 * Thread-safe.
 */
final class VersionGarbage {
  /** Once in so many rounds all are looked at, whatever they wait for. */
  private static final int WHOLE_ROUND = 64;

  private static final long NOTHING_LEFT = 0;
  private static final long AGAIN = -1;

  private final SnapshotRegistry snapshots;
  private final Spaces spaces;
  private final MemoryBudget memory;
  private final ConcurrentLinkedQueue<StoreRecord> found = new ConcurrentLinkedQueue<>();

  /** Removed records that their engines must hear of first. */
  private final ConcurrentLinkedQueue<StoreRecord> remembered = new ConcurrentLinkedQueue<>();

  /** By the snapshot that holds something of them back. */
  private final Map<Long, List<StoreRecord>> heldBack = new TreeMap<>();

  private int rounds;

  VersionGarbage(SnapshotRegistry snapshots, Spaces spaces, MemoryBudget memory) {
    this.snapshots = snapshots;
    this.spaces = spaces;
    this.memory = memory;
  }

  /** Somebody may still need something of the record that is superfluous later. */
  void add(StoreRecord record) {
    if (record.markGarbage()) {
      found.add(record);
    }
  }

  /** A checkpoint has ended: what was remembered for it may go. */
  void checkpointed() {
    for (StoreRecord next = remembered.poll(); next != null; next = remembered.poll()) {
      found.add(next);
    }
  }

  /** Drops what nobody needs any more. */
  synchronized void collect() {
    LivingSnapshots living = snapshots.living();
    spaces.forget(living.oldest());
    for (StoreRecord record : due(living)) {
      record.clearGarbage();
      long until = collect(record, living);
      if (until == AGAIN) {
        add(record);
      } else if (until != NOTHING_LEFT && record.markGarbage()) {
        heldBack.computeIfAbsent(until, ignored -> new ArrayList<>()).add(record);
      }
    }
  }

  private List<StoreRecord> due(LivingSnapshots living) {
    List<StoreRecord> due = new ArrayList<>();
    for (StoreRecord next = found.poll(); next != null; next = found.poll()) {
      due.add(next);
    }
    boolean all = ++rounds % WHOLE_ROUND == 0;
    Iterator<Map.Entry<Long, List<StoreRecord>>> waiting = heldBack.entrySet().iterator();
    while (waiting.hasNext()) {
      Map.Entry<Long, List<StoreRecord>> next = waiting.next();
      if (all || !living.contains(next.getKey())) {
        due.addAll(next.getValue());
        waiting.remove();
      }
    }
    return due;
  }

  /** The snapshot to wait for, or what else is to be done. */
  private long collect(StoreRecord record, LivingSnapshots living) {
    RecordTable table = record.table();
    if (record.lockWord() == StoreRecord.DEAD || table.isDetached()) {
      return NOTHING_LEFT;
    }
    Version head = record.head();
    if (head == null || head.previous() == null && !head.isTombstone()) {
      return NOTHING_LEFT;
    }
    if (!table.trim(record, living, memory)) {
      return AGAIN;
    }
    if (head.previous() != null) {
      return waitFor(head, living);
    }
    return head.isTombstone() ? removed(record, head, living) : NOTHING_LEFT;
  }

  private static long waitFor(Version head, LivingSnapshots living) {
    long commit = head.timestamp();
    long newest = commit <= 0 ? 0 : living.newestBefore(commit);
    return newest == 0 ? AGAIN : newest;
  }

  private long removed(StoreRecord record, Version head, LivingSnapshots living) {
    if (head.timestamp() <= 0 || head.timestamp() > living.oldest()) {
      return waitFor(head, living);
    }
    if (record.table().mustRemember(head.timestamp())) {
      if (record.markGarbage()) {
        remembered.add(record);
      }
      return NOTHING_LEFT;
    }
    return takeOut(record, null, living.oldest()) ? NOTHING_LEFT : AGAIN;
  }

  /**
   * Takes a record out of which a removal is all that is left, if that is still so.
   *
   * @param held the lock word of the caller, or null when nobody may hold the record
   */
  boolean takeOut(StoreRecord record, @Nullable Object held, long bound) {
    if (!record.table().remove(record, held, bound)) {
      return false;
    }
    Version head = record.head();
    long bytes = record.bytesHeld();
    record.table().countBytes(-(head == null ? bytes : bytes + head.bytesHeld()), memory);
    return true;
  }
}
