package io.orbit.kernel.record;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** The spaces whose records stay in memory, and reading in what of them is outside. Thread-safe. */
final class PinnedTables {
  /** Of the memory budget at most that much is pinned. */
  private static final double SHARE = 0.5;

  private static final byte[] FIRST = {};

  private final HotStore store;
  private final Set<RecordTable> whole = ConcurrentHashMap.newKeySet();
  private volatile Set<Integer> spaces = Set.of();

  PinnedTables(HotStore store) {
    this.store = store;
  }

  void set(Set<Integer> pinned) {
    spaces = Set.copyOf(pinned);
    whole.removeIf(table -> !pinned.contains(table.space()) || table.isDetached());
  }

  boolean contains(int space) {
    return spaces.contains(space);
  }

  /** Fails when more spaces would not fit. */
  void require(Set<Integer> more) {
    long bytes = 0;
    for (Space space : store.spaces().list()) {
      if (!space.isDropped() && (contains(space.id()) || more.contains(space.id()))) {
        bytes += space.table().wholeBytes();
      }
    }
    long limit = (long) (store.memory().limit() * SHARE);
    if (bytes > limit) {
      throw new OrbitException(
              ErrorCode.OUT_OF_MEMORY,
              "What is pinned would take about %d bytes of memory; half of memory.limit, %d bytes, may be"
                  .formatted(bytes, limit))
          .withHint("Pin less, or give the server more memory.");
    }
  }

  /**
   * Reads what is not in memory yet.
   *
   * @param room makes some where there is none; false when it cannot
   */
  void bringIn(BooleanSupplier room) {
    for (int id : spaces) {
      Space space = store.spaces().find(id);
      RecordTable table = space == null || space.isDropped() ? null : space.table();
      if (table != null && table.isPartial() && !whole.contains(table) && read(table, room)) {
        whole.add(table);
      }
    }
  }

  /** True when all of it was read. */
  private boolean read(RecordTable table, BooleanSupplier room) {
    Residency residency = table.residency();
    if (residency == null) {
      return true;
    }
    try (ColdGeneration generation = residency.generation();
        ColdCursor cursor = generation.cursor(table.space(), FIRST, null, false)) {
      while (cursor.next()) {
        if (!room.getAsBoolean()) {
          return false;
        }
        byte[] key = cursor.key();
        StoreRecord found = table.find(key, 0, key.length);
        StoreRecord ignored = store.cold().resolve(table, found, key, 0, key.length);
      }
      return true;
    }
  }
}
