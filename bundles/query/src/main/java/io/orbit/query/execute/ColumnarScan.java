package io.orbit.query.execute;

import io.orbit.api.accel.Comparison;
import io.orbit.api.records.RowCursor;
import io.orbit.api.records.RowReader;
import io.orbit.api.records.RowView;
import io.orbit.query.segment.SlotView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a table from its segments: of each slot the blocks that a condition may be met in, then
 * the rows that have changed since, looked up; and row by row where there is no segment for the
 * reader's snapshot. Answers every row once, in no particular order. One thread.
 */
final class ColumnarScan implements Operator {
  /**
   * A condition that no row of some blocks can meet.
   *
   * @param column position in the table
   * @param constant the same in all rows
   */
  record Zone(int column, Comparison comparison, Evaluator constant) {}

  /** Conditions with their constants in one run. */
  record Bounds(List<Zone> zones, @Nullable Object[] constants) {
    static Bounds of(List<Zone> zones, Evaluation evaluation) {
      @Nullable Object[] constants = new Object[zones.size()];
      for (int i = 0; i < constants.length; i++) {
        constants[i] = zones.get(i).constant().at(RowBatch.UNIT, 0, evaluation);
      }
      return new Bounds(zones, constants);
    }

    /** Whether a row of a block can meet them all. */
    boolean mayHold(SlotView slot, int block) {
      for (int i = 0; i < constants.length; i++) {
        Zone zone = zones.get(i);
        Object constant = constants[i];
        if (constant == null || !slot.mayHold(block, zone.column(), zone.comparison(), constant)) {
          return false;
        }
      }
      return true;
    }
  }

  private final Evaluation evaluation;
  private final List<SlotView> slots;
  private final RowReader reader;
  private final RowView view;
  private final Sources.ColumnReaders readers;
  private final Bounds bounds;
  private final boolean withBlocks;
  private final long snapshot;
  private int slot = -1;
  private int block;
  private int blocks;
  private int lookup;
  private byte[][] lookups = {};
  private @Nullable RowCursor cursor;

  /**
   * @param withBlocks false where somebody else reads the blocks
   */
  ColumnarScan(
      Evaluation evaluation,
      List<SlotView> slots,
      boolean withBlocks,
      RowReader reader,
      Sources.ColumnReaders readers,
      Bounds bounds) {
    this.withBlocks = withBlocks;
    this.bounds = bounds;
    this.evaluation = evaluation;
    this.slots = slots;
    this.reader = reader;
    this.readers = readers;
    view = reader.newView();
    snapshot = evaluation.transaction().snapshotTimestamp();
  }

  @Override
  public @Nullable RowBatch next() {
    while (true) {
      evaluation.checkCanceled();
      RowBatch batch = block < blocks ? block(block++) : rows();
      if (batch != null) {
        return batch;
      }
      if (block == blocks && lookup == lookups.length && cursor == null && !nextSlot()) {
        return null;
      }
    }
  }

  private boolean nextSlot() {
    if (++slot >= slots.size()) {
      slot = slots.size();
      return false;
    }
    SlotView current = slots.get(slot);
    block = 0;
    lookup = 0;
    if (current.isColumnar(snapshot)) {
      blocks = withBlocks ? current.blocks() : 0;
      lookups = current.changed();
    } else {
      blocks = 0;
      lookups = new byte[0][];
      cursor = reader.scanKeys(current.from(), current.to());
    }
    return true;
  }

  private @Nullable RowBatch block(int number) {
    SlotView current = slots.get(slot);
    return bounds.mayHold(current, number) ? current.batch(number, readers.positions()) : null;
  }

  /** Some rows that are looked up, or read from the cursor; null where there are none. */
  private @Nullable RowBatch rows() {
    VectorBuilder[] builders = readers.builders(64);
    int rows = 0;
    for (; lookup < lookups.length && rows < RowBatch.TARGET_ROWS; lookup++) {
      evaluation.tick();
      if (reader.get(lookups[lookup], view)) {
        readers.append(view, builders);
        rows++;
      }
    }
    RowCursor open = cursor;
    while (open != null && rows < RowBatch.TARGET_ROWS) {
      if (!open.next()) {
        open.close();
        cursor = null;
        break;
      }
      readers.append(open.row(), builders);
      rows++;
    }
    return rows == 0 ? null : readers.batch(builders, rows);
  }

  @Override
  public void close() {
    RowCursor open = cursor;
    if (open != null) {
      open.close();
      cursor = null;
    }
  }
}
