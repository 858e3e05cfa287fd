package io.orbit.simulation;

import io.orbit.simulation.Simulation.Outcome;

/** Runs seeds until one fails; loaded together with a planted bug. */
final class Probe {
  private Probe() {}

  /** Which seed failed and why, or nothing when none did in that time. */
  static String search(long nanos) {
    long end = System.nanoTime() + nanos;
    for (long seed = 1; System.nanoTime() < end; seed++) {
      Outcome outcome = Simulation.run(Plan.of(seed));
      if (outcome.failure() != null) {
        return "seed " + seed + ": " + World.brief(outcome.failure().getMessage());
      }
    }
    return "";
  }
}
