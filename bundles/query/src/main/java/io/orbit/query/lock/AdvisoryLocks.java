package io.orbit.query.lock;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * All advisory locks, exclusive and shared, of sessions and of transactions, as PostgreSQL has
 * them: a session may take one any number of times and never waits for itself; who comes first is
 * served first. What a closed session held is free.
 *
 * <p>Thread-safe. {@link #lock} blocks and so belongs on a virtual thread. A deadlock among
 * advisory locks is found when its last wait begins; one that goes through a record's lock ends by
 * {@code lock_timeout} or {@code statement_timeout}.
 */
public final class AdvisoryLocks {
  private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** How a lock is taken. */
  public enum Mode {
    SHARED,
    EXCLUSIVE
  }

  /** Until when it is held. */
  public enum Span {
    SESSION,
    TRANSACTION
  }

  /** One that is held or waited for, as pg_locks shows it. */
  public record Shown(AdvisoryKey key, long session, Mode mode, boolean granted) {}

  /** How often one session holds a lock, by mode and span. */
  private record Hold(Mode mode, Span span) {}

  private record Waiter(Session session, Mode mode) {}

  /** One lock. */
  private static final class Entry {
    final Map<Session, Map<Hold, Integer>> holders = new LinkedHashMap<>();
    final List<Waiter> waiters = new ArrayList<>();
  }

  private final ReentrantLock latch = new ReentrantLock();
  private final Condition changed = latch.newCondition();
  private final Map<AdvisoryKey, Entry> entries = new HashMap<>();

  /** Takes a lock if nobody has to be waited for. */
  public boolean tryLock(Session session, AdvisoryKey key, Mode mode, Span span) {
    latch.lock();
    try {
      Entry entry = entry(key);
      boolean free = isFree(entry, new Waiter(session, mode), entry.waiters.size());
      if (free) {
        hold(entry, key, session, mode, span);
      }
      forget(key, entry);
      return free;
    } finally {
      latch.unlock();
    }
  }

  /**
   * Takes a lock, and waits for it.
   *
   * @param timeoutMillis how long at most; 0 for as long as it takes
   * @throws OrbitException QUERY_CANCELED and its like, DEADLOCK_DETECTED, LOCK_NOT_AVAILABLE after
   *     the time-out
   */
  public void lock(Session session, AdvisoryKey key, Mode mode, Span span, long timeoutMillis) {
    latch.lock();
    Entry entry = entry(key);
    Waiter waiter = new Waiter(session, mode);
    try {
      entry.waiters.add(waiter);
      if (!isFree(entry, waiter, entry.waiters.size() - 1)) {
        requireNoCircle(session);
      }
      await(entry, waiter, timeoutMillis);
      hold(entry, key, session, mode, span);
    } finally {
      entry.waiters.removeIf(one -> one == waiter);
      forget(key, entry);
      changed.signalAll();
      latch.unlock();
    }
  }

  private void await(Entry entry, Waiter waiter, long timeoutMillis) {
    long begin = System.nanoTime();
    while (!isFree(entry, waiter, position(entry, waiter))) {
      waiter.session().checkCanceled();
      if (timeoutMillis > 0
          && System.nanoTime() - begin > TimeUnit.MILLISECONDS.toNanos(timeoutMillis)) {
        throw new OrbitException(
            ErrorCode.LOCK_NOT_AVAILABLE, "canceling statement due to lock timeout");
      }
      try {
        changed.awaitNanos(LOOK_EVERY_NANOS);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new OrbitException(
            ErrorCode.QUERY_CANCELED, "canceling statement due to user request");
      }
    }
  }

  private static int position(Entry entry, Waiter waiter) {
    for (int i = 0; i < entry.waiters.size(); i++) {
      if (entry.waiters.get(i) == waiter) {
        return i;
      }
    }
    return entry.waiters.size();
  }

  /** Whether nobody else holds it, nor waits before that place, in a way that excludes this. */
  private static boolean isFree(Entry entry, Waiter wanted, int place) {
    return blockers(entry, wanted, place).isEmpty();
  }

  private static Set<Session> blockers(Entry entry, Waiter wanted, int place) {
    entry.holders.keySet().removeIf(Session::isClosed);
    Set<Session> blockers = new HashSet<>();
    boolean held = false;
    for (Map.Entry<Session, Map<Hold, Integer>> holder : entry.holders.entrySet()) {
      if (holder.getKey() == wanted.session()) {
        held = true;
        continue;
      }
      boolean excludes =
          wanted.mode() == Mode.EXCLUSIVE
              || holder.getValue().keySet().stream().anyMatch(h -> h.mode() == Mode.EXCLUSIVE);
      if (excludes) {
        blockers.add(holder.getKey());
      }
    }
    for (int i = 0; i < Math.min(place, entry.waiters.size()) && !held; i++) {
      Waiter earlier = entry.waiters.get(i);
      boolean excludes = wanted.mode() == Mode.EXCLUSIVE || earlier.mode() == Mode.EXCLUSIVE;
      if (excludes && earlier.session() != wanted.session()) {
        blockers.add(earlier.session());
      }
    }
    return blockers;
  }

  private void requireNoCircle(Session session) {
    Set<Session> seen = new HashSet<>();
    List<Session> open = new ArrayList<>(waitsFor(session));
    while (!open.isEmpty()) {
      Session next = open.removeLast();
      if (next == session) {
        throw new OrbitException(ErrorCode.DEADLOCK_DETECTED, "deadlock detected")
            .withDetail("Process " + session.id() + " waits for an advisory lock in a circle.")
            .withHint("See server log for query details.");
      }
      if (seen.add(next)) {
        open.addAll(waitsFor(next));
      }
    }
  }

  private Set<Session> waitsFor(Session session) {
    Set<Session> found = new HashSet<>();
    for (Entry entry : entries.values()) {
      for (int i = 0; i < entry.waiters.size(); i++) {
        if (entry.waiters.get(i).session() == session) {
          found.addAll(blockers(entry, entry.waiters.get(i), i));
        }
      }
    }
    return found;
  }

  private Entry entry(AdvisoryKey key) {
    return entries.computeIfAbsent(key, k -> new Entry());
  }

  private void forget(AdvisoryKey key, Entry entry) {
    if (entry.holders.isEmpty() && entry.waiters.isEmpty()) {
      entries.remove(key, entry);
    }
  }

  private void hold(Entry entry, AdvisoryKey key, Session session, Mode mode, Span span) {
    Map<Hold, Integer> holds = entry.holders.computeIfAbsent(session, s -> new HashMap<>(2));
    int times = holds.merge(new Hold(mode, span), 1, Integer::sum);
    Transaction transaction = session.transaction();
    if (span == Span.TRANSACTION && times == 1 && transaction != null) {
      transaction.onEnd(committed -> release(session, key, new Hold(mode, span), true));
    }
  }

  /**
   * Gives a session's lock back, once.
   *
   * @return false when it did not hold it so
   */
  public boolean unlock(Session session, AdvisoryKey key, Mode mode) {
    return release(session, key, new Hold(mode, Span.SESSION), false);
  }

  private boolean release(Session session, AdvisoryKey key, Hold hold, boolean wholly) {
    latch.lock();
    try {
      Entry entry = entries.get(key);
      Map<Hold, Integer> holds = entry == null ? null : entry.holders.get(session);
      Integer times = holds == null ? null : holds.get(hold);
      if (entry == null || holds == null || times == null) {
        return false;
      }
      if (times == 1 || wholly) {
        holds.remove(hold);
      } else {
        holds.put(hold, times - 1);
      }
      if (holds.isEmpty()) {
        entry.holders.remove(session);
        changed.signalAll();
      }
      forget(key, entry);
      return true;
    } finally {
      latch.unlock();
    }
  }

  /** Gives back all that a session holds beyond its transaction. */
  public void unlockAll(Session session) {
    latch.lock();
    try {
      for (Map.Entry<AdvisoryKey, Entry> one : List.copyOf(entries.entrySet())) {
        Entry entry = one.getValue();
        Map<Hold, Integer> holds = entry.holders.get(session);
        if (holds != null) {
          holds.keySet().removeIf(hold -> hold.span() == Span.SESSION);
          if (holds.isEmpty()) {
            entry.holders.remove(session);
          }
        }
        forget(one.getKey(), entry);
      }
      changed.signalAll();
    } finally {
      latch.unlock();
    }
  }

  /** All that are held or waited for. */
  public List<Shown> all() {
    latch.lock();
    try {
      List<Shown> all = new ArrayList<>();
      entries.forEach(
          (key, entry) -> {
            entry.holders.keySet().removeIf(Session::isClosed);
            entry.holders.forEach(
                (session, holds) ->
                    holds.keySet().stream()
                        .map(Hold::mode)
                        .distinct()
                        .forEach(mode -> all.add(new Shown(key, session.id(), mode, true))));
            entry.waiters.forEach(
                one -> all.add(new Shown(key, one.session().id(), one.mode(), false)));
          });
      return all;
    } finally {
      latch.unlock();
    }
  }
}
