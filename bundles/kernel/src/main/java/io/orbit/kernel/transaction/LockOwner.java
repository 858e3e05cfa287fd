package io.orbit.kernel.transaction;

import io.orbit.api.storage.LockMode;
import org.jspecify.annotations.Nullable;

/**
 * Who may hold record locks: a transaction, or a single-record operation. It has one token for each
 * mode, which is the lock word of a record it holds alone: such a lock costs no memory.
 */
class LockOwner {
  private final LockToken[] tokens;
  private final boolean transaction;
  private final boolean deadlockVictim;
  private volatile long id;

  /** What it waits for; written under the lock manager's latch. */
  volatile @Nullable LockWait waiting;

  LockOwner(boolean transaction, boolean deadlockVictim) {
    this.transaction = transaction;
    this.deadlockVictim = deadlockVictim;
    LockMode[] modes = LockMode.values();
    tokens = new LockToken[modes.length];
    for (LockMode mode : modes) {
      tokens[mode.ordinal()] = new LockToken(this, mode);
    }
  }

  final LockToken token(LockMode mode) {
    return tokens[mode.ordinal()];
  }

  /** True for transactions, which hold locks until they end; operations hold one for an instant. */
  final boolean isTransaction() {
    return transaction;
  }

  final boolean isDeadlockVictim() {
    return deadlockVictim;
  }

  final void identify(long number) {
    id = number;
  }

  /** Of the transaction; 0 for an operation. */
  final long id() {
    return transaction ? id : 0;
  }

  final String name() {
    return transaction ? "transaction " + id : "a single-record operation";
  }
}
