package io.orbit.protocol.redis.scripting;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The scripts that run now, in any number of sessions. Nobody else waits for one of them but for a
 * key that it holds, so that none is ever answered BUSY; it can be killed at any time. Thread-safe.
 */
final class RunningScripts {
  private final Set<ScriptRun> runs = ConcurrentHashMap.newKeySet();

  void begin(ScriptRun run) {
    runs.add(run);
  }

  void end(ScriptRun run) {
    runs.remove(run);
  }

  /** Kills all scripts, or all functions; false when none runs. */
  boolean kill(boolean functions) {
    boolean any = false;
    for (ScriptRun run : runs) {
      if (run.isFunction == functions) {
        run.kill();
        any = true;
      }
    }
    return any;
  }

  void killAll() {
    runs.forEach(ScriptRun::kill);
  }

  /** The function that runs longest. */
  Optional<ScriptRun> function() {
    return runs.stream()
        .filter(run -> run.isFunction)
        .max(Comparator.comparingLong(ScriptRun::milliseconds));
  }
}
