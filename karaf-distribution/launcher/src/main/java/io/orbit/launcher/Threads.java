package io.orbit.launcher;

import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;

/** What the process's threads are doing, for one who must find out why it hangs. */
final class Threads {
  private Threads() {}

  /**
   * Writes the stack of every platform thread that is doing something of ours or of the
   * container's.
   */
  static void dump(PrintStream out) {
    Map<String, StackTraceElement[]> stacks = new TreeMap<>();
    Thread.getAllStackTraces()
        .forEach(
            (thread, stack) ->
                stacks.put(thread.getName() + " (" + thread.getState() + ")", stack));
    stacks.forEach(
        (name, stack) -> {
          if (stack.length > 0) {
            out.println("  " + name);
            for (StackTraceElement frame : stack) {
              out.println("      at " + frame);
            }
          }
        });
    out.flush();
  }
}
