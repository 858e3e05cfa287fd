package io.orbit.kernel.record;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.SpaceOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All spaces by number. Reading is one array access; changes copy. Thread-safe. */
public final class Spaces {
  private final long hashSeed;
  private volatile @Nullable Space[] byHash = new Space[16];
  private int highest;

  public Spaces(long hashSeed) {
    this.hashSeed = hashSeed;
  }

  public @Nullable Space find(int id) {
    @Nullable Space[] slots = byHash;
    int mask = slots.length - 1;
    for (int at = id & mask; ; at = at + 1 & mask) {
      Space space = slots[at];
      if (space == null || space.id() == id) {
        return space;
      }
    }
  }

  /**
   * Returns a space that has not been dropped.
   *
   * @throws OrbitException UNDEFINED_OBJECT
   */
  public Space require(int id) {
    Space space = find(id);
    if (space == null || space.isDropped()) {
      throw new OrbitException(ErrorCode.UNDEFINED_OBJECT, "There is no space " + id);
    }
    return space;
  }

  public synchronized Space create(SpaceOptions options) {
    return add(highest + 1, options);
  }

  /** Adds a space of a known number, for recovery. */
  public synchronized Space add(int id, SpaceOptions options) {
    Space space = new Space(id, options, hashSeed);
    highest = Math.max(highest, id);
    List<Space> all = list();
    all.add(space);
    byHash = arrange(all);
    return space;
  }

  public synchronized void reserve(int id) {
    highest = Math.max(highest, id);
  }

  public synchronized void remove(Space space) {
    List<Space> all = list();
    all.remove(space);
    byHash = arrange(all);
  }

  public List<Space> list() {
    List<Space> all = new ArrayList<>();
    for (Space space : byHash) {
      if (space != null) {
        all.add(space);
      }
    }
    return all;
  }

  private static @Nullable Space[] arrange(List<Space> all) {
    int capacity = 16;
    while (capacity < all.size() * 2) {
      capacity *= 2;
    }
    @Nullable Space[] slots = new Space[capacity];
    for (Space space : all) {
      int at = space.id() & capacity - 1;
      while (slots[at] != null) {
        at = at + 1 & capacity - 1;
      }
      slots[at] = space;
    }
    return slots;
  }

  /** Forgets dropped spaces and tables before a clear that no snapshot sees. */
  synchronized void forget(long bound) {
    for (Space space : list()) {
      if (space.forget(bound)) {
        remove(space);
      }
    }
  }
}
