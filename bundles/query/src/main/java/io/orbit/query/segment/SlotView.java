package io.orbit.query.segment;

import io.orbit.api.accel.Comparison;
import io.orbit.query.execute.RowBatch;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** A range of a table's keys at one moment: a segment and what has changed since. Immutable. */
public final class SlotView {
  private final byte[] from;
  private final byte @Nullable [] to;
  private final @Nullable Segment segment;
  private final @Nullable BitSet stale;
  private final byte[][] changed;

  /**
   * @param stale rows of the segment that do not count; null for none
   * @param changed keys to look up instead, ascending
   */
  SlotView(
      byte[] from,
      byte @Nullable [] to,
      @Nullable Segment segment,
      @Nullable BitSet stale,
      byte[][] changed) {
    this.from = from;
    this.to = to;
    this.segment = segment;
    this.stale = stale;
    this.changed = changed;
  }

  /** The first key of the range. */
  public byte[] from() {
    return from;
  }

  /** The key behind the range; null for the end of the table. */
  public byte @Nullable [] to() {
    return to;
  }

  /** Whether its rows can be read from the segment by who sees all up to a timestamp. */
  public boolean isColumnar(long snapshot) {
    return segment != null && segment.timestamp() <= snapshot;
  }

  /** Keys of rows that are to be looked up, whatever the segment has. */
  public byte[][] changed() {
    return changed;
  }

  private Segment required() {
    if (segment == null) {
      throw new IllegalStateException("a range without a segment");
    }
    return segment;
  }

  /** How many blocks of rows the segment has. */
  public int blocks() {
    return (required().rows() + Column.BLOCK - 1) / Column.BLOCK;
  }

  /** Whether a row of a block can compare so with a constant; false only where none does. */
  public boolean mayHold(int block, int column, Comparison comparison, Object constant) {
    return required().mayHold(block, column, comparison, constant);
  }

  /**
   * The rows of a block that count.
   *
   * @param positions which columns
   * @return null when there are none
   */
  public @Nullable RowBatch batch(int block, int[] positions) {
    Segment rows = required();
    int first = block * Column.BLOCK;
    int count = Math.min(Column.BLOCK, rows.rows() - first);
    RowBatch all = rows.batch(first, count, positions);
    int next = stale == null ? -1 : stale.nextSetBit(first);
    if (stale == null || next < 0 || next >= first + count) {
      return all;
    }
    int[] living = new int[count];
    int size = 0;
    for (int row = first; row < first + count; row++) {
      if (!stale.get(row)) {
        living[size++] = row - first;
      }
    }
    return size == 0 ? null : all.gather(living, size);
  }
}
