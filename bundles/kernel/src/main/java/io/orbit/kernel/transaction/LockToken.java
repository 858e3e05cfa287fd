package io.orbit.kernel.transaction;

import io.orbit.api.storage.LockMode;

/** The lock word of a record that one owner holds and nobody waits for. Compared by identity. */
final class LockToken {
  final LockOwner owner;
  final LockMode mode;

  LockToken(LockOwner owner, LockMode mode) {
    this.owner = owner;
    this.mode = mode;
  }

  /** True when holding this is as good as holding that mode. */
  boolean covers(LockMode wanted) {
    return mode.compareTo(wanted) >= 0;
  }
}
