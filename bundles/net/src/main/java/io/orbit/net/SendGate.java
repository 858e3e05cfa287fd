package io.orbit.net;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets the virtual thread of an offloaded command run ahead of its peer by a bounded number of
 * bytes. Thread-safe.
 */
final class SendGate {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final int highWater;
  private long unsent;
  private boolean lost;

  SendGate(int highWater) {
    this.highWater = highWater;
  }

  /**
   * Waits until at most the high-water mark is unsent, then counts the bytes as unsent.
   *
   * @throws OrbitException ADMIN_SHUTDOWN when the connection is gone, or the thread interrupted
   */
  void enter(int bytes) {
    lock.lock();
    try {
      while (unsent > highWater && !lost) {
        changed.await();
      }
      if (lost) {
        throw new OrbitException(ErrorCode.ADMIN_SHUTDOWN, "the connection is gone");
      }
      unsent += bytes;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OrbitException(ErrorCode.ADMIN_SHUTDOWN, "interrupted while sending", e);
    } finally {
      lock.unlock();
    }
  }

  void sent(int bytes) {
    lock.lock();
    try {
      unsent -= bytes;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The connection is gone: whoever waits, and whoever comes, is told so. */
  void lose() {
    lock.lock();
    try {
      lost = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
