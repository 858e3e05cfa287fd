package io.orbit.api.storage;

/** Isolation levels, as data-model.md defines them. */
public enum Isolation {
  /** Each statement sees what was committed when it began; waits on locks and re-checks. */
  READ_COMMITTED,
  /** Snapshot isolation: one snapshot for the transaction; first updater wins. */
  REPEATABLE_READ,
  /** Serializable snapshot isolation (Cahill; Ports and Grittner 2012). */
  SERIALIZABLE
}
