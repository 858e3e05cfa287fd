package io.orbit.kernel.log;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.Wait;
import io.orbit.kernel.log.Completion.Scheduler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Group commit: one thread syncs the log whenever somebody waits, for all who wait by then, and
 * once a second besides. Those served together are continued by one task of the scheduler, so that
 * the next sync need not wait for them.
 */
public final class LogFlusher implements DurabilityQueue, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogFlusher.class);
  private static final long INTERVAL_NANOS = 1_000_000_000L;

  private final Scheduler scheduler;
  private final boolean background;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wanted = lock.newCondition();
  private final Queue<DurableWait> waiting = new ArrayDeque<>();
  private @Nullable Thread thread;
  private boolean closed;

  /**
   * @param background whether a thread is to be started; otherwise somebody calls {@link #round}
   */
  public LogFlusher(Scheduler scheduler, boolean background) {
    this.scheduler = scheduler;
    this.background = background;
  }

  @Override
  public boolean isBackground() {
    return background;
  }

  public void start(CommitLog log) {
    Thread flusher = Thread.ofPlatform().daemon().name("orbit-log-sync").unstarted(() -> run(log));
    thread = flusher;
    flusher.start();
  }

  @Override
  public Wait await(long timestamp, CommitLog log) {
    DurableWait wait = new DurableWait(timestamp, scheduler);
    lock.lock();
    try {
      OrbitException failure = log.failure();
      if (closed || failure != null) {
        wait.complete(undurable(failure));
      } else if (timestamp <= log.durableTimestamp()) {
        wait.complete(null);
      } else {
        if (waiting.isEmpty()) {
          wanted.signal();
        }
        waiting.add(wait);
      }
    } finally {
      lock.unlock();
    }
    return wait;
  }

  private void run(CommitLog log) {
    boolean open = true;
    while (open) {
      open = pause();
      round(log, open ? null : undurable(null));
    }
  }

  /** Syncs and lets go on who waited for it. */
  public void round(CommitLog log) {
    round(log, null);
  }

  private void round(CommitLog log, @Nullable OrbitException end) {
    OrbitException failure = end;
    try {
      log.sync();
    } catch (OrbitException e) {
      failure = undurable(e);
    }
    finish(log.durableTimestamp(), failure);
  }

  /** Until somebody waits or a second has passed; false when it is time to end. */
  private boolean pause() {
    lock.lock();
    try {
      if (waiting.isEmpty() && !closed) {
        long ignored = wanted.awaitNanos(INTERVAL_NANOS);
      }
      return !closed;
    } catch (InterruptedException e) {
      closed = true;
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void finish(long durable, @Nullable OrbitException failure) {
    List<Runnable> continuations = new ArrayList<>();
    lock.lock();
    try {
      waiting.removeIf(
          wait -> {
            boolean over = wait.timestamp <= durable || failure != null;
            if (over) {
              Runnable next = wait.completeQuietly(wait.timestamp <= durable ? null : failure);
              if (next != null && next != Completion.NOTHING) {
                continuations.add(next);
              }
            }
            return over;
          });
    } finally {
      lock.unlock();
    }
    if (!continuations.isEmpty()) {
      scheduler.execute(() -> continuations.forEach(LogFlusher::resume));
    }
  }

  /** A continuation that fails must not take the others with it. */
  private static void resume(Runnable continuation) {
    try {
      continuation.run();
    } catch (RuntimeException e) {
      LOG.error("Somebody who waited for the log could not go on", e);
    }
  }

  private static OrbitException undurable(@Nullable OrbitException cause) {
    String message = "The commit is visible but may not survive a power cut";
    return cause == null
        ? new OrbitException(ErrorCode.IO_ERROR, message + ": the store was closed")
        : new OrbitException(ErrorCode.IO_ERROR, message + ": " + cause.getMessage(), cause);
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      wanted.signal();
    } finally {
      lock.unlock();
    }
    Thread flusher = thread;
    if (flusher != null) {
      try {
        flusher.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
