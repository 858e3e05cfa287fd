package io.orbit.kernel.record;

import io.orbit.api.storage.Snapshot;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Everything as of one commit. Keeps what it sees until closed. */
public final class SnapshotView extends HotView implements Snapshot {
  private final int slot;
  private final long timestamp;
  private final long wallTime;
  private final AtomicBoolean closed = new AtomicBoolean();

  public SnapshotView(HotStore store) {
    this(store, store.clock().wallTime());
  }

  /**
   * @param wallTime by which expiry is judged; 0 to see what has expired and is not removed yet
   */
  public SnapshotView(HotStore store, long wallTime) {
    super(store);
    this.slot = store.snapshots().acquire();
    this.timestamp = store.snapshots().timestamp(slot);
    this.wallTime = wallTime;
  }

  @Override
  public long timestamp() {
    return timestamp;
  }

  @Override
  protected long horizon() {
    return timestamp;
  }

  @Override
  protected @Nullable Version visible(StoreRecord record) {
    return record.visibleAt(timestamp);
  }

  @Override
  public long wallTime() {
    return wallTime;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      store.snapshots().release(slot);
    }
  }
}
