package io.orbit.api.storage;

import org.jspecify.annotations.Nullable;

/**
 * Records as of one moment: the newest committed ({@link Store#latest()}), a snapshot, or a
 * transaction's own view. Space and key name a record; keys compare as unsigned bytes. A record
 * whose expiry lies before the view's wall time does not exist.
 *
 * <p>A record may have to be read from its engine. All methods and the cursors' may then block; on
 * a {@link NonBlocking} thread they throw {@link io.orbit.api.keyspace.MustWait} instead.
 */
public interface ReadView {
  /** Shows a record; false when there is none. The key is a range of the caller's buffer. */
  boolean get(int space, byte[] key, int offset, int length, RecordView out);

  default boolean get(int space, byte[] key, RecordView out) {
    return get(space, key, 0, key.length, out);
  }

  /**
   * Records of an ordered space with {@code from <= key < to}.
   *
   * @param to exclusive, or null for the end of the space
   */
  RecordCursor scan(int space, byte[] from, byte @Nullable [] to, boolean descending);

  /** All records of a space, ordered or not, in no promised order. */
  RecordCursor all(int space);

  /** Wall time, in milliseconds since 1970, by which expiry is judged here. */
  long wallTime();
}
