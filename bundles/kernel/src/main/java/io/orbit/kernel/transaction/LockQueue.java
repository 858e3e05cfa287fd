package io.orbit.kernel.transaction;

import io.orbit.api.storage.LockMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lock word of a record that several hold or somebody waits for. Waiters are served in order;
 * one that strengthens what it holds goes before those that hold nothing. Guarded by the lock
 * manager's latch.
 */
final class LockQueue {
  final List<LockToken> holders = new ArrayList<>(2);
  final List<LockWait> waiters = new ArrayList<>(2);

  @Nullable LockToken heldBy(LockOwner owner) {
    for (LockToken holder : holders) {
      if (holder.owner == owner) {
        return holder;
      }
    }
    return null;
  }

  /** True when no other holder and no earlier waiter stands in the way. */
  boolean isFree(LockOwner owner, LockMode mode) {
    if (!isCompatible(owner, mode)) {
      return false;
    }
    return waiters.isEmpty() || heldBy(owner) != null;
  }

  boolean isCompatible(LockOwner owner, LockMode mode) {
    for (LockToken holder : holders) {
      if (holder.owner != owner && !holder.mode.isCompatibleWith(mode)) {
        return false;
      }
    }
    return true;
  }

  void grant(LockOwner owner, LockMode mode) {
    LockToken held = heldBy(owner);
    if (held != null) {
      if (held.covers(mode)) {
        return;
      }
      holders.remove(held);
    }
    holders.add(owner.token(mode));
  }

  void enqueue(LockWait wait) {
    int place = waiters.size();
    if (heldBy(wait.owner) != null) {
      place = 0;
      while (place < waiters.size() && heldBy(waiters.get(place).owner) != null) {
        place++;
      }
    }
    waiters.add(place, wait);
  }

  /** Grants to the first waiters as far as they are compatible; answers whom. */
  List<LockWait> serve() {
    List<LockWait> served = new ArrayList<>(1);
    while (!waiters.isEmpty()) {
      LockWait first = waiters.getFirst();
      if (!isCompatible(first.owner, first.mode)) {
        break;
      }
      waiters.removeFirst();
      grant(first.owner, first.mode);
      first.owner.waiting = null;
      served.add(first);
    }
    return served;
  }

  /** Those a waiter waits for: holders and earlier waiters that exclude it. */
  List<LockOwner> blockersOf(LockWait wait) {
    List<LockOwner> blockers = new ArrayList<>();
    for (LockToken holder : holders) {
      if (holder.owner != wait.owner && !holder.mode.isCompatibleWith(wait.mode)) {
        blockers.add(holder.owner);
      }
    }
    for (LockWait earlier : waiters) {
      if (earlier == wait) {
        break;
      }
      if (!earlier.mode.isCompatibleWith(wait.mode)) {
        blockers.add(earlier.owner);
      }
    }
    return blockers;
  }
}
