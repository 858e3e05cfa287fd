package io.orbit.kernel.record;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import org.jspecify.annotations.Nullable;

/**
 * Which of a table's records are in memory, for a table that has begun, or is about, to evict. A
 * table without one is <em>complete</em>: a miss is a miss.
 *
 * <p>First the table is <em>tracked</em>: what is read is marked, and removed records stay known
 * until the engine knows of their removal. Once a checkpoint has written what was removed before,
 * the table may become <em>partial</em>: then only records may leave memory that are in the engine
 * as they are, and a miss asks the filter and the engine.
 */
public final class Residency {
  private volatile ColdSource source;
  private final ResidencyFigures figures;
  private volatile long trackedSince = Long.MAX_VALUE;
  private final int[] ghosts;
  private volatile boolean partial;
  private volatile @Nullable KeyFilter filter;
  private volatile @Nullable KeyFilter growing;
  private volatile long firstExpiry = Long.MAX_VALUE;
  private @Nullable ColdGeneration pinned;
  private boolean over;
  private int hand;

  /**
   * @param records about how many there are
   */
  Residency(ColdSource source, ResidencyFigures figures, long records) {
    this.source = source;
    this.figures = figures;
    int wanted = (int) Math.max(1 << 8, Math.min(1 << 18, records / 4));
    this.ghosts = new int[Integer.highestOneBit(wanted)];
  }

  /** What is not in memory lies there from now on. */
  void follow(ColdSource newSource) {
    source = newSource;
  }

  /** Removals above this timestamp find the table tracked. */
  void trackedSince(long timestamp) {
    trackedSince = timestamp;
  }

  /** True when a miss in memory says nothing. */
  boolean isPartial() {
    return partial;
  }

  /** True when everything removed before it was tracked is removed from the engine too. */
  boolean mayBecomePartial() {
    return source.covered() >= trackedSince;
  }

  /**
   * From now on records may leave memory.
   *
   * @param known what the filter is to say of records outside: nothing (null) when it is not known
   *     what there is
   */
  synchronized void becomePartial(@Nullable KeyFilter known) {
    if (!over) {
      filter = known;
      partial = true;
    }
  }

  /** True when a removal at that timestamp must stay known, because the engine has the record. */
  boolean mustRemember(long removedAt) {
    return removedAt > source.covered();
  }

  /** Every commit up to this timestamp is in the engine. */
  long covered() {
    return source.covered();
  }

  /** The stripe whose turn it is; by the evictor only. */
  int advanceHand() {
    hand = (hand + 1) % RecordTable.STRIPES;
    return hand;
  }

  // ---- what is outside

  /** False when the engine holds no such record that is not in memory. */
  boolean mayHold(int hash) {
    KeyFilter known = filter;
    return known == null || known.mayContain(hash);
  }

  /** A record is about to leave memory; answers by how much the filters grew. */
  long leaves(StoreRecord record, Version version) {
    int hash = record.hash();
    // In this order: a new filter that is no longer growing is the known one by then.
    KeyFilter next = growing;
    KeyFilter known = filter;
    long grown = known == null ? 0 : known.add(hash);
    grown += next == null ? 0 : next.add(hash);
    ghosts[hash & ghosts.length - 1] = hash;
    long due = version.dueAt();
    if (due != 0) {
      noteExpiry(due);
    }
    figures.evictions.increment();
    return grown;
  }

  /** True when a record was evicted not long ago: it is wanted more than it seemed. */
  boolean wasEvictedLately(int hash) {
    return ghosts[hash & ghosts.length - 1] == hash;
  }

  /** No filter, or one that has grown far beyond what there is. */
  boolean wantsFilter(long living) {
    KeyFilter known = filter;
    return partial && (known == null || known.added() > 2 * living + (1 << 20));
  }

  /** A new filter gets everything that leaves memory from now on, and what its maker finds. */
  KeyFilter beginFilter(long records) {
    KeyFilter next = new KeyFilter(records);
    growing = next;
    return next;
  }

  /** The new filter knows everything; answers how many bytes there are more. */
  long finishFilter(KeyFilter next) {
    KeyFilter old = filter;
    filter = next;
    growing = null;
    return next.bytes() - (old == null ? 0 : old.bytes());
  }

  synchronized void noteExpiry(long expiresAt) {
    firstExpiry = Math.min(firstExpiry, expiresAt);
  }

  /** When the first record outside memory expires, as far as known. */
  long firstExpiry() {
    return firstExpiry;
  }

  /** Before all records outside memory are looked at. */
  synchronized void forgetExpiry() {
    firstExpiry = Long.MAX_VALUE;
  }

  // ---- reading

  void countHit() {
    figures.hits.increment();
  }

  void countMiss() {
    figures.misses.increment();
  }

  ColdGeneration acquire() {
    figures.coldReads.increment();
    return generation();
  }

  /** The engine now, or as it was when the table's space was cleared or dropped. */
  ColdGeneration generation() {
    synchronized (this) {
      if (over) {
        ColdGeneration kept = pinned;
        if (kept == null) {
          throw new OrbitException(
              ErrorCode.CANNOT_CONNECT_NOW, "What the space held before is no longer there");
        }
        return new Borrowed(kept);
      }
    }
    return source.acquire();
  }

  /** The table's space is being cleared or dropped: snapshots from before go on reading it. */
  synchronized void pin() {
    over = true;
    if (partial) {
      try {
        pinned = source.acquire();
      } catch (OrbitException e) {
        pinned = null;
      }
    }
  }

  /** No snapshot sees the table any more. */
  synchronized void unpin() {
    ColdGeneration kept = pinned;
    pinned = null;
    if (kept != null) {
      kept.close();
    }
  }

  /** A pinned generation, lent: it stays what the table holds, whatever checkpoints do. */
  private record Borrowed(ColdGeneration kept) implements ColdGeneration {
    @Override
    public boolean isCurrent() {
      return true;
    }

    @Override
    public @Nullable Version read(int space, byte[] key) {
      return kept.read(space, key);
    }

    @Override
    public ColdCursor cursor(int space, byte[] from, byte @Nullable [] to, boolean descending) {
      return kept.cursor(space, from, to, descending);
    }

    @Override
    public void close() {
      // Its owner keeps it until no snapshot sees the table.
    }
  }
}
