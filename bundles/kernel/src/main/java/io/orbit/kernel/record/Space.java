package io.orbit.kernel.record;

import io.orbit.api.storage.SpaceOptions;
import org.jspecify.annotations.Nullable;

/** A key space: its number, what it is, and the tables it has had since the oldest snapshot. */
public final class Space {
  private final int id;
  private volatile SpaceOptions options;
  private volatile @Nullable String target;
  private final long hashSeed;
  private volatile RecordTable table;
  private volatile long droppedAt;

  Space(int id, SpaceOptions options, long hashSeed) {
    this.id = id;
    this.options = options;
    this.hashSeed = hashSeed;
    this.table = new RecordTable(id, options.ordered(), hashSeed, 0, null);
  }

  public int id() {
    return id;
  }

  public SpaceOptions options() {
    return options;
  }

  /** Begins anew in another engine, where nothing of it has been written yet. */
  public void place(String engine) {
    options = new SpaceOptions(options.ordered(), engine);
  }

  /** True when an engine is to hold it: its own, or the one that it is being copied to. */
  public boolean isIn(String engine) {
    return options.engine().equals(engine) || engine.equals(target);
  }

  /** The engine that it is being copied to, if any. */
  public @Nullable String target() {
    return target;
  }

  /** From the next checkpoint on, another engine gets what its own gets; null ends that. */
  public void copyTo(@Nullable String engine) {
    target = engine;
  }

  /** The table that changes go to. */
  public RecordTable table() {
    return table;
  }

  /** The table a snapshot sees, or null when the space was dropped by then. */
  public @Nullable RecordTable tableAt(long snapshot) {
    long dropped = droppedAt;
    if (dropped != 0 && dropped <= snapshot) {
      return null;
    }
    RecordTable visible = table;
    while (visible != null && visible.since() > snapshot) {
      visible = visible.before();
    }
    return visible;
  }

  /** When the space was emptied first after a snapshot; 0 when it was not. */
  public long clearedAfter(long snapshot) {
    long cleared = 0;
    RecordTable known = table;
    while (known != null && known.since() > snapshot) {
      cleared = known.since();
      known = known.before();
    }
    return cleared;
  }

  /** An empty table from that commit on; under the log's lock. */
  void clear(long timestamp) {
    RecordTable old = table;
    old.detach();
    table = new RecordTable(id, options.ordered(), hashSeed, timestamp, old);
  }

  /** Under the log's lock. */
  void drop(long timestamp) {
    table.detach();
    droppedAt = timestamp;
  }

  public boolean isDropped() {
    return droppedAt != 0;
  }

  /** Forgets what no snapshot at or above the bound can see; true when nothing is left. */
  boolean forget(long bound) {
    if (table.since() <= bound) {
      table.forgetBefore();
    }
    boolean gone = droppedAt != 0 && droppedAt <= bound;
    if (gone) {
      table.forgetBefore();
      table.forget();
    }
    return gone;
  }
}
