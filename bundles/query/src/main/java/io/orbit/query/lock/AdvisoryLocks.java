package io.orbit.query.lock;

import io.orbit.api.security.Session;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.Wait;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * All advisory locks, exclusive and shared, of sessions and of transactions, as PostgreSQL has
 * them: a session may take one any number of times and never waits for itself; who comes first is
 * served first. What a closed session held is free.
 *
 * <p>Who holds what is the kernel's ({@link Session#locks()}), which finds a deadlock among them
 * and with locks of records alike; how often, and until when, is counted here. Thread-safe. {@link
 * #lock} blocks and so belongs on a virtual thread.
 */
public final class AdvisoryLocks {
  /** How a lock is taken. */
  public enum Mode {
    SHARED(LockMode.SHARE),
    EXCLUSIVE(LockMode.EXCLUSIVE);

    private final LockMode kernelMode;

    Mode(LockMode kernelMode) {
      this.kernelMode = kernelMode;
    }
  }

  /** Until when it is held. */
  public enum Span {
    SESSION,
    TRANSACTION
  }

  /** One that is held or waited for, as pg_locks shows it. */
  public record Shown(AdvisoryKey key, long session, Mode mode, boolean granted) {}

  /** One way in which a session holds a lock. */
  private record Hold(AdvisoryKey key, Mode mode, Span span) {}

  /** Heap of a lock that is held: its name, and what is noted here and in the kernel. */
  private static final long HOLD_BYTES = 600;

  /** How often each is held, by who is still there. */
  private final Map<Session, Map<Hold, Integer>> held = new WeakHashMap<>();

  private final Map<Session, Hold> waiting = new HashMap<>();
  private final ReentrantLock latch = new ReentrantLock();

  /** Takes a lock if nobody has to be waited for. */
  public boolean tryLock(Session session, AdvisoryKey key, Mode mode, Span span) {
    boolean free = session.locks().tryLock(key.toString(), mode.kernelMode);
    if (free) {
      hold(session, new Hold(key, mode, span));
    }
    return free;
  }

  /**
   * Takes a lock, and waits for it.
   *
   * @throws io.orbit.api.error.OrbitException QUERY_CANCELED and its like, DEADLOCK_DETECTED,
   *     LOCK_NOT_AVAILABLE after the session's {@code lock_timeout}
   */
  public void lock(Session session, AdvisoryKey key, Mode mode, Span span) {
    Hold hold = new Hold(key, mode, span);
    Wait wait = session.locks().lock(key.toString(), mode.kernelMode);
    if (wait != null) {
      await(session, hold, wait);
    }
    hold(session, hold);
  }

  private void await(Session session, Hold hold, Wait wait) {
    note(session, hold);
    try {
      session.watch(wait).await(0);
    } finally {
      note(session, null);
    }
  }

  private void note(Session session, @Nullable Hold wanted) {
    latch.lock();
    try {
      if (wanted == null) {
        waiting.remove(session);
      } else {
        waiting.put(session, wanted);
      }
    } finally {
      latch.unlock();
    }
  }

  private void hold(Session session, Hold hold) {
    int times;
    latch.lock();
    try {
      if (!held.getOrDefault(session, Map.of()).containsKey(hold)) {
        session.keep(HOLD_BYTES);
      }
      times = held.computeIfAbsent(session, s -> new HashMap<>()).merge(hold, 1, Integer::sum);
    } finally {
      latch.unlock();
    }
    Transaction transaction = session.transaction();
    if (hold.span() == Span.TRANSACTION && times == 1 && transaction != null) {
      transaction.onEnd(committed -> release(session, hold, true));
    }
  }

  /**
   * Gives a session's lock back, once.
   *
   * @return false when it did not hold it so
   */
  public boolean unlock(Session session, AdvisoryKey key, Mode mode) {
    return release(session, new Hold(key, mode, Span.SESSION), false);
  }

  private boolean release(Session session, Hold hold, boolean wholly) {
    latch.lock();
    try {
      Map<Hold, Integer> holds = held.getOrDefault(session, Map.of());
      Integer times = holds.get(hold);
      if (times == null) {
        return false;
      }
      if (times > 1 && !wholly) {
        holds.put(hold, times - 1);
        return true;
      }
      holds.remove(hold);
      session.keep(-HOLD_BYTES);
      giveBack(session, holds, hold);
      return true;
    } finally {
      latch.unlock();
    }
  }

  /** The lock itself, unless the session or its transaction holds it still. */
  private static void giveBack(Session session, Map<Hold, Integer> holds, Hold gone) {
    for (Span span : Span.values()) {
      if (holds.containsKey(new Hold(gone.key(), gone.mode(), span))) {
        return;
      }
    }
    session.locks().unlock(gone.key().toString(), gone.mode().kernelMode);
  }

  /** Gives back all that a session holds beyond its transaction. */
  public void unlockAll(Session session) {
    latch.lock();
    try {
      Map<Hold, Integer> holds = held.getOrDefault(session, Map.of());
      for (Hold hold : List.copyOf(holds.keySet())) {
        if (hold.span() == Span.SESSION) {
          holds.remove(hold);
          session.keep(-HOLD_BYTES);
          giveBack(session, holds, hold);
        }
      }
    } finally {
      latch.unlock();
    }
  }

  /** All that are held or waited for. */
  public List<Shown> all() {
    latch.lock();
    try {
      List<Shown> all = new ArrayList<>();
      held.forEach(
          (session, holds) -> {
            if (!session.isClosed()) {
              holds.keySet().stream()
                  .map(hold -> new Shown(hold.key(), session.id(), hold.mode(), true))
                  .distinct()
                  .forEach(all::add);
            }
          });
      waiting.forEach(
          (session, wanted) ->
              all.add(new Shown(wanted.key(), session.id(), wanted.mode(), false)));
      return all;
    } finally {
      latch.unlock();
    }
  }
}
