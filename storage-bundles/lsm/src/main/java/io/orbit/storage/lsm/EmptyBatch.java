package io.orbit.storage.lsm;

import io.orbit.api.storage.SortedBatch;
import java.util.NoSuchElementException;

/** No change at all: a batch that only moves the position. */
final class EmptyBatch implements SortedBatch {
  @Override
  public boolean next() {
    return false;
  }

  @Override
  public byte[] key() {
    throw new NoSuchElementException();
  }

  @Override
  public byte[] value() {
    throw new NoSuchElementException();
  }
}
