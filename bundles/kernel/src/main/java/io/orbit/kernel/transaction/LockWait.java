package io.orbit.kernel.transaction;

import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.WaitingLock;
import io.orbit.kernel.log.Completion;
import io.orbit.kernel.record.Lockable;
import io.orbit.kernel.record.StoreRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
  private final long began = System.nanoTime();
  private boolean checked;

  LockWait(LockManager manager, Lockable record, LockOwner owner, LockMode mode, Check check) {
    super(manager.scheduler());
    this.manager = manager;
    this.record = record;
    this.owner = owner;
    this.mode = mode;
    this.check = check;
  }

  /** As others are told of it; under the manager's latch. */
  WaitingLock describe() {
    return new WaitingLock(
        this,
        owner.id(),
        owner.name(),
        record instanceof StoreRecord known ? known.table().space() : WaitingLock.NAMED,
        record instanceof StoreRecord known
            ? known.key()
            : record.toString().getBytes(StandardCharsets.UTF_8),
        mode,
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began),
        record.lockWord() instanceof LockQueue queue ? queue.describeBlockers(this) : List.of());
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
