package io.orbit.kernel.record;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The spaces of which the log carries what a change finds, because a feed asked for it. Asked once
 * for every change, so that asking costs one volatile read. Thread-safe.
 */
public final class WantedImages {
  private final Map<Integer, Integer> counts = new HashMap<>();
  private volatile Set<Integer> wanted = Set.of();

  public boolean contains(int space) {
    Set<Integer> now = wanted;
    return !now.isEmpty() && now.contains(space);
  }

  /** From now on, until as many calls of {@link #remove}. */
  public synchronized void add(Set<Integer> spaces) {
    spaces.forEach(space -> counts.merge(space, 1, Integer::sum));
    wanted = Set.copyOf(counts.keySet());
  }

  public synchronized void remove(Set<Integer> spaces) {
    spaces.forEach(space -> counts.computeIfPresent(space, (id, n) -> n == 1 ? null : n - 1));
    wanted = Set.copyOf(counts.keySet());
  }
}
