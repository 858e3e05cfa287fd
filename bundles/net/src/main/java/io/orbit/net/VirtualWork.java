package io.orbit.net;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs work on a virtual thread that inherits nothing from its starter. */
final class VirtualWork {
  private VirtualWork() {}

  /**
   * @param outcome told on that thread, last, with the exception of the work or null
   */
  static void start(String name, Runnable work, Consumer<@Nullable Throwable> outcome) {
    Thread.ofVirtual()
        .name(name)
        .inheritInheritableThreadLocals(false)
        .start(
            () -> {
              Throwable problem = null;
              try {
                work.run();
              } catch (Throwable e) {
                problem = e;
              }
              outcome.accept(problem);
            });
  }
}
