package io.orbit.kernel.record;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Goes over what partial tables have in their engines, some records at a time, for two reasons: to
 * find what has expired without having been in memory, and to make a table's filter when there is
 * none (after a start) or one that remembers too much. One thread at a time.
 */
public final class ColdSweep {
  /** Records looked at in one step. */
  private static final int STEP = 20_000;

  /** Shortest time from the end of one search for expired records to the next, in milliseconds. */
  private static final long REST = 5_000;

  private final HotStore store;
  private final LongSupplier wallTime;

  private @Nullable RecordTable table;
  private byte[] from = new byte[0];
  private @Nullable KeyFilter filter;
  private long rested;

  public ColdSweep(HotStore store) {
    this.store = store;
    this.wallTime = store.clock()::wallTime;
  }

  /**
   * Takes a step, if there is anything to do.
   *
   * @param expired is given records that have expired
   */
  public void step(Consumer<StoreRecord> expired) {
    int left = STEP;
    while (left > 0) {
      left = sweep(left, expired);
    }
  }

  /** Looks at some records of one table; answers how many are left to look at in this step. */
  private int sweep(int most, Consumer<StoreRecord> expired) {
    RecordTable current = table;
    if (current == null || current.isDetached()) {
      current = begin();
    }
    Residency residency = current == null ? null : current.residency();
    if (current == null || residency == null) {
      return 0;
    }
    try (MergedRun run = MergedRun.cold(current, residency, from)) {
      for (int left = most; left > 0; left--) {
        if (!run.hasNext()) {
          finish(current, residency);
          return left - 1;
        }
        look(run.next(), residency, expired);
      }
    }
    return 0;
  }

  private @Nullable RecordTable begin() {
    table = null;
    filter = null;
    from = new byte[0];
    long now = wallTime.getAsLong();
    for (Space space : store.spaces().list()) {
      RecordTable next = space.table();
      Residency residency = next.isDetached() ? null : next.residency();
      if (residency != null && residency.isPartial()) {
        boolean build = residency.wantsFilter(next.living());
        if (build || residency.firstExpiry() <= now && now - rested >= REST) {
          filter = build ? residency.beginFilter(next.living()) : null;
          residency.forgetExpiry();
          table = next;
          return next;
        }
      }
    }
    return null;
  }

  private void look(StoreRecord record, Residency residency, Consumer<StoreRecord> expired) {
    from = Arrays.copyOf(record.key(), record.key().length + 1);
    KeyFilter building = filter;
    if (building != null) {
      long ignored = building.add(record.hash());
    }
    Version version = record.head();
    long due = version == null || version.isTombstone() ? 0 : version.dueAt();
    if (due == 0) {
      return;
    }
    if (due <= wallTime.getAsLong()) {
      expired.accept(record);
    } else {
      residency.noteExpiry(due);
    }
  }

  private void finish(RecordTable done, Residency residency) {
    KeyFilter built = filter;
    if (built != null) {
      done.countBytes(residency.finishFilter(built), store.memory());
    }
    rested = wallTime.getAsLong();
    table = null;
    filter = null;
  }
}
