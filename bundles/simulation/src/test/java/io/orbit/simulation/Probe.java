package io.orbit.simulation;

import io.orbit.simulation.Simulation.Outcome;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Runs seeds until one fails; loaded together with a planted bug. */
final class Probe {
  private Probe() {}

  /** Which seed failed and why, or nothing when none did in that processor time. */
  static String search(long nanos) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long end = threads.getCurrentThreadCpuTime() + nanos;
    for (long seed = 1; threads.getCurrentThreadCpuTime() < end; seed++) {
      Outcome outcome = Simulation.run(Plan.of(seed));
      if (outcome.failure() != null) {
        return "seed " + seed + ": " + World.brief(outcome.failure().getMessage());
      }
    }
    return "";
  }
}
