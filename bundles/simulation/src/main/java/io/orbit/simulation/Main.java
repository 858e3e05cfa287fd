package io.orbit.simulation;

import io.orbit.simulation.Simulation.Outcome;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code ./orbit soak --seeds N [--seed S] [--trace LINES]}: runs seeds until one fails, and tells
 * what went wrong and how to see it again.
 */
public final class Main {
  private static final int LINES = 60;

  private Main() {}

  public static void main(String... arguments) {
    long seeds = 1;
    long first = System.nanoTime() & 0xFFFF_FFFFL;
    long lines = LINES;
    for (int i = 0; i < arguments.length; i += 2) {
      String value = i + 1 < arguments.length ? arguments[i + 1] : "";
      switch (arguments[i]) {
        case "--seeds" -> seeds = number(arguments[i], value);
        case "--seed" -> first = number(arguments[i], value);
        case "--trace" -> lines = number(arguments[i], value);
        default -> refuse("the simulation has no option " + arguments[i]);
      }
    }
    System.exit(run(first, seeds, (int) lines, System.out) ? 0 : 1);
  }

  private static long number(String option, String value) {
    if (!value.matches("[0-9]{1,10}")) {
      refuse("the option " + option + " needs a number");
    }
    return Long.parseLong(value);
  }

  private static void refuse(String message) {
    System.err.println("orbit: " + message);
    System.exit(2);
  }

  /** Runs seeds one after the other; false when one failed. */
  static boolean run(long first, long seeds, int lines, PrintStream out) {
    long begun = System.nanoTime();
    long commits = 0;
    long starts = 0;
    long serializable = 0;
    long refused = 0;
    long refusedInVain = 0;
    for (long seed = first; seed < first + seeds; seed++) {
      Outcome outcome = Simulation.run(Plan.of(seed));
      commits += outcome.commits();
      starts += outcome.starts();
      serializable += outcome.serializable();
      refused += outcome.refused();
      refusedInVain += outcome.refusedInVain();
      if (outcome.failure() != null) {
        report(Plan.of(seed), outcome, lines, out);
        return false;
      }
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    out.printf(
        "%d seeds from %d on, %d commits, %d starts, in %.1f s: all as it must be%n",
        seeds, first, commits, starts, millis / 1000.0);
    out.printf(
        "%d serializable transactions committed, %d refused for their dependencies, of which %d"
            + " would have closed no circle%n",
        serializable, refused, refusedInVain);
    return true;
  }

  private static void report(Plan plan, Outcome outcome, int lines, PrintStream out) {
    out.println("Seed " + plan.seed() + " fails: " + outcome.failure());
    Shrinking.Result smallest = Shrinking.shrink(plan, outcome);
    out.println("It still does with " + smallest.plan() + ":");
    List<String> trace = smallest.outcome().trace();
    trace
        .subList(Math.max(0, trace.size() - lines), trace.size())
        .forEach(line -> out.println("  " + World.brief(line)));
    Throwable failure = smallest.outcome().failure();
    if (failure != null) {
      failure.printStackTrace(out);
    }
    out.println("Replay: ./orbit soak --seeds 1 --seed " + plan.seed());
  }
}
