package io.orbit.kernel.record;

import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.Store;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The newest committed version of each record. A version is seen here only once every new snapshot
 * sees it too: in the instant between a commit's versions and its watermark, the reader waits.
 */
public final class LatestView extends HotView {
  /** A walk's cursor among records that its engine holds: with a place, or at the first. */
  private static final long OUTSIDE = 1L << 61;

  private static final byte[] FIRST = new byte[0];

  private final WalkPositions positions = new WalkPositions();

  /** The last watermark seen, so that reading old versions does not touch the shared one. */
  private long watermark;

  public LatestView(HotStore store) {
    super(store);
  }

  @Override
  protected long horizon() {
    return Long.MAX_VALUE;
  }

  @Override
  protected @Nullable Version visible(StoreRecord record) {
    Version version = record.committed();
    if (version != null && version.timestamp() > watermark) {
      awaitWatermark(version.timestamp());
    }
    return version;
  }

  @Override
  protected @Nullable RecordTable table(int space) {
    RecordTable table = super.table(space);
    if (table != null && table.since() > watermark) {
      awaitWatermark(table.since());
    }
    return table;
  }

  private void awaitWatermark(long timestamp) {
    long seen = store.log().visibleTimestamp();
    while (seen < timestamp) {
      Thread.onSpinWait();
      seen = store.log().visibleTimestamp();
    }
    watermark = seen;
  }

  /** See {@link Store#lastChange}. */
  public long lastChange(int space, byte[] key) {
    RecordTable table = table(space);
    StoreRecord record = table == null ? null : find(table, key, 0, key.length);
    Version version = record == null ? null : visible(record);
    return version == null ? 0 : version.timestamp();
  }

  /** See {@link Store#walk}. */
  public long walk(int space, long cursor, int count, RecordView view, Store.KeyVisitor visitor) {
    RecordTable table = table(space);
    if (table == null) {
      return 0;
    }
    if ((cursor & OUTSIDE) != 0) {
      return walkOutside(table, cursor & ~OUTSIDE, count, view, visitor);
    }
    long next =
        TableWalk.walk(
            table,
            cursor,
            count,
            record -> {
              if (show(visible(record), view)) {
                visitor.visit(record.key(), view);
              }
            });
    return next == 0 && table.isPartial() ? OUTSIDE : next;
  }

  /** Records that may have been outside memory while the others were walked over. */
  private long walkOutside(
      RecordTable table, long place, int count, RecordView view, Store.KeyVisitor visitor) {
    Residency residency = table.residency();
    if (residency == null || !residency.isPartial()) {
      return 0;
    }
    ColdReads.requireWaiting();
    byte[] last = place == 0 ? null : positions.find(place);
    byte[] from = last == null ? FIRST : Arrays.copyOf(last, last.length + 1);
    try (MergedRun run = MergedRun.cold(table, residency, from)) {
      for (int seen = 0; run.hasNext(); seen++) {
        if (seen >= count && last != null) {
          return OUTSIDE | positions.remember(last);
        }
        StoreRecord record = run.next();
        last = record.key();
        if (show(visible(record), view)) {
          visitor.visit(last, view);
        }
      }
    }
    return 0;
  }

  @Override
  public long wallTime() {
    return store.clock().wallTime();
  }
}
