package io.orbit.api.storage;

import io.orbit.api.error.OrbitException;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Supplier;

/**
 * Keeps what a reader of an engine needs, native memory or open files, while somebody is inside:
 * {@link #shut} waits for those and lets nobody in afterwards. Nobody inside enters again.
 * Thread-safe.
 */
public final class EngineGate {
  private final StampedLock lock = new StampedLock();
  private final Supplier<OrbitException> refusal;
  private boolean open = true;

  /**
   * An open gate.
   *
   * @param refusal what those are told who come when it is shut
   */
  public EngineGate(Supplier<OrbitException> refusal) {
    this.refusal = refusal;
  }

  /** Enters; the answer goes to {@link #leave}. Fails with the refusal when the gate is shut. */
  public long enter() {
    long stamp = tryEnter();
    if (stamp == 0) {
      throw refusal.get();
    }
    return stamp;
  }

  /** Enters, or answers 0 when the gate is shut. */
  public long tryEnter() {
    long stamp = lock.readLock();
    if (!open) {
      lock.unlockRead(stamp);
      return 0;
    }
    return stamp;
  }

  /** Leaves, with the answer of {@link #enter}; by whatever thread. */
  public void leave(long stamp) {
    lock.unlockRead(stamp);
  }

  /** Shuts the gate, once, and releases what it guards before any other caller gets on. */
  public void shut(Runnable release) {
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
