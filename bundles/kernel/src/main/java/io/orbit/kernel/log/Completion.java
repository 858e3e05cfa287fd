package io.orbit.kernel.log;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.Wait;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A {@link Wait} that somebody completes once, well or with an error. Thread-safe. */
public class Completion implements Wait {
  /** Where continuations run; they never block. */
  public interface Scheduler {
    void execute(Runnable continuation);
  }

  private final Scheduler scheduler;
  private boolean done;
  private @Nullable OrbitException failure;
  private @Nullable Runnable continuation;

  public Completion(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** Ends the wait; false when it had ended already. The continuation is scheduled. */
  public final boolean complete(@Nullable OrbitException error) {
    Runnable next = completeQuietly(error);
    if (next == NOTHING) {
      return false;
    }
    if (next != null) {
      scheduler.execute(next);
    }
    return true;
  }

  static final Runnable NOTHING = () -> {};

  /** As {@link #complete}, but hands back what to run, or {@link #NOTHING} if it was over. */
  final synchronized @Nullable Runnable completeQuietly(@Nullable OrbitException error) {
    if (done) {
      return NOTHING;
    }
    done = true;
    failure = error;
    notifyAll();
    return continuation;
  }

  @Override
  public final void onDone(Runnable next) {
    synchronized (this) {
      if (!done) {
        continuation = next;
        return;
      }
    }
    next.run();
  }

  @Override
  public final void await(long timeoutMillis) {
    boolean interrupted = false;
    try {
      if (!awaitDone(timeoutMillis)) {
        giveUp(new OrbitException(ErrorCode.LOCK_NOT_AVAILABLE, "canceled due to lock timeout"));
      }
    } catch (InterruptedException e) {
      interrupted = true;
      giveUp(new OrbitException(ErrorCode.QUERY_CANCELED, "canceled while waiting", e));
    }
    // Granted in the same instant? Then the grant is on its way and counts.
    while (!isDone()) {
      try {
        boolean ignored = awaitDone(0);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    result();
  }

  /** Blocks; false when the time is over first. */
  private synchronized boolean awaitDone(long timeoutMillis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    while (!done) {
      long left = timeoutMillis == 0 ? 0 : deadline - System.nanoTime();
      if (timeoutMillis != 0 && left <= 0) {
        return false;
      }
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
    return true;
  }

  @Override
  public void result() {
    OrbitException error;
    synchronized (this) {
      if (!done) {
        throw new IllegalStateException("still waiting");
      }
      error = failure;
    }
    if (error != null) {
      throw error;
    }
  }

  @Override
  public final void cancel() {
    giveUp(new OrbitException(ErrorCode.QUERY_CANCELED, "canceled while waiting"));
  }

  /** Ends the wait without what was waited for, unless it is over. */
  protected void giveUp(OrbitException error) {
    complete(error);
  }

  protected final synchronized boolean isDone() {
    return done;
  }
}
