package io.orbit.api.feed;

import org.jspecify.annotations.Nullable;

/**
 * A run through the log at its reader's pace: nothing is buffered for a slow reader, it only falls
 * behind. Memory is bounded by the largest single change, not by the transaction. One thread, but
 * {@link #close} by any.
 */
public interface ChangeFeed extends AutoCloseable {
  /**
   * The next event.
   *
   * @param timeoutMillis how long to wait for one; 0 not at all
   * @return null when none has come
   * @throws io.orbit.api.error.OrbitException SNAPSHOT_TOO_OLD when the log no longer has what
   *     follows, DATA_CORRUPTED, IO_ERROR, CANNOT_CONNECT_NOW once the feed or the store is closed,
   *     QUERY_CANCELED when the thread is interrupted
   */
  @Nullable FeedEvent next(long timeoutMillis);

  /**
   * How far it has come, also over what the filter leaves out: the place to go on from, and the one
   * to acknowledge while nothing matches.
   */
  FeedPosition position();

  @Override
  void close();
}
