package io.orbit.kernel.record;

import io.orbit.kernel.log.CommitLog;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.BooleanSupplier;

/**
 * The timestamps of living snapshots, so that versions are kept as long as somebody may read them.
 * A snapshot writes the watermark into its slot and then makes sure that it still is the watermark:
 * so whoever commits later sees the slot before dropping what the snapshot needs.
 */
public final class SnapshotRegistry {
  private static final int CHUNK_BITS = 8;
  private static final int CHUNK = 1 << CHUNK_BITS;

  private final CommitLog log;
  private final AtomicInteger living = new AtomicInteger();
  private volatile AtomicLongArray[] chunks = {new AtomicLongArray(CHUNK)};
  private final AtomicInteger highest = new AtomicInteger();
  private volatile BooleanSupplier keepsSuccessors = () -> false;

  public SnapshotRegistry(CommitLog log) {
    this.log = log;
  }

  /** Registers a snapshot of everything committed; answers its slot. */
  public int acquire() {
    living.incrementAndGet();
    int slot = claim();
    settle(slot);
    return slot;
  }

  private int claim() {
    while (true) {
      AtomicLongArray[] current = chunks;
      for (int slot = 0; slot < current.length * CHUNK; slot++) {
        if (current[slot >>> CHUNK_BITS].compareAndSet(slot & CHUNK - 1, 0, 1)) {
          int reached = slot + 1;
          highest.accumulateAndGet(reached, Math::max);
          return slot;
        }
      }
      grow(current);
    }
  }

  private synchronized void grow(AtomicLongArray[] seen) {
    if (chunks == seen) {
      AtomicLongArray[] more = Arrays.copyOf(seen, seen.length + 1);
      more[seen.length] = new AtomicLongArray(CHUNK);
      chunks = more;
    }
  }

  /** Moves a registered snapshot to now. */
  public void renew(int slot) {
    settle(slot);
  }

  private void settle(int slot) {
    long watermark = log.visibleTimestamp();
    while (true) {
      chunks[slot >>> CHUNK_BITS].set(slot & CHUNK - 1, Math.max(1, watermark));
      long now = log.visibleTimestamp();
      if (now == watermark) {
        return;
      }
      watermark = now;
    }
  }

  public long timestamp(int slot) {
    return chunks[slot >>> CHUNK_BITS].get(slot & CHUNK - 1);
  }

  public void release(int slot) {
    chunks[slot >>> CHUNK_BITS].set(slot & CHUNK - 1, 0);
    living.decrementAndGet();
  }

  /** The timestamp of the oldest living snapshot, or 0. */
  public long oldest() {
    long oldest = scan(Long.MAX_VALUE);
    return oldest == Long.MAX_VALUE ? 0 : oldest;
  }

  /**
   * The timestamp below which versions may go when a newer one at or below it is there: what the
   * oldest snapshot sees, or everything published.
   */
  public long bound() {
    long bound = log.visibleTimestamp();
    if (living.get() == 0) {
      return bound;
    }
    return scan(bound);
  }

  /**
   * @param when true while somebody must find who has overwritten what a snapshot sees; asked after
   *     the snapshots were, and true before such a snapshot is taken
   */
  public void keepSuccessors(BooleanSupplier when) {
    keepsSuccessors = when;
  }

  /** The snapshots that live now. One that is not among them will see the watermark or more. */
  LivingSnapshots living() {
    long watermark = log.visibleTimestamp();
    AtomicLongArray[] current = chunks;
    int slots = living.get() == 0 ? 0 : Math.min(highest.get(), current.length * CHUNK);
    long[] found = new long[slots];
    int count = 0;
    for (int slot = 0; slot < slots; slot++) {
      long timestamp = current[slot >>> CHUNK_BITS].get(slot & CHUNK - 1);
      if (timestamp != 0 && timestamp < watermark) {
        found[count++] = timestamp;
      }
    }
    boolean successors = count > 0 && keepsSuccessors.getAsBoolean();
    return new LivingSnapshots(watermark, Arrays.copyOf(found, count), successors);
  }

  private long scan(long limit) {
    long bound = limit;
    AtomicLongArray[] current = chunks;
    int slots = Math.min(highest.get(), current.length * CHUNK);
    for (int slot = 0; slot < slots; slot++) {
      long timestamp = current[slot >>> CHUNK_BITS].get(slot & CHUNK - 1);
      if (timestamp != 0 && timestamp < bound) {
        bound = timestamp;
      }
    }
    return bound;
  }
}
