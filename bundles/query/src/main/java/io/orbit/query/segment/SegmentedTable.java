package io.orbit.query.segment;

import io.orbit.api.catalog.Collection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The segments of one table: slots that follow each other over all its keys. Thread-safe. */
final class SegmentedTable {
  private final Collection collection;
  private final int fullRows;
  private List<Slot> slots;

  /** Keys that were changed since a segment is being built; null while none is. */
  private @Nullable List<byte[]> recorded;

  private boolean gone;
  private volatile boolean whole;
  private volatile long lastUsedNanos = System.nanoTime();

  /**
   * @param fullRows the most rows that a segment has
   */
  SegmentedTable(Collection collection, int fullRows) {
    this.collection = collection;
    this.fullRows = fullRows;
    slots = new ArrayList<>(List.of(Slot.whole(fullRows)));
  }

  Collection collection() {
    return collection;
  }

  /** Whether its segments have the columns of a table. */
  boolean fits(Collection table) {
    return table.space() == collection.space()
        && table.schemaVersion() == collection.schemaVersion()
        && table.columns().size() == collection.columns().size();
  }

  long lastUsedNanos() {
    return lastUsedNanos;
  }

  /** A record was written or removed. */
  synchronized void change(byte[] key) {
    slots.get(slotOf(key)).change(key);
    if (recorded != null) {
      recorded.add(key);
    }
  }

  /** All records are gone, or the table is. */
  synchronized void clear() {
    gone = true;
    slots = new ArrayList<>(List.of(Slot.whole(fullRows)));
  }

  /** It was cleared, and is to be forgotten. */
  synchronized boolean isGone() {
    return gone;
  }

  /** Whether all of its rows have been in segments once. */
  boolean isWhole() {
    return whole;
  }

  /** All of its rows are in segments. @return true when that is new */
  synchronized boolean becomesWhole() {
    boolean before = whole;
    whole = !gone;
    return !before && !gone;
  }

  private int slotOf(byte[] key) {
    int low = 0;
    int high = slots.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (Arrays.compareUnsigned(slots.get(middle).from(), key) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** All slots as they are now. */
  synchronized List<SlotView> view() {
    lastUsedNanos = System.nanoTime();
    return slots.stream().map(Slot::view).toList();
  }

  synchronized long bytes() {
    return slots.stream().mapToLong(Slot::bytes).sum();
  }

  /** How many segments there are, how many rows in them, and how many changed since. */
  synchronized SegmentFigures figures() {
    int segments = 0;
    long rows = 0;
    long changed = 0;
    for (Slot slot : slots) {
      Segment segment = slot.segment();
      if (segment != null) {
        segments++;
        rows += segment.rows();
        changed += slot.changes();
      }
    }
    return new SegmentFigures(segments, rows, changed, bytes());
  }

  // ---- building

  /** The first slot that is to be made anew, if any; changes are recorded from now on. */
  synchronized @Nullable Slot begin() {
    for (Slot slot : slots) {
      if (!gone && slot.isWorn()) {
        recorded = new ArrayList<>();
        return slot;
      }
    }
    return null;
  }

  /** Nothing comes of it. */
  synchronized void abandon() {
    recorded = null;
  }

  /**
   * Puts a segment in a slot's place.
   *
   * @param segment of its first rows
   * @param expiring keys of those that are not in the segment, because they go by themselves
   * @param end the key behind them; null where these are all
   */
  synchronized void install(
      Slot slot, Segment segment, List<byte[]> expiring, byte @Nullable [] end) {
    List<byte[]> changes = recorded;
    recorded = null;
    int at = slots.indexOf(slot);
    if (gone || at < 0 || changes == null) {
      return;
    }
    byte[] until = end;
    Slot built = new Slot(slot.from(), until == null ? slot.to() : until, segment, fullRows);
    expiring.forEach(built::change);
    changes.stream().filter(built::holds).forEach(built::change);
    List<Slot> next = new ArrayList<>(slots);
    next.set(at, built);
    if (until != null) {
      next.add(at + 1, new Slot(until, slot.to(), null, fullRows));
    }
    slots = next;
  }
}
