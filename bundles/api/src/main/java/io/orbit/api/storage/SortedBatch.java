package io.orbit.api.storage;

import org.jspecify.annotations.Nullable;

/** A forward-only run of changes in strictly ascending key order, read once by one thread. */
public interface SortedBatch {
  /** Moves to the next change; false at the end. */
  boolean next();

  /** The key; the engine may keep the array and nobody changes it. */
  byte[] key();

  /** The new value, or null to remove the key; the engine may keep the array. */
  byte @Nullable [] value();
}
