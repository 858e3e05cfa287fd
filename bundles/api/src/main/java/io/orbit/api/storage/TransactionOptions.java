package io.orbit.api.storage;

/**
 * How a transaction runs.
 *
 * @param isolation its level
 * @param readOnly changes are refused with READ_ONLY_TRANSACTION
 * @param durability how its commit is acknowledged
 * @param deadlockVictim preferred victim in a deadlock (true for SQL, false for MULTI/EXEC)
 */
public record TransactionOptions(
    Isolation isolation, boolean readOnly, Durability durability, boolean deadlockVictim) {
  public static final TransactionOptions DEFAULT =
      new TransactionOptions(Isolation.READ_COMMITTED, false, Durability.ALWAYS, true);
}
