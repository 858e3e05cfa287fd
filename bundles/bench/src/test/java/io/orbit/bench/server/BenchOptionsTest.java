package io.orbit.bench.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbit.bench.server.BenchOptions.Part;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The command line of {@code ./orbit bench}. */
class BenchOptionsTest {

  @Test
  void everythingWhenNothingIsNamed() {
    Set<Part> all = EnumSet.allOf(Part.class);
    assertThat(BenchOptions.parse("orbit"))
        .isEqualTo(new BenchOptions(all, 5, 10, 10, Path.of("orbit"), false));
    assertThat(BenchOptions.parse("orbit", "all").parts()).isEqualTo(all);
  }

  @Test
  void partsAndNumbers() {
    assertThat(
            BenchOptions.parse(
                "orbit",
                "redis",
                "commands",
                "durable",
                "start",
                "analytic",
                "--rounds",
                "3",
                "--seconds",
                "2",
                "--starts",
                "4",
                "--markdown"))
        .isEqualTo(
            new BenchOptions(
                Set.of(Part.REDIS, Part.COMMANDS, Part.DURABLE, Part.ANALYTIC, Part.START),
                3,
                2,
                4,
                Path.of("orbit"),
                true));
  }

  @Test
  void mistakesAreNamed() {
    assertThatThrownBy(() -> BenchOptions.parse("orbit", "mysql")).hasMessageContaining("mysql");
    assertThatThrownBy(() -> BenchOptions.parse("orbit", "--rounds", "0"))
        .hasMessageContaining("--rounds");
    assertThatThrownBy(() -> BenchOptions.parse("orbit", "--seconds"))
        .hasMessageContaining("--seconds");
  }

  @Test
  void redisDefaultTestsAndMemoryAreMeasuredAlone() {
    assertThat(BenchOptions.parse("orbit", "redis-default", "redis-memory").parts())
        .containsExactlyInAnyOrder(Part.REDIS_DEFAULT, Part.REDIS_MEMORY);
  }
}
