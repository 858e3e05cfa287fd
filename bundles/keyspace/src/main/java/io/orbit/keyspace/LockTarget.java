package io.orbit.keyspace;

import io.orbit.api.storage.LockMode;
import java.util.Arrays;

/** A record to lock. Targets are locked in their order, by space and key. */
record LockTarget(int space, byte[] key, LockMode mode) implements Comparable<LockTarget> {
  @Override
  public int compareTo(LockTarget other) {
    int bySpace = Integer.compare(space, other.space);
    return bySpace != 0 ? bySpace : Arrays.compareUnsigned(key, other.key);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LockTarget target && compareTo(target) == 0;
  }

  @Override
  public int hashCode() {
    return 31 * space + Arrays.hashCode(key);
  }
}
