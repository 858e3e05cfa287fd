package io.orbit.kernel.transaction;

import io.orbit.api.storage.LockMode;

/**
 * Who may hold locks: a transaction, a single-record operation, or a session what has a name. It
 * has one token for each mode, which is the lock word of what it holds alone: such a lock costs no
 * memory. It is its own client unless it is told whose it is, which nobody does while it waits.
 */
final class LockOwner extends LockClient {
  private final LockToken[] tokens;
  private final boolean transaction;
  private final boolean deadlockVictim;
  private final String kind;
  private final long number;

  /** Who waits while this does. */
  volatile LockClient client = this;

  private LockOwner(boolean transaction, boolean deadlockVictim, String kind, long number) {
    this.transaction = transaction;
    this.deadlockVictim = deadlockVictim;
    this.kind = kind;
    this.number = number;
    LockMode[] modes = LockMode.values();
    tokens = new LockToken[modes.length];
    for (LockMode mode : modes) {
      tokens[mode.ordinal()] = new LockToken(this, mode);
    }
  }

  static LockOwner transaction(long number, boolean deadlockVictim) {
    return new LockOwner(true, deadlockVictim, "transaction ", number);
  }

  static LockOwner operation() {
    return new LockOwner(false, false, "a single-record operation", 0);
  }

  /** What a client that is no transaction holds until it gives it back. */
  static LockOwner of(LockClient client) {
    LockOwner owner = new LockOwner(true, true, "", 0);
    owner.client = client;
    return owner;
  }

  LockToken token(LockMode mode) {
    return tokens[mode.ordinal()];
  }

  /** False for operations, which hold one lock for an instant. */
  boolean isTransaction() {
    return transaction;
  }

  boolean isDeadlockVictim() {
    return deadlockVictim;
  }

  /** Of the transaction; 0 for everybody else. */
  long id() {
    return number;
  }

  /** As the others in a deadlock are told. */
  @Override
  String name() {
    String own = number == 0 ? kind : kind + number;
    if (client == this) {
      return own;
    }
    return own.isEmpty() ? client.name() : own + " of " + client.name();
  }
}
