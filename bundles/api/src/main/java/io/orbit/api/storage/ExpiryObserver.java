package io.orbit.api.storage;

/** Hears of records that have expired. */
@FunctionalInterface
public interface ExpiryObserver {
  /**
   * A record that had expired was removed or overwritten, and others see that. Called on the thread
   * that did it, which still holds the record: must be quick, must not use it and must not fail.
   */
  void expired(int space, byte[] key);

  /**
   * Elements of a record that had expired were removed ({@link ExpiringElements}). Called as {@link
   * #expired} is.
   *
   * @param last whether the record went with them
   */
  default void elementsExpired(int space, byte[] key, boolean last) {}
}
