package io.orbit.kernel.transaction;

import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.LockMode;
import io.orbit.kernel.log.Completion;
import io.orbit.kernel.record.Lockable;
import org.jspecify.annotations.Nullable;

/** Waits for a lock. Completed by the lock manager, or given up by who waits. */
final class LockWait extends Completion {
  /** Runs once the lock was granted; may say why the transaction cannot go on. */
  interface Check {
    void granted();
  }

  final Lockable record;
  final LockOwner owner;
  final LockMode mode;
  private final LockManager manager;
  private final Check check;
  private @Nullable OrbitException refusal;
  private boolean checked;

  LockWait(LockManager manager, Lockable record, LockOwner owner, LockMode mode, Check check) {
    super(manager.scheduler());
    this.manager = manager;
    this.record = record;
    this.owner = owner;
    this.mode = mode;
    this.check = check;
  }

  @Override
  protected void giveUp(OrbitException error) {
    if (!isDone()) {
      manager.leave(this, error);
    }
  }

  @Override
  public void result() {
    super.result();
    if (!checked) {
      checked = true;
      try {
        check.granted();
      } catch (OrbitException e) {
        refusal = e;
      }
    }
    if (refusal != null) {
      throw refusal;
    }
  }
}
