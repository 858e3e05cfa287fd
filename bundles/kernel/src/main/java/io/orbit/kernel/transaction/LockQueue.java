package io.orbit.kernel.transaction;

import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.WaitingLock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lock word of what several hold or somebody waits for. Nobody is granted what an earlier
 * waiter excludes, so none starves; who excludes none of those before is not kept behind them. One
 * that strengthens what it holds goes before those that hold nothing. Guarded by the lock manager's
 * latch.
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

  private boolean isHeldBy(LockClient client) {
    for (LockToken holder : holders) {
      if (holder.owner.client == client) {
        return true;
      }
    }
    return false;
  }

  /** True when no other holder and no earlier waiter stands in the way. */
  boolean isFree(LockOwner owner, LockMode mode) {
    return hasNoHolderAgainst(owner, mode)
        && (isHeldBy(owner.client) || hasNoWaiterAgainst(mode, waiters.size()));
  }

  private boolean hasNoHolderAgainst(LockOwner owner, LockMode mode) {
    for (LockToken holder : holders) {
      if (holder.owner.client != owner.client && !holder.mode.isCompatibleWith(mode)) {
        return false;
      }
    }
    return true;
  }

  private boolean hasNoWaiterAgainst(LockMode mode, int before) {
    for (int i = 0; i < before; i++) {
      if (!waiters.get(i).mode.isCompatibleWith(mode)) {
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
    if (isHeldBy(wait.owner.client)) {
      place = 0;
      while (place < waiters.size() && isHeldBy(waiters.get(place).owner.client)) {
        place++;
      }
    }
    waiters.add(place, wait);
  }

  /** Grants to whoever nobody stands in the way of any more, in order; answers whom. */
  List<LockWait> serve() {
    List<LockWait> served = new ArrayList<>(1);
    int next = 0;
    while (next < waiters.size()) {
      LockWait wait = waiters.get(next);
      if (hasNoHolderAgainst(wait.owner, wait.mode) && hasNoWaiterAgainst(wait.mode, next)) {
        waiters.remove(next);
        grant(wait.owner, wait.mode);
        wait.owner.client.waiting = null;
        served.add(wait);
      } else {
        next++;
      }
    }
    return served;
  }

  /** Those a waiter waits for: holders and earlier waiters that exclude it. */
  List<LockOwner> blockersOf(LockWait wait) {
    List<LockOwner> blockers = new ArrayList<>();
    visitBlockers(wait, (owner, mode, holds) -> blockers.add(owner));
    return blockers;
  }

  /** The same, as others are told of them. */
  List<WaitingLock.Blocker> describeBlockers(LockWait wait) {
    List<WaitingLock.Blocker> blockers = new ArrayList<>();
    visitBlockers(
        wait,
        (owner, mode, holds) ->
            blockers.add(new WaitingLock.Blocker(owner.id(), owner.name(), mode, holds)));
    return blockers;
  }

  private interface Visitor {
    void visit(LockOwner owner, LockMode mode, boolean holds);
  }

  private void visitBlockers(LockWait wait, Visitor visitor) {
    for (LockToken holder : holders) {
      if (holder.owner.client != wait.owner.client && !holder.mode.isCompatibleWith(wait.mode)) {
        visitor.visit(holder.owner, holder.mode, true);
      }
    }
    for (LockWait earlier : waiters) {
      if (earlier == wait) {
        break;
      }
      if (!earlier.mode.isCompatibleWith(wait.mode)) {
        visitor.visit(earlier.owner, earlier.mode, false);
      }
    }
  }
}
