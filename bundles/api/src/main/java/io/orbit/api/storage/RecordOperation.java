package io.orbit.api.storage;

import java.util.function.UnaryOperator;

/**
 * An operation on one record: look, decide, change. The same calls serve an operation of its own
 * (from {@link Store#operation()}: atomic, linearizable, committed by {@link #commit}) and one
 * inside a transaction (from {@link Transaction#operation()}).
 *
 * <p>Reused, not thread-safe: begin, any changes, then commit or abandon. A change replaces what an
 * earlier change of the same operation said. Nothing is allocated but the new version.
 */
public interface RecordOperation {
  /**
   * Locks the record for this operation and shows what it holds by {@link #current()}.
   *
   * @return false when another transaction holds the record, or on a {@link NonBlocking} thread
   *     when the record must be read from its engine, and then nothing has begun: an event loop
   *     hands the command to a virtual thread, which calls {@link #beginWaiting}
   * @throws io.orbit.api.error.OrbitException SERIALIZATION_FAILURE inside a transaction above READ
   *     COMMITTED when the record changed after its snapshot
   */
  boolean begin(int space, byte[] key, int offset, int length);

  /** As {@link #begin}, but waits for the lock; for virtual threads only. */
  default void beginWaiting(int space, byte[] key, int offset, int length) {
    beginWaiting(space, key, offset, length, UnaryOperator.identity());
  }

  /**
   * As {@link #beginWaiting(int, byte[], int, int)}.
   *
   * @param watch is shown the wait before it begins, if there is one, and answers the one to use:
   *     {@code Session.watch}, so that the wait ends with its session
   * @throws io.orbit.api.error.OrbitException as {@link Wait#result}, with nothing begun
   */
  void beginWaiting(int space, byte[] key, int offset, int length, UnaryOperator<Wait> watch);

  /** True when the record exists (and has not expired). */
  boolean exists();

  /** What the record holds, with this operation's own changes; meaningful when it exists. */
  RecordView current();

  /** Makes the record hold plain bytes. @param expiresAt milliseconds since 1970, or 0 */
  void put(byte type, byte[] value, int offset, int length, long expiresAt);

  /** Removes the record. */
  void delete();

  /** Changes the expiry only. */
  void expireAt(long expiresAt);

  /** Makes the record an empty composite; the next element goes into it. */
  void createComposite(byte type, long expiresAt);

  /** Adds or replaces an element of the composite. */
  void putElement(byte[] key, byte[] value);

  /** Removes an element of the composite; a composite that becomes empty stays until deleted. */
  void removeElement(byte[] key);

  /**
   * Ends the operation and makes it visible. Inside a transaction the durability is ignored and the
   * change becomes visible with the transaction.
   *
   * @return the commit timestamp to wait for ({@link Store#durable}), or 0 when nothing changed or
   *     inside a transaction
   * @throws io.orbit.api.error.OrbitException DISK_FULL, IO_ERROR, READ_ONLY, OUT_OF_MEMORY:
   *     nothing has changed
   * @throws io.orbit.api.keyspace.MustWait on a {@link NonBlocking} thread when memory must become
   *     free first: nothing has changed
   */
  long commit(Durability durability);

  /** Ends the operation without a change. */
  void abandon();
}
