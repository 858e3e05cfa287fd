package io.orbit.itests;

import java.util.ArrayList;
import java.util.List;

/** Keeps every processor busy, to find what only goes wrong on a loaded machine. */
final class Load implements AutoCloseable {
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  private Load() {}

  /** Starts one busy thread a processor. */
  static Load onAllProcessors() {
    Load load = new Load();
    for (int processor = 0; processor < Runtime.getRuntime().availableProcessors(); processor++) {
      load.threads.add(Thread.ofPlatform().daemon().name("load-" + processor).start(load::burn));
    }
    return load;
  }

  boolean isRunning() {
    return threads.stream().allMatch(Thread::isAlive);
  }

  private void burn() {
    while (!stopped) {
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    stopped = true;
  }
}
