package io.orbit.api.storage;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A batch with the change that comes next in view, for an engine that merges it with what it has.
 * For one thread.
 */
public final class BatchReader {
  private final SortedBatch batch;
  private byte @Nullable [] key;

  /** Stands before the first change. */
  public BatchReader(SortedBatch batch) {
    this.batch = batch;
    this.key = batch.next() ? batch.key() : null;
  }

  /** Whether there is a change whose key is below a bound; null is above all keys. */
  public boolean hasBelow(byte @Nullable [] bound) {
    return key != null && (bound == null || Arrays.compareUnsigned(key, bound) < 0);
  }

  /** The key of the change in view. */
  public byte[] key() {
    return batch.key();
  }

  /** What it writes; null removes the key. */
  public byte @Nullable [] value() {
    return batch.value();
  }

  /** Goes on to the next change; an {@link IllegalArgumentException} where that is out of order. */
  public void advance() {
    byte[] previous = key;
    key = batch.next() ? batch.key() : null;
    if (key != null && previous != null && Arrays.compareUnsigned(previous, key) >= 0) {
      throw new IllegalArgumentException("the batch is not in strictly ascending key order");
    }
  }
}
