package io.orbit.kernel.transaction;

import io.orbit.kernel.record.Lockable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The names that are locked or waited for. Thread-safe. */
final class LockNames {
  private final ConcurrentMap<String, NamedLock> byName = new ConcurrentHashMap<>();

  NamedLock findOrAdd(String name) {
    return byName.computeIfAbsent(name, NamedLock::new);
  }

  @Nullable NamedLock find(String name) {
    return byName.get(name);
  }

  /** Forgets a name that nobody holds or waits for; who comes upon it yet looks it up again. */
  void forgetIfFree(NamedLock lock) {
    if (lock.exchangeLock(null, Lockable.DEAD)) {
      byName.remove(lock.name(), lock);
    }
  }

  int size() {
    return byName.size();
  }
}
