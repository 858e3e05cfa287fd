package io.orbit.kernel.record;

/**
 * Whether a transaction has committed, and when: one volatile write makes all its versions visible
 * at once.
 */
public final class CommitStatus {
  private static final long ROLLED_BACK = -1;

  private volatile long timestamp;

  /** The commit timestamp; 0 while pending, negative when rolled back. */
  public long timestamp() {
    return timestamp;
  }

  public void commit(long commitTimestamp) {
    timestamp = commitTimestamp;
  }

  public void rollback() {
    timestamp = ROLLED_BACK;
  }
}
