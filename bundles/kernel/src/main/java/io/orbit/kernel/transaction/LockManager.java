package io.orbit.kernel.transaction;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.WaitingLock;
import io.orbit.kernel.log.Completion.Scheduler;
import io.orbit.kernel.record.Lockable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Locks of records, and of names. A lock that nobody contends is one compare-and-set of the
 * record's lock word; what several hold or wait for is a {@link LockQueue} under one latch, which
 * also makes the wait-for graph that deadlocks are found in stand still.
 *
 * <p>The lock word is null, a {@link LockToken} (one holder), a {@link LockQueue}, or {@link
 * Lockable#DEAD}. What holds of it:
 *
 * <ol>
 *   <li>Anybody may exchange null for a token, a token for a queue with that token in it, and the
 *       own token for null or a stronger one. Only who has the latch changes a queue or exchanges
 *       it. So a token stays what it is under the latch or not, but a queue looked at without the
 *       latch may be a token (perhaps the own one) or null once the latch is there: whoever takes
 *       the latch looks at the word again, and goes by what stands there then.
 *   <li>A queue goes with the second but last who holds the lock or waits for it, and leaves that
 *       one's token or null: locks that are free, or held alone, cost no memory.
 *   <li>A waiter is in a queue exactly as long as a holder or an earlier waiter there excludes it,
 *       and {@link LockClient#waiting} names its wait exactly as long. So the edges of the wait-for
 *       graph are {@link LockQueue#blockersOf}, all of them, and all lead to owners who can end.
 *   <li>An edge begins where somebody begins to wait: at the one who waits or (where it goes before
 *       others) at those behind it; or it leads to somebody who was just granted a lock, and waits
 *       for nothing. So every circle goes through the newest wait, and is found and broken there
 *       before the latch is given back.
 *   <li>The owners of one {@link LockClient} never exclude each other, and wait as one: whoever is
 *       blocked by one of them waits for what the client waits for.
 *   <li>A wait leaves its queue once: granted, given up, or as a victim. Who takes it out completes
 *       it, after the latch. An owner that ends leaves its queue before it gives back what it
 *       holds.
 * </ol>
 */
final class LockManager {
  /** What came of asking for a lock. */
  enum Answer {
    /** Granted; it was not held before. */
    GRANTED,
    /** Held already, perhaps in a weaker mode until now. */
    HELD,
    /** Somebody else holds it. */
    BUSY,
    /** The record is out of its table: look the key up again. */
    DEAD
  }

  private static final int SPINS = 200;

  private final Scheduler scheduler;
  private final ReentrantLock latch = new ReentrantLock();
  private final LongAdder deadlocks = new LongAdder();

  /** All waits that are in a queue, in the order in which they began; under the latch. */
  private final Set<LockWait> waiting = new LinkedHashSet<>();

  LockManager(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  Scheduler scheduler() {
    return scheduler;
  }

  long deadlocks() {
    return deadlocks.sum();
  }

  /** Who waits now, and for whom. */
  List<WaitingLock> waiting() {
    latch.lock();
    try {
      return waiting.stream().map(LockWait::describe).toList();
    } finally {
      latch.unlock();
    }
  }

  /** Takes a lock if that needs no waiting (but for an operation that is about to end). */
  Answer tryLock(Lockable record, LockOwner owner, LockMode mode) {
    int spins = 0;
    while (true) {
      Object word = record.lockWord();
      if (word == null) {
        if (record.exchangeLock(null, owner.token(mode))) {
          return Answer.GRANTED;
        }
      } else if (word == Lockable.DEAD) {
        return Answer.DEAD;
      } else if (word instanceof LockToken token) {
        if (token.owner == owner) {
          if (token.covers(mode) || record.exchangeLock(token, owner.token(mode))) {
            return Answer.HELD;
          }
        } else if (token.owner.client == owner.client || token.mode.isCompatibleWith(mode)) {
          inflate(record, token);
        } else if (token.owner.isTransaction() || spins++ >= SPINS) {
          return Answer.BUSY;
        } else {
          pause(spins);
        }
      } else if (word instanceof LockQueue queue) {
        Answer answer = tryQueue(record, queue, owner, mode);
        if (answer != null) {
          return answer;
        }
      }
    }
  }

  private static void pause(int spins) {
    if (spins < SPINS / 2) {
      Thread.onSpinWait();
    } else {
      Thread.yield();
    }
  }

  private @Nullable Answer tryQueue(
      Lockable record, LockQueue queue, LockOwner owner, LockMode mode) {
    latch.lock();
    try {
      if (record.lockWord() != queue) {
        return null;
      }
      LockToken held = queue.heldBy(owner);
      if (held != null && held.covers(mode)) {
        return Answer.HELD;
      }
      if (!queue.isFree(owner, mode)) {
        return Answer.BUSY;
      }
      queue.grant(owner, mode);
      return held == null ? Answer.GRANTED : Answer.HELD;
    } finally {
      latch.unlock();
    }
  }

  /** Makes room for a second holder or a waiter. */
  private @Nullable LockQueue inflate(Lockable record, LockToken token) {
    LockQueue queue = new LockQueue();
    queue.holders.add(token);
    return record.exchangeLock(token, queue) ? queue : null;
  }

  /**
   * Asks for a lock and queues when it is not free.
   *
   * @return null when the record is out of its table; otherwise a wait, perhaps over already
   * @throws OrbitException DEADLOCK_DETECTED when waiting would close a circle and the asker is the
   *     victim
   */
  @Nullable LockWait enqueue(
      Lockable record, LockOwner owner, LockMode mode, LockWait.Check check) {
    LockWait wait = new LockWait(this, record, owner, mode, check);
    List<Deadlock> broken = new ArrayList<>(0);
    List<LockWait> served = new ArrayList<>(0);
    latch.lock();
    try {
      LockQueue queue = queueOf(record, wait);
      if (queue == null) {
        return record.lockWord() == Lockable.DEAD ? null : wait;
      }
      if (queue.isFree(owner, mode)) {
        queue.grant(owner, mode);
        wait.complete(null);
        return wait;
      }
      queue.enqueue(wait);
      owner.client.waiting = wait;
      waiting.add(wait);
      breakCircles(wait, broken, served);
    } finally {
      latch.unlock();
    }
    broken.forEach(deadlock -> deadlock.victim().complete(deadlock.error()));
    served.forEach(next -> next.complete(null));
    return wait;
  }

  /** A wait may close several circles; a victim other than itself breaks one of them. */
  private void breakCircles(LockWait wait, List<Deadlock> broken, List<LockWait> served) {
    while (wait.owner.client.waiting == wait) {
      Deadlock deadlock = Deadlock.find(wait);
      if (deadlock == null) {
        return;
      }
      deadlocks.increment();
      broken.add(deadlock);
      served.addAll(takeOut(deadlock.victim()));
    }
  }

  /** The record's queue, made if need be; null when it is dead or the lock was free after all. */
  private @Nullable LockQueue queueOf(Lockable record, LockWait wait) {
    while (true) {
      Object word = record.lockWord();
      if (word == Lockable.DEAD) {
        return null;
      }
      if (word instanceof LockQueue queue) {
        return queue;
      }
      if (word instanceof LockToken token) {
        LockQueue queue = inflate(record, token);
        if (queue != null) {
          return queue;
        }
      } else if (record.exchangeLock(null, wait.owner.token(wait.mode))) {
        wait.complete(null);
        return null;
      }
    }
  }

  /** Gives a lock back, if it is held; whoever can go on then is continued. */
  void release(Lockable record, LockOwner owner) {
    if (releaseAlone(record, owner)) {
      return;
    }
    List<LockWait> served = List.of();
    latch.lock();
    try {
      // Not the queue that was seen outside: the other holders may have gone, and left a token.
      while (!releaseAlone(record, owner)) {
        if (record.lockWord() instanceof LockQueue queue) {
          LockToken held = queue.heldBy(owner);
          if (held != null) {
            queue.holders.remove(held);
          }
          served = serve(record, queue);
          break;
        }
      }
    } finally {
      latch.unlock();
    }
    served.forEach(wait -> wait.complete(null));
  }

  /** True when the owner holds no part of a queue: what it held alone is given back. */
  private static boolean releaseAlone(Lockable record, LockOwner owner) {
    Object word = record.lockWord();
    if (word instanceof LockToken token && token.owner == owner) {
      return record.exchangeLock(token, null);
    }
    return !(word instanceof LockQueue);
  }

  private List<LockWait> serve(Lockable record, LockQueue queue) {
    List<LockWait> served = queue.serve();
    served.forEach(waiting::remove);
    if (queue.waiters.isEmpty() && queue.holders.size() <= 1) {
      Object thin = queue.holders.isEmpty() ? null : queue.holders.getFirst();
      if (!record.exchangeLock(queue, thin)) {
        throw new IllegalStateException("a lock queue was replaced without the latch");
      }
    }
    return served;
  }

  private List<LockWait> takeOut(LockWait wait) {
    wait.owner.client.waiting = null;
    waiting.remove(wait);
    if (wait.record.lockWord() instanceof LockQueue queue && queue.waiters.remove(wait)) {
      return serve(wait.record, queue);
    }
    return List.of();
  }

  /** Somebody waits no longer. */
  void leave(LockWait wait, OrbitException error) {
    List<LockWait> served;
    boolean left;
    latch.lock();
    try {
      left = wait.owner.client.waiting == wait;
      served = left ? takeOut(wait) : List.of();
    } finally {
      latch.unlock();
    }
    if (left) {
      wait.complete(error);
    }
    served.forEach(next -> next.complete(null));
  }

  /** An owner ends: what it still waits for, it must not get any more. */
  void leave(LockOwner owner) {
    LockWait waiting = owner.client.waiting;
    if (waiting != null && waiting.owner == owner) {
      leave(
          waiting,
          new OrbitException(
              ErrorCode.QUERY_CANCELED, "the transaction was ended while it waited for a lock"));
    }
  }

  /** True when an owner holds a record in a mode that lets it write. */
  boolean mayWrite(Lockable record, LockOwner owner) {
    if (record.lockWord() instanceof LockToken token) {
      return lets(token, owner);
    }
    latch.lock();
    try {
      Object word = record.lockWord();
      LockToken held = word instanceof LockToken token ? token : null;
      if (word instanceof LockQueue queue) {
        held = queue.heldBy(owner);
      }
      return held != null && lets(held, owner);
    } finally {
      latch.unlock();
    }
  }

  private static boolean lets(LockToken token, LockOwner owner) {
    return token.owner == owner && token.covers(LockMode.NO_KEY_EXCLUSIVE);
  }
}
