package io.orbit.kernel.record;

import java.util.Arrays;

/**
 * The snapshots that lived at one moment: what decides which versions somebody may still read. A
 * snapshot that comes later sees the watermark of that moment or more. Immutable.
 */
final class LivingSnapshots {
  private final long watermark;
  private final long[] timestamps;
  private final boolean successors;

  /**
   * @param watermark everything up to it was published
   * @param timestamps of the snapshots below the watermark, in any order; kept
   * @param successors whether the version that follows what a snapshot sees is wanted too
   */
  LivingSnapshots(long watermark, long[] timestamps, boolean successors) {
    this.watermark = watermark;
    this.timestamps = timestamps;
    this.successors = successors;
    Arrays.sort(timestamps);
  }

  long watermark() {
    return watermark;
  }

  /** The oldest snapshot, or the watermark where all see that. */
  long oldest() {
    return timestamps.length == 0 ? watermark : timestamps[0];
  }

  boolean contains(long timestamp) {
    return Arrays.binarySearch(timestamps, timestamp) >= 0;
  }

  /** The newest snapshot before a commit, or 0. */
  long newestBefore(long commit) {
    int at = Arrays.binarySearch(timestamps, commit - 1);
    int last = at < 0 ? -at - 2 : at;
    return last < 0 ? 0 : timestamps[last];
  }

  /**
   * Whether a version must stay.
   *
   * @param before the commit of the version it replaced, 0 where there was none
   * @param commit its own
   * @param next that of the version that replaced it
   */
  boolean isWanted(long before, long commit, long next) {
    long last = newestBefore(next);
    return last >= commit || successors && newestBefore(commit) >= Math.max(1, before);
  }
}
