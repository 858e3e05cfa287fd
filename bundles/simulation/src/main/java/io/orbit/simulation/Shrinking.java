package io.orbit.simulation;

import io.orbit.simulation.Simulation.Outcome;

/** Takes away from a plan that fails whatever it fails without. */
final class Shrinking {
  /**
   * A plan that fails, and how.
   *
   * @param plan the smallest found
   */
  record Result(Plan plan, Outcome outcome) {}

  private Shrinking() {}

  static Result shrink(Plan failing, Outcome outcome) {
    Result best = new Result(failing, outcome);
    for (Plan.Part part : Plan.Part.values()) {
      best = smaller(best, best.plan().has(part) ? best.plan().without(part) : best.plan());
    }
    for (int clients = 1; clients < best.plan().clients(); clients++) {
      best = smaller(best, best.plan().withClients(clients));
    }
    for (int steps = best.plan().steps() / 2; steps >= 10; steps /= 2) {
      best = smaller(best, best.plan().withSteps(steps));
    }
    return best;
  }

  private static Result smaller(Result best, Plan candidate) {
    if (candidate.equals(best.plan())) {
      return best;
    }
    Outcome outcome = Simulation.run(candidate);
    return isAlike(best.outcome(), outcome) ? new Result(candidate, outcome) : best;
  }

  /** Whether two runs fail for the same reason, as far as the first words say. */
  private static boolean isAlike(Outcome one, Outcome other) {
    return one.failure() != null
        && other.failure() != null
        && words(one.failure()).equals(words(other.failure()));
  }

  private static String words(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    return failure.getClass() + " " + message.substring(0, Math.min(8, message.length()));
  }
}
