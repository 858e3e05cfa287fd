package io.orbit.storage.cowbtree;

import java.util.concurrent.locks.StampedLock;

/**
 * Keeps what a reader needs open while somebody is inside: {@link #shut} waits for those and lets
 * nobody in afterwards. Nobody inside enters again. Thread-safe.
 */
final class Gate {
  private final StampedLock lock = new StampedLock();
  private boolean open = true;

  /** Enters; the answer goes to {@link #leave}. Fails when the gate is shut. */
  long enter() {
    long stamp = tryEnter();
    if (stamp == 0) {
      throw CowbtreeErrors.closed();
    }
    return stamp;
  }

  /** Enters, or answers 0 when the gate is shut. */
  long tryEnter() {
    long stamp = lock.readLock();
    if (!open) {
      lock.unlockRead(stamp);
      return 0;
    }
    return stamp;
  }

  void leave(long stamp) {
    lock.unlockRead(stamp);
  }

  /** Shuts the gate, once, and releases what it guards before any other caller gets on. */
  void shut(Runnable release) {
    long stamp = lock.writeLock();
    try {
      if (open) {
        open = false;
        release.run();
      }
    } finally {
      lock.unlockWrite(stamp);
    }
  }
}
