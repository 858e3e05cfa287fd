package io.orbit.testkit.history;

import java.util.EnumSet;
import java.util.Set;

/** What isolated transactions do not see (Adya 1999; Berenson and others 1995). */
public enum Anomaly {
  /** Write cycle: two transactions' writes are interleaved. */
  G0,
  /** Aborted read: what a transaction wrote that was rolled back. */
  G1A,
  /** Intermediate read: what a transaction wrote over itself. */
  G1B,
  /** Circular information flow: a circle of writes and reads of them. */
  G1C,
  /** A circle with one read that was overwritten: read skew. */
  G_SINGLE,
  /** Two transactions read the same version and both wrote over it. */
  LOST_UPDATE,
  /** A circle with several reads that were overwritten: write skew. */
  G2,
  /** No order of a list's values explains all that was read. */
  INCOMPATIBLE_ORDER,
  /** A transaction does not see what it has itself read or written. */
  INTERNAL;

  private static final Set<Anomaly> ALWAYS =
      EnumSet.of(G0, G1A, G1B, G1C, INCOMPATIBLE_ORDER, INTERNAL);

  /** What must not be seen at READ COMMITTED, where each statement has its own snapshot. */
  public static Set<Anomaly> ofReadCommitted() {
    Set<Anomaly> anomalies = EnumSet.copyOf(ALWAYS);
    anomalies.remove(INTERNAL);
    return anomalies;
  }

  /** What must not be seen at REPEATABLE READ, which is snapshot isolation. */
  public static Set<Anomaly> ofRepeatableRead() {
    Set<Anomaly> anomalies = EnumSet.copyOf(ALWAYS);
    anomalies.add(G_SINGLE);
    anomalies.add(LOST_UPDATE);
    return anomalies;
  }

  /** What must not be seen at SERIALIZABLE: nothing of all this. */
  public static Set<Anomaly> ofSerializable() {
    return EnumSet.allOf(Anomaly.class);
  }
}
