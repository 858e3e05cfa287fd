package io.orbit.kernel.transaction;

import io.orbit.kernel.record.HotView;
import io.orbit.kernel.record.StoreRecord;
import io.orbit.kernel.record.ViewCursor;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** A run of a serializable transaction: notes how far it read and whose commits it missed. */
final class SerializableCursor extends ViewCursor {
  private final SerializableConflicts conflicts;
  private final SerializableState state;
  private final RangeRead range;
  private final boolean descending;
  private @Nullable StoreRecord last;
  private boolean finished;

  SerializableCursor(
      HotView view,
      Iterator<StoreRecord> records,
      SerializableConflicts conflicts,
      SerializableState state,
      RangeRead range,
      boolean descending) {
    super(view, records);
    this.conflicts = conflicts;
    this.state = state;
    this.range = range;
    this.descending = descending;
  }

  @Override
  protected void approach(StoreRecord record) {
    last = record;
    conflicts.found(state, record);
  }

  @Override
  protected void finish() {
    finished = true;
  }

  @Override
  public void close() {
    StoreRecord reached = last;
    if (!finished && reached != null && reached.table().isOrdered()) {
      conflicts.stopsAt(range, reached.key(), descending);
    }
    finished = true;
    super.close();
  }
}
