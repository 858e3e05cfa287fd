package io.orbit.kernel.record;

import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.MustWait;
import io.orbit.api.storage.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps memory within its budget by leaving records to their engines. Below {@link #TRACK} of the
 * budget nothing happens; from there on, what is read is marked; above {@link #BEGIN}, and when a
 * write finds no room, what was not read lately leaves memory until {@link #STOP} is reached, after
 * a checkpoint where need be.
 *
 * <p>A hand goes round over the records. Each was read 0 to 3 times since it came (or came back
 * soon, which counts as once); the hand takes one off, or takes the record out. So what comes in
 * once, by a scan or a burst of new keys, goes at the next round, and what is read again and again
 * stays (generalised CLOCK; the quick demotion and the ghosts of S3-FIFO, Yang et al. 2023).
 */
public final class Evictor implements MemoryBudget.Reclaimer {
  private static final double TRACK = 0.6;
  private static final double BEGIN = 0.85;
  private static final double STOP = 0.8;
  private static final int ROUNDS = 4;
  private static final int ATTEMPTS = 250;
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

  private final HotStore store;
  private final MemoryBudget memory;
  private final Function<Space, @Nullable ColdSource> engines;
  private final Runnable checkpoint;
  private final boolean mayPause;
  private final PinnedTables pinned;

  /**
   * @param engines where a space's records lie; nowhere while its engine is not open
   * @param checkpoint writes what has changed into the engines
   * @param mayPause false where time stands still while somebody waits
   */
  public Evictor(
      HotStore store,
      Function<Space, @Nullable ColdSource> engines,
      Runnable checkpoint,
      boolean mayPause) {
    this.store = store;
    this.memory = store.memory();
    this.engines = engines;
    this.checkpoint = checkpoint;
    this.mayPause = mayPause;
    this.pinned = new PinnedTables(store);
  }

  /** Says which spaces stay in memory; rounds read what is not there. */
  public void pin(Set<Integer> spaces) {
    pinned.set(spaces);
  }

  /**
   * Fails when more spaces that stay in memory would not fit.
   *
   * @throws OrbitException OUT_OF_MEMORY
   */
  public void requirePinnable(Set<Integer> spaces) {
    pinned.require(spaces);
  }

  /** Looks after the budget; called every now and then. */
  public void round() {
    pinned.bringIn(this::hasRoom);
    long used = memory.used();
    if (used >= memory.limit() * BEGIN) {
      boolean ignored = reclaim((long) (memory.limit() * STOP));
    } else if (used >= memory.limit() * TRACK) {
      track();
    }
  }

  private boolean hasRoom() {
    return memory.used() <= memory.limit() * STOP || reclaim((long) (memory.limit() * TRACK));
  }

  @Override
  public void makeRoom(long bytes) {
    if (ColdReads.mustNotWait()) {
      throw MustWait.INSTANCE;
    }
    long limit = memory.limit();
    long target = Math.min((long) (limit * STOP), limit - bytes);
    for (int attempt = 1; bytes <= limit && !memory.fits(bytes); attempt++) {
      boolean room = reclaim(target);
      if (!room && !memory.fits(bytes)) {
        if (!mayPause || attempt == ATTEMPTS || tables(true).isEmpty()) {
          return;
        }
        LockSupport.parkNanos(PAUSE);
      }
    }
  }

  /**
   * Takes records out of memory until no more than that much is used.
   *
   * @return false when more is used by what cannot leave
   * @throws OrbitException of a checkpoint that was needed and failed
   */
  public synchronized boolean reclaim(long target) {
    if (memory.used() <= target) {
      return true;
    }
    track();
    store.collectGarbage();
    beginPartial();
    if (evict(1, target)) {
      return true;
    }
    checkpoint.run();
    store.collectGarbage();
    beginPartial();
    return evict(ROUNDS, target);
  }

  /** Tables that may evict, or, of those, the partial ones. */
  private List<RecordTable> tables(boolean partial) {
    List<RecordTable> found = new ArrayList<>();
    for (Space space : store.spaces().list()) {
      RecordTable table = space.table();
      ColdSource source = engines.apply(space);
      boolean mayEvict =
          space.id() != Store.CATALOG_SPACE
              && !pinned.contains(space.id())
              && source != null
              && !source.isVolatile()
              && !table.isDetached();
      if (mayEvict && (!partial || table.isPartial())) {
        found.add(table);
      }
    }
    return found;
  }

  /** What a space has outside memory lies elsewhere now. */
  public synchronized void follow(Space space) {
    Residency residency = space.table().residency();
    ColdSource source = engines.apply(space);
    if (residency != null && source != null) {
      residency.follow(source);
    }
  }

  private synchronized void track() {
    for (Space space : store.spaces().list()) {
      ColdSource source = engines.apply(space);
      RecordTable table = space.table();
      if (source != null
          && !source.isVolatile()
          && space.id() != Store.CATALOG_SPACE
          && table.residency() == null) {
        Residency residency = new Residency(source, store.figures(), table.living());
        table.track(residency);
        residency.trackedSince(store.log().visibleTimestamp());
      }
    }
  }

  private void beginPartial() {
    for (RecordTable table : tables(false)) {
      Residency residency = table.residency();
      if (residency != null && !residency.isPartial() && residency.mayBecomePartial()) {
        KeyFilter filter = new KeyFilter(table.living());
        residency.becomePartial(filter);
        table.countBytes(filter.bytes(), memory);
      }
    }
  }

  private boolean evict(int rounds, long target) {
    List<RecordTable> tables = tables(true);
    for (int step = 0; step < rounds * RecordTable.STRIPES; step++) {
      for (RecordTable table : tables) {
        if (memory.used() <= target) {
          store.expiries().compact();
          return true;
        }
        Residency residency = table.residency();
        if (residency != null) {
          long newest = Math.min(store.snapshots().bound(), residency.covered());
          table.evict(residency.advanceHand(), residency, newest, memory, store.expiries());
        }
      }
    }
    store.expiries().compact();
    return memory.used() <= target;
  }
}
