package io.orbit.kernel.transaction;

import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.NamedLocks;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.Wait;
import io.orbit.kernel.transaction.LockManager.Answer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names that one client holds, shared ones and exclusive ones by owners of their own. */
final class ClientLocks extends LockClient implements NamedLocks {
  private static final LockWait.Check NO_CHECK = () -> {};

  private final LockManager locks;
  private final LockNames names;
  private final String shown;
  private final Map<LockMode, Names> held = new HashMap<>();
  private @Nullable OrbitTransaction adopted;

  /** What is held in one mode, or was waited for. */
  private record Names(LockOwner owner, Map<String, NamedLock> locks) {}

  ClientLocks(LockManager locks, LockNames names, String shown) {
    this.locks = locks;
    this.names = names;
    this.shown = shown;
  }

  @Override
  String name() {
    return shown;
  }

  @Override
  public synchronized boolean tryLock(String name, LockMode mode) {
    Names own = names(mode);
    while (true) {
      NamedLock lock = names.findOrAdd(name);
      switch (locks.tryLock(lock, own.owner, mode)) {
        case GRANTED, HELD -> {
          own.locks.put(name, lock);
          return true;
        }
        case BUSY -> {
          return false;
        }
        case DEAD -> Thread.onSpinWait();
      }
    }
  }

  @Override
  public synchronized @Nullable Wait lock(String name, LockMode mode) {
    Names own = names(mode);
    while (true) {
      NamedLock lock = names.findOrAdd(name);
      Answer answer = locks.tryLock(lock, own.owner, mode);
      if (answer == Answer.GRANTED || answer == Answer.HELD) {
        own.locks.put(name, lock);
        return null;
      }
      LockWait wait = answer == Answer.DEAD ? null : locks.enqueue(lock, own.owner, mode, NO_CHECK);
      if (wait != null) {
        own.locks.put(name, lock);
        return wait;
      }
      Thread.onSpinWait();
    }
  }

  private Names names(LockMode mode) {
    if (mode != LockMode.SHARE && mode != LockMode.EXCLUSIVE) {
      throw new IllegalArgumentException("a name is locked SHARE or EXCLUSIVE, not " + mode);
    }
    return held.computeIfAbsent(mode, m -> new Names(LockOwner.of(this), new HashMap<>()));
  }

  @Override
  public synchronized void unlock(String name, LockMode mode) {
    Names own = held.get(mode);
    NamedLock lock = own == null ? null : own.locks.remove(name);
    if (own != null && lock != null) {
      release(own, lock);
    }
  }

  private void release(Names own, NamedLock lock) {
    locks.release(lock, own.owner);
    names.forgetIfFree(lock);
  }

  @Override
  public synchronized void adopt(@Nullable Transaction transaction) {
    OrbitTransaction before = adopted;
    if (before != null) {
      before.owner().client = before.owner();
    }
    adopted = transaction instanceof OrbitTransaction own ? own : null;
    if (adopted != null) {
      adopted.owner().client = this;
    }
  }

  @Override
  public synchronized void close() {
    for (Names own : held.values()) {
      locks.leave(own.owner);
      own.locks.values().forEach(lock -> release(own, lock));
      own.locks.clear();
    }
    adopt(null);
  }
}
