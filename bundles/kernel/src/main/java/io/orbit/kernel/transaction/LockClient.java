package io.orbit.kernel.transaction;

import org.jspecify.annotations.Nullable;

/** Who waits for one lock at a time, and gives back nothing meanwhile. */
abstract class LockClient {
  /** What it waits for; written under the lock manager's latch. */
  volatile @Nullable LockWait waiting;

  /** As people are told of it. */
  abstract String name();
}
