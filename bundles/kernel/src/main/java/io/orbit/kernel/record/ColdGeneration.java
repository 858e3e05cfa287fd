package io.orbit.kernel.record;

import org.jspecify.annotations.Nullable;

/**
 * What an engine holds between two checkpoints, counted: whoever acquired it releases it. Any
 * number of threads.
 *
 * <p>What it says of a record counts only if the record is not in memory and the generation {@link
 * #isCurrent} when both have been looked at: a record that is not in memory is changed by nobody,
 * and one that was changed is in memory at least until the next generation.
 */
public interface ColdGeneration extends AutoCloseable {
  /** False once a checkpoint has made another. */
  boolean isCurrent();

  /** The version of a record, never a tombstone; null when there is no such record. */
  @Nullable Version read(int space, byte[] key);

  /**
   * The records of a space with {@code from <= key < to}, by key.
   *
   * @param to exclusive, or null for the end of the space
   */
  ColdCursor cursor(int space, byte[] from, byte @Nullable [] to, boolean descending);

  /** Gives it back. */
  @Override
  void close();
}
