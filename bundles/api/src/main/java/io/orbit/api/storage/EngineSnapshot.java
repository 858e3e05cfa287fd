package io.orbit.api.storage;

import org.jspecify.annotations.Nullable;

/** A frozen view of an engine. Usable by any number of threads; must be closed. */
public interface EngineSnapshot extends AutoCloseable {
  /** The position the snapshot covers. */
  long position();

  byte @Nullable [] get(byte[] key);

  /**
   * Entries with {@code from <= key < to}, in ascending or descending order.
   *
   * @param from inclusive lower bound, empty for none
   * @param to exclusive upper bound, or null for none
   */
  EngineCursor cursor(byte[] from, byte @Nullable [] to, boolean descending);

  @Override
  void close();
}
