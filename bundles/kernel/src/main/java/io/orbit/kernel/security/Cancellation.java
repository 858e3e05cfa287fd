package io.orbit.kernel.security;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.Session.CancelReason;
import io.orbit.api.storage.Wait;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What stops a session's statement: somebody's wish, its time-out, the server's end. Also ends the
 * lock wait the statement is in. {@link #cancel} by any thread, the rest by the session's.
 *
 * <p>Virtual threads are not preempted: as many long statements as there are processors would keep
 * all others from running, the one that is to cancel them included. So who asks {@link #check} at
 * the end of a turn of 10 ms lets the others go first.
 */
final class Cancellation {
  private static final long UNLIMITED = Long.MAX_VALUE;
  private static final long TURN_NANOS = 10_000_000;

  private final SecurityClock clock;
  private final LongSupplier lockTimeoutMillis;
  private final LongSupplier transactionTimeoutMillis;
  private volatile @Nullable CancelReason reason;
  private volatile boolean told;
  private volatile boolean hasLeft;
  private volatile @Nullable Wait waiting;
  private volatile long deadline;

  /** When the open transaction began, or {@link #UNLIMITED} while there is none. */
  private volatile long transactionBegan = UNLIMITED;

  private volatile long transactionDeadline = UNLIMITED;
  private long turnBegan;

  /**
   * @param lockTimeoutMillis the setting lock_timeout, 0 for none
   * @param transactionTimeoutMillis the setting transaction_timeout, 0 for none
   */
  Cancellation(
      SecurityClock clock, LongSupplier lockTimeoutMillis, LongSupplier transactionTimeoutMillis) {
    this.clock = clock;
    this.lockTimeoutMillis = lockTimeoutMillis;
    this.transactionTimeoutMillis = transactionTimeoutMillis;
  }

  /** The session has a transaction from now on. */
  void transactionBegan(long began) {
    transactionBegan = began;
    limitTransaction();
  }

  void transactionEnded() {
    transactionBegan = UNLIMITED;
    transactionDeadline = UNLIMITED;
  }

  private void limitTransaction() {
    long began = transactionBegan;
    long limit = began == UNLIMITED ? 0 : transactionTimeoutMillis.getAsLong();
    transactionDeadline = limit == 0 ? UNLIMITED : began + limit;
  }

  /** Whether the open transaction has lasted longer than it may, by the setting as it is now. */
  boolean isTransactionOver() {
    limitTransaction();
    return transactionDeadline != UNLIMITED && clock.millis() >= transactionDeadline;
  }

  void cancel(CancelReason wanted) {
    synchronized (this) {
      if (reason != CancelReason.SHUTDOWN) {
        reason = wanted;
      }
    }
    Wait current = waiting;
    if (current != null) {
      current.cancel();
    }
  }

  /** Ends the wait in progress, and any that is still to begin. */
  void stopWaiting() {
    hasLeft = true;
    Wait current = waiting;
    if (current != null) {
      current.cancel();
    }
  }

  /** What came while nothing was under way is forgotten, a shutdown excepted. */
  void forget() {
    synchronized (this) {
      told = false;
      if (reason != CancelReason.SHUTDOWN) {
        reason = null;
      }
    }
  }

  /**
   * A statement begins: what stopped an earlier one is forgotten; what nobody was told of is not.
   */
  void begin(long timeoutMillis) {
    if (told) {
      forget();
    }
    turnBegan = System.nanoTime();
    limitTransaction();
    deadline = timeoutMillis == 0 ? 0 : Math.max(1, clock.millis() + timeoutMillis);
  }

  /** Fails when the statement has to stop. */
  void check() {
    CancelReason now = reason;
    if (now == null && deadline != 0 && clock.millis() >= deadline) {
      now = CancelReason.STATEMENT_TIMEOUT;
    }
    if (now != null) {
      throw failure(now);
    }
    if (transactionDeadline != UNLIMITED && clock.millis() >= transactionDeadline) {
      throw transactionTimeout();
    }
    if (Thread.currentThread().isVirtual() && System.nanoTime() - turnBegan > TURN_NANOS) {
      Thread.yield();
      turnBegan = System.nanoTime();
    }
  }

  /** The wait, watched: {@link #cancel} ends it, be it in progress or still to begin. */
  Wait watch(Wait wait) {
    waiting = wait;
    if (reason != null || hasLeft) {
      wait.cancel();
    }
    return new WatchedWait(wait);
  }

  /** The wait that is watched now, or was last. */
  @Nullable Wait waiting() {
    return waiting;
  }

  /** As {@link #watch} for what is no part of a statement: what it was told before is over. */
  Wait watchAlone(Wait wait) {
    if (told) {
      forget();
    }
    return watch(wait);
  }

  private OrbitException failure(CancelReason reason) {
    told = true;
    return switch (reason) {
      case USER_REQUEST ->
          new OrbitException(ErrorCode.QUERY_CANCELED, "canceling statement due to user request");
      case STATEMENT_TIMEOUT ->
          new OrbitException(
              ErrorCode.STATEMENT_TIMEOUT, "canceling statement due to statement timeout");
      case SHUTDOWN ->
          new OrbitException(
              ErrorCode.ADMIN_SHUTDOWN, "terminating connection due to administrator command");
    };
  }

  static OrbitException transactionTimeout() {
    return new OrbitException(
        ErrorCode.TRANSACTION_TIMEOUT, "terminating connection due to transaction timeout");
  }

  private static long unlimitedIfZero(long millis) {
    return millis == 0 ? UNLIMITED : millis;
  }

  private final class WatchedWait implements Wait {
    private final Wait wait;

    WatchedWait(Wait wait) {
      this.wait = wait;
    }

    @Override
    public void onDone(Runnable continuation) {
      wait.onDone(continuation);
    }

    @Override
    public void await(long timeoutMillis) {
      long statement = deadline == 0 ? UNLIMITED : Math.max(1, deadline - clock.millis());
      long lock = unlimitedIfZero(lockTimeoutMillis.getAsLong());
      long end = transactionDeadline;
      long whole = end == UNLIMITED ? UNLIMITED : Math.max(1, end - clock.millis());
      long limit =
          Math.min(Math.min(statement, whole), Math.min(lock, unlimitedIfZero(timeoutMillis)));
      try {
        wait.await(limit == UNLIMITED ? 0 : limit);
      } catch (OrbitException e) {
        if (e.code() == ErrorCode.LOCK_NOT_AVAILABLE && limit == whole) {
          throw transactionTimeout();
        }
        if (e.code() == ErrorCode.LOCK_NOT_AVAILABLE && limit == statement) {
          throw failure(CancelReason.STATEMENT_TIMEOUT);
        }
        if (e.code() == ErrorCode.LOCK_NOT_AVAILABLE && limit == lock) {
          throw new OrbitException(
              ErrorCode.LOCK_NOT_AVAILABLE, "canceling statement due to lock timeout");
        }
        throw explained(e);
      } finally {
        waiting = null;
      }
    }

    @Override
    public void result() {
      try {
        wait.result();
      } catch (OrbitException e) {
        throw explained(e);
      }
    }

    /** Why the wait was cancelled, as the client is told it. */
    private OrbitException explained(OrbitException failure) {
      CancelReason why = reason;
      return failure.code() == ErrorCode.QUERY_CANCELED && why != null ? failure(why) : failure;
    }

    @Override
    public void cancel() {
      wait.cancel();
    }
  }
}
