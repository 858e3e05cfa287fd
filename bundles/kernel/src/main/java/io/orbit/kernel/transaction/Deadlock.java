package io.orbit.kernel.transaction;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A circle of transactions and sessions that wait for each other, found when the last of them began
 * to wait.
 *
 * @param victim whose wait ends it: the asker, unless another volunteered and the asker did not
 * @param error what the victim is told
 */
record Deadlock(LockWait victim, OrbitException error) {
  /** Looks for a circle through a wait; under the lock manager's latch. */
  static @Nullable Deadlock find(LockWait start) {
    List<LockWait> path = new ArrayList<>();
    if (!reaches(start, start.owner.client, path, new HashSet<>())) {
      return null;
    }
    LockWait victim = start;
    for (LockWait wait : path) {
      if (!victim.owner.isDeadlockVictim() && wait.owner.isDeadlockVictim()) {
        victim = wait;
      }
    }
    return new Deadlock(victim, error(path));
  }

  private static boolean reaches(
      LockWait wait, LockClient goal, List<LockWait> path, Set<LockClient> seen) {
    path.add(wait);
    if (wait.record.lockWord() instanceof LockQueue queue) {
      for (LockOwner owner : queue.blockersOf(wait)) {
        LockClient blocker = owner.client;
        if (blocker == goal) {
          return true;
        }
        LockWait next = blocker.waiting;
        if (next != null && seen.add(blocker) && reaches(next, goal, path, seen)) {
          return true;
        }
      }
    }
    path.removeLast();
    return false;
  }

  private static OrbitException error(List<LockWait> path) {
    StringBuilder detail = new StringBuilder();
    for (int i = 0; i < path.size(); i++) {
      LockWait wait = path.get(i);
      LockWait blocker = path.get((i + 1) % path.size());
      detail
          .append(i == 0 ? "" : "\n")
          .append(capitalized(wait.owner.name()))
          .append(" waits for ")
          .append(wait.mode)
          .append(" on ")
          .append(wait.record)
          .append("; blocked by ")
          .append(blocker.owner.name())
          .append('.');
    }
    return new OrbitException(ErrorCode.DEADLOCK_DETECTED, "deadlock detected")
        .withDetail(detail.toString())
        .withHint("Run the transaction again; take locks in the same order everywhere.");
  }

  private static String capitalized(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
