package io.orbit.api.storage;

/**
 * A run over a snapshot's entries; one thread. Closing its snapshot or engine closes it too; it
 * then fails as {@link StorageEngine} says.
 */
public interface EngineCursor extends AutoCloseable {
  /** Moves to the next entry (at first to the first one); false at the end. */
  boolean next();

  /** The key {@link #next} moved to; the caller may keep the array and must not change it. */
  byte[] key();

  /** The value {@link #next} moved to; the caller may keep the array and must not change it. */
  byte[] value();

  @Override
  void close();
}
