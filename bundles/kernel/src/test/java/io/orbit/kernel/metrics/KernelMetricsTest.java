package io.orbit.kernel.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.orbit.api.ops.Metrics;
import io.orbit.api.ops.Metrics.Sample;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class KernelMetricsTest {
  private final KernelMetrics metrics = new KernelMetrics();

  @Test
  void theSameNameAndLabelsAreTheSameCounter() {
    metrics.counter("orbit_x_total", "X.", "a", "1").add(2);
    metrics.counter("orbit_x", "X.", "a", "1").increment();
    metrics.counter("orbit_x_total", "X.", "a", "2").increment();
    assertThat(metrics.counter("orbit_x_total", "X.", "a", "1").value()).isEqualTo(3);
    assertThat(lines("orbit_x"))
        .containsExactly(
            "# TYPE orbit_x counter",
            "# HELP orbit_x X.",
            "orbit_x_total{a=\"1\"} 3",
            "orbit_x_total{a=\"2\"} 1");
  }

  @Test
  void textIsEscaped() {
    metrics.counter("orbit_x", "back\\slash \"quote\"\nline", "path", "C:\\\"a\"\n").increment();
    assertThat(lines("orbit_x"))
        .contains(
            "# HELP orbit_x back\\\\slash \\\"quote\\\"\\nline",
            "orbit_x_total{path=\"C:\\\\\\\"a\\\"\\n\"} 1");
  }

  @Test
  void aHistogramHasCumulativeBucketsInSeconds() {
    Metrics.Histogram histogram = metrics.histogram("orbit_wait_seconds", "Wait.", "kind", "lock");
    histogram.record(1_000);
    histogram.record(1_000_000);
    histogram.record(100_000_000_000L);
    List<String> lines = lines("orbit_wait");
    assertThat(lines)
        .startsWith(
            "# TYPE orbit_wait_seconds histogram",
            "# UNIT orbit_wait_seconds seconds",
            "# HELP orbit_wait_seconds Wait.",
            "orbit_wait_seconds_bucket{kind=\"lock\",le=\"1.024e-06\"} 1")
        .contains(
            "orbit_wait_seconds_bucket{kind=\"lock\",le=\"5.24288e-04\"} 1",
            "orbit_wait_seconds_bucket{kind=\"lock\",le=\"0.001048576\"} 2",
            "orbit_wait_seconds_bucket{kind=\"lock\",le=\"68.719476736\"} 2")
        .endsWith(
            "orbit_wait_seconds_bucket{kind=\"lock\",le=\"+Inf\"} 3",
            "orbit_wait_seconds_count{kind=\"lock\"} 3",
            "orbit_wait_seconds_sum{kind=\"lock\"} 100.001001");
    assertThat(metrics.samples())
        .contains(new Sample("orbit_wait_seconds_count", Map.of("kind", "lock"), 3))
        .anySatisfy(sample -> assertThat(sample.labels()).containsEntry("quantile", "0.999"));
  }

  @Test
  void aGaugeIsThereUntilClosedAndTheLaterOneCounts() throws Exception {
    AutoCloseable first = metrics.gauge("orbit_size", "Size.", () -> 1);
    AutoCloseable second = metrics.gauge("orbit_size", "Size.", () -> 2.5);
    first.close();
    assertThat(lines("orbit_size")).endsWith("orbit_size 2.5");
    second.close();
    assertThat(lines("orbit_size")).isEmpty();
  }

  @Test
  void aGaugeThatFailsHarmsNobody() {
    metrics.gauge(
        "orbit_bad",
        "Bad.",
        () -> {
          throw new IllegalStateException("gone");
        });
    assertThat(lines("orbit_bad")).endsWith("orbit_bad NaN");
    assertThat(metrics.scrape()).endsWith("# EOF\n");
  }

  @Test
  void wrongNamesAndUsesAreRefused() {
    metrics.counter("orbit_x_total", "X.");
    assertThatIllegalArgumentException().isThrownBy(() -> metrics.histogram("orbit x", "X."));
    assertThatIllegalArgumentException().isThrownBy(() -> metrics.gauge("orbit_x", "X.", () -> 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> metrics.counter("orbit_y", "Y.", "le", "1"));
    assertThatIllegalArgumentException().isThrownBy(() -> metrics.counter("orbit_y", "Y.", "a"));
    assertThatIllegalArgumentException().isThrownBy(() -> metrics.counter("orbit_x", "X.").add(-1));
  }

  /** The line grammar of OpenMetrics 1.0, and what it says of the order of lines. */
  @Test
  void everyLineIsOpenMetrics() {
    metrics.counter("orbit_requests_total", "Requests.", "protocol", "redis").add(5);
    metrics.histogram("orbit_latency_seconds", "Latency.").record(12345);
    String number = "([+-]?\\d+(\\.\\d*)?(e[+-]?\\d+)?|[+-]Inf|NaN)";
    String label = "[a-zA-Z_]\\w*=\"([^\"\\\\\\n]|\\\\[\"\\\\n])*\"";
    Pattern sample =
        Pattern.compile("([a-zA-Z_:][\\w:]*)(\\{" + label + "(," + label + ")*\\})? " + number);
    String text = metrics.scrape();
    assertThat(text).endsWith("\n# EOF\n");
    Set<String> families = new HashSet<>();
    String family = "";
    for (String line : text.substring(0, text.length() - "# EOF\n".length()).split("\n")) {
      if (line.startsWith("# TYPE ")) {
        family = line.split(" ")[2];
        assertThat(families.add(family)).as("one block of %s", family).isTrue();
      } else if (!line.startsWith("# HELP " + family) && !line.startsWith("# UNIT " + family)) {
        assertThat(line).matches(sample).startsWith(family);
      }
    }
    assertThat(families)
        .contains("jvm_memory_used_bytes", "process_cpu_seconds", "jvm_threads_current");
  }

  @Test
  void numbersAreCanonical() {
    assertThat(OpenMetricsText.number(0.5)).isEqualTo("0.5");
    assertThat(OpenMetricsText.number(1)).isEqualTo("1.0");
    assertThat(OpenMetricsText.number(1e9)).isEqualTo("1e+09");
    assertThat(OpenMetricsText.number(1.024e-6)).isEqualTo("1.024e-06");
    assertThat(OpenMetricsText.number(Double.NEGATIVE_INFINITY)).isEqualTo("-Inf");
  }

  @Test
  void theJvmIsMeasured() {
    assertThat(metrics.samples())
        .filteredOn(sample -> sample.name().equals("process_cpu_seconds_total"))
        .singleElement()
        .satisfies(sample -> assertThat(sample.value()).isPositive());
    assertThat(metrics.samples())
        .filteredOn(sample -> sample.name().equals("jvm_memory_used_bytes"))
        .extracting(Sample::value)
        .allSatisfy(value -> assertThat(value).isPositive());
  }

  private List<String> lines(String prefix) {
    return metrics
        .scrape()
        .lines()
        .filter(line -> line.startsWith(prefix) || line.matches("# \\w+ " + prefix + ".*"))
        .toList();
  }
}
