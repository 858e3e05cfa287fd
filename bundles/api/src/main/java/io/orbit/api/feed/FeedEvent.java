package io.orbit.api.feed;

import org.jspecify.annotations.Nullable;

/**
 * One event of a feed. Each committed transaction of which the filter leaves something is a {@link
 * Begin}, its {@link Change}s in the order in which they were written, and a {@link Commit}.
 */
public sealed interface FeedEvent {
  /** The place behind this event: a feed that begins there goes on with the next one. */
  FeedPosition position();

  /** The commit timestamp of the transaction, see {@link io.orbit.api.storage.Store}. */
  long timestamp();

  /**
   * A transaction begins.
   *
   * @param committedAt milliseconds since 1970
   */
  record Begin(FeedPosition position, long timestamp, long committedAt) implements FeedEvent {}

  /**
   * One change of a transaction.
   *
   * @param space of what was changed
   * @param key of the record; empty where a whole space is meant
   * @param after what the record holds from then on, of a composite value what was changed; for
   *     {@link Operation#EXPIRE} the expiry alone; null when the record or the space is gone
   * @param before what it held before, of a composite value what was changed; null when there was
   *     no record, or the log does not say
   */
  record Change(
      FeedPosition position,
      long timestamp,
      int space,
      byte[] key,
      Operation operation,
      @Nullable RecordImage after,
      @Nullable RecordImage before)
      implements FeedEvent {}

  /** A transaction is complete. Acknowledge this place, or that of the last change. */
  record Commit(FeedPosition position, long timestamp) implements FeedEvent {}

  /** What a change did. */
  enum Operation {
    /** There was no such record. */
    INSERT,
    /** A plain value, or the type of a record, was replaced. */
    UPDATE,
    /** Elements of a composite value were put or removed. */
    EDIT,
    /** Only the expiry was changed. */
    EXPIRE,
    /** The record is gone: removed, or expired. */
    DELETE,
    /** All records of a space are gone. */
    CLEAR_SPACE,
    CREATE_SPACE,
    /** A space is gone with all its records. */
    DROP_SPACE
  }
}
