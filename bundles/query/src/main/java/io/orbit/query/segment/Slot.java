package io.orbit.query.segment;

import java.util.Arrays;
import java.util.BitSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A range of a table's keys, with the segment of its rows if there is one and which of them have
 * changed since. Guarded by its table.
 */
final class Slot {
  private static final byte[] FIRST = {};

  /** Of a full segment's rows so many changes are worth to make it anew: a thirty-second. */
  private static final int WORN = 32;

  private final int fullRows;
  private final byte[] from;
  private final byte @Nullable [] to;
  private @Nullable Segment segment;

  /** Rows of the segment that count no longer. */
  private final BitSet stale = new BitSet();

  /** Keys that were written or removed since: those of the stale rows, and new ones. */
  private final TreeSet<byte[]> changed = new TreeSet<>(Arrays::compareUnsigned);

  /**
   * @param from the first key
   * @param to the key behind the last one; null for the end of the table
   * @param fullRows the most rows that a segment has
   */
  Slot(byte[] from, byte @Nullable [] to, @Nullable Segment segment, int fullRows) {
    this.fullRows = fullRows;
    this.from = from;
    this.to = to;
    this.segment = segment;
  }

  /** All keys, without a segment. */
  static Slot whole(int fullRows) {
    return new Slot(FIRST, null, null, fullRows);
  }

  byte[] from() {
    return from;
  }

  byte @Nullable [] to() {
    return to;
  }

  @Nullable Segment segment() {
    return segment;
  }

  boolean holds(byte[] key) {
    return Arrays.compareUnsigned(key, from) >= 0
        && (to == null || Arrays.compareUnsigned(key, to) < 0);
  }

  /** A record was written or removed. */
  void change(byte[] key) {
    Segment rows = segment;
    if (rows == null || !changed.add(key)) {
      return;
    }
    int row = rows.find(key);
    if (row >= 0) {
      stale.set(row);
    }
    // More to look up than a segment saves: it is let go.
    if (changed.size() > fullRows) {
      segment = null;
      changed.clear();
      stale.clear();
    }
  }

  /** Whether it is worth to be made anew. */
  boolean isWorn() {
    return segment == null || changed.size() > fullRows / WORN;
  }

  /** Heap that it takes. */
  long bytes() {
    return segment == null ? 0 : segment.bytes() + 80L * changed.size();
  }

  /** How many keys were written or removed since. */
  int changes() {
    return changed.size();
  }

  /** As it is now, for a scan. */
  SlotView view() {
    return new SlotView(
        from,
        to,
        segment,
        stale.isEmpty() ? null : (BitSet) stale.clone(),
        changed.isEmpty() ? new byte[0][] : changed.toArray(byte[][]::new));
  }
}
