package io.orbit.kernel.record;

import io.orbit.api.keyspace.MustWait;
import io.orbit.api.storage.NonBlocking;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads records that are not in memory from their engines, and lets them in. Thread-safe. */
public final class ColdReads {
  private final MemoryBudget memory;
  private final ExpiryQueue expiries;

  ColdReads(MemoryBudget memory, ExpiryQueue expiries) {
    this.memory = memory;
    this.expiries = expiries;
  }

  /**
   * The record of a key, wherever it is.
   *
   * @param found what is in memory
   * @return the record, perhaps one that stands in no table; or what was found, when it is in no
   *     engine either
   * @throws MustWait on a thread that must not wait
   */
  public @Nullable StoreRecord resolve(
      RecordTable table, @Nullable StoreRecord found, byte[] key, int offset, int length) {
    Residency residency = table.residency();
    if (residency == null) {
      return found;
    }
    if (found != null && found.head() != null) {
      residency.countHit();
      found.touch();
      return found;
    }
    boolean mayBeOutside =
        residency.isPartial() && residency.mayHold(table.hash(key, offset, length));
    if (mayBeOutside) {
      requireWaiting();
    }
    residency.countMiss();
    return mayBeOutside
        ? read(table, residency, Arrays.copyOfRange(key, offset, offset + length))
        : found;
  }

  private @Nullable StoreRecord read(RecordTable table, Residency residency, byte[] key) {
    while (true) {
      try (ColdGeneration generation = residency.acquire()) {
        StoreRecord found = table.find(key, 0, key.length);
        if (found != null && found.head() != null) {
          return found;
        }
        Version version = generation.read(table.space(), key);
        if (version != null) {
          StoreRecord cold = table.outside(key, version);
          StoreRecord standing = table.admit(cold, generation, memory, expiries);
          if (standing != null) {
            return standing;
          }
        } else if (generation.isCurrent()) {
          return found;
        }
      }
    }
  }

  /** True when looking at a record that the caller holds means reading it from its engine. */
  public boolean wouldRead(StoreRecord record) {
    Residency residency = record.head() == null ? record.table().residency() : null;
    return residency != null && residency.isPartial() && residency.mayHold(record.hash());
  }

  /** True on a thread that must not wait. */
  public static boolean mustNotWait() {
    return Thread.currentThread() instanceof NonBlocking;
  }

  /**
   * Goes on where waiting is allowed.
   *
   * @throws MustWait on a thread that must not wait
   */
  static void requireWaiting() {
    if (mustNotWait()) {
      throw MustWait.INSTANCE;
    }
  }

  /**
   * Completes a record whose lock the caller holds, in any mode: after this, a record without a
   * version does not exist. While the lock is held, the engine's entry stays what it is until
   * somebody has put a version here.
   *
   * @throws MustWait on a thread that must not wait
   */
  public void load(StoreRecord record) {
    RecordTable table = record.table();
    Residency residency = table.residency();
    if (residency == null) {
      return;
    }
    if (record.head() != null) {
      residency.countHit();
      record.touch();
      return;
    }
    boolean mayBeOutside = residency.isPartial() && residency.mayHold(record.hash());
    if (mayBeOutside) {
      requireWaiting();
    }
    residency.countMiss();
    if (!mayBeOutside) {
      return;
    }
    try (ColdGeneration generation = residency.acquire()) {
      Version version = generation.read(table.space(), record.key());
      if (version != null && record.admit(version)) {
        table.admitted(record, version, memory, expiries);
      }
    }
  }
}
