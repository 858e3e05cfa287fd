package io.orbit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.simulation.Simulation.Outcome;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A few seconds of seeds; {@code ./orbit soak --seeds N} runs as many as wanted. */
class SimulationTest {
  private static final long SECONDS = 5;

  @Test
  void everySeedHolds() {
    long first = Long.getLong("orbit.seed", System.nanoTime() & 0xFFFF_FFFFL);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    long seed = first;
    long commits = 0;
    while (System.nanoTime() < end) {
      Outcome outcome = Simulation.run(Plan.of(seed));
      assertThat(outcome.failure()).as("seed %d", seed).isNull();
      commits += outcome.commits();
      seed++;
    }
    System.out.printf("seeds %d to %d, %d commits%n", first, seed - 1, commits);
    assertThat(commits).isGreaterThan(seed - first);
  }

  @Test
  void aSeedTakesTheSameWayEachTime() {
    for (long seed = 1; seed <= 20; seed++) {
      Outcome first = Simulation.run(Plan.of(seed));
      Outcome second = Simulation.run(Plan.of(seed));
      assertThat(second.trace()).as("seed %d", seed).isEqualTo(first.trace());
      assertThat(second.digest()).isEqualTo(first.digest());
    }
  }
}
