package io.orbit.query.statistics;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the statistics fresh on a thread of its own, taking a fifth of a core at most. */
public final class StatisticsKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StatisticsKeeper.class);
  private static final long EVERY_SECONDS = 10;
  private static final int REST = 4;

  private final Statistics statistics;
  private final Runnable others;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /** It is being closed. */
  private static final class Closed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /**
   * @param others what else is to be done now and then
   */
  public StatisticsKeeper(Statistics statistics, Runnable others) {
    this.statistics = statistics;
    this.others = others;
    thread = Thread.ofVirtual().name("orbit-statistics").start(this::run);
  }

  private void run() {
    try {
      while (!rests(TimeUnit.SECONDS.toNanos(EVERY_SECONDS))) {
        try {
          others.run();
          statistics.refresh(this::pause);
        } catch (Closed end) {
          return;
        } catch (RuntimeException failure) {
          LOG.warn("Gathering statistics or tidying failed; it is tried again.", failure);
        }
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits. @return true when it is closed meanwhile */
  private boolean rests(long nanos) throws InterruptedException {
    return closed.await(nanos, TimeUnit.NANOSECONDS);
  }

  private void pause(long nanos) {
    Thread.yield();
    try {
      if (rests(nanos * REST)) {
        throw new Closed();
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
      throw new Closed();
    }
  }

  /** Ends it; returns when it is over. */
  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
