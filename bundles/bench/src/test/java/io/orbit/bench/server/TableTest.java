package io.orbit.bench.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbit.bench.server.Comparison.Row;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Medians, ranges, ratios, and the table they stand in. */
class TableTest {

  @Test
  void theMiddleOfOddAndEvenCounts() {
    assertThat(Spread.of(List.of(9.0, 1.0, 5.0))).isEqualTo(new Spread(5, 1, 9));
    assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 9.0))).isEqualTo(new Spread(3, 1, 9));
    assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void processorTimeIsSharedOutAmongTheOperations() {
    Reading reading = Reading.of(new ToolResult(200_000, 50_000), Duration.ofMillis(1_500));
    assertThat(reading).isEqualTo(new Reading(50_000, 7.5));
  }

  @Test
  void ratiosAreOfEachRoundByItself() {
    Row row =
        new Row(
            "GET P=1",
            List.of(new Reading(90, 10), new Reading(40, 20), new Reading(110, 12)),
            List.of(new Reading(100, 10), new Reading(50, 10), new Reading(100, 10)));
    assertThat(Table.of("Redis", List.of(row)).markdown())
        .isEqualTo(
            """
            | workload | Orbit, 1/s | Redis, 1/s | ratio | Orbit, CPU µs | Redis, CPU µs | ratio |
            |---|---|---|---|---|---|---|
            | GET P=1 | 90 (40–110) | 100 (50–100) | 0.90 × (0.80–1.10) | 12.0 (10.0–20.0) | 10.0 (10.0–10.0) | 1.20 × (1.00–2.00) |"""
                .stripIndent());
  }

  @Test
  void textHasColumns() {
    Table table = new Table("a", "long", "b").add("longer", "x", "y");
    assertThat(table.text()).isEqualTo("a       long  b\nlonger  x     y");
  }
}
