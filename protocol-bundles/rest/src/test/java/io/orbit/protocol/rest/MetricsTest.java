package io.orbit.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbit.testkit.ops.OpenMetrics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Prometheus reads. */
class MetricsTest {
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static OpenMetrics scrape() {
    return OpenMetrics.parse(server.asAdministrator("GET", "/metrics", "").body());
  }

  private static void redis(String arguments) {
    server.asAdministrator("POST", "/api/v1/redis", "{\"arguments\":[" + arguments + "]}");
  }

  @Test
  void theTextIsOpenMetricsAndCountsRequestsAndCommands() {
    redis("\"SET\",\"k\",\"v\"");
    OpenMetrics before = scrape();
    redis("\"GET\",\"k\"");
    redis("\"GET\",\"none\"");
    redis("\"HGET\",\"k\",\"f\"");
    redis("\"CONFIG\",\"GET\",\"maxmemory\"");
    OpenMetrics after = scrape();

    assertThat(rise(before, after, "orbit_redis_commands_total", "command", "get")).isEqualTo(2);
    assertThat(rise(before, after, "orbit_redis_commands_total", "command", "config|get"))
        .isEqualTo(1);
    assertThat(rise(before, after, "orbit_redis_command_duration_seconds_count", "command", "get"))
        .isEqualTo(2);
    assertThat(rise(before, after, "orbit_redis_errors_total", "error", "WRONGTYPE")).isEqualTo(1);
    assertThat(rise(before, after, "orbit_redis_keyspace_hits_total")).isGreaterThanOrEqualTo(1);
    assertThat(rise(before, after, "orbit_redis_keyspace_misses_total")).isGreaterThanOrEqualTo(1);
    assertThat(rise(before, after, "orbit_http_requests_total")).isGreaterThanOrEqualTo(4);
    assertThat(rise(before, after, "orbit_http_request_duration_seconds_count"))
        .isGreaterThanOrEqualTo(4);
    assertThat(after.sum("orbit_http_requests_in_flight")).isEqualTo(1);
    assertThat(after.sum("orbit_db_connections_active") + after.sum("orbit_db_connections_idle"))
        .isEqualTo(after.sum("orbit_sessions"));
    assertThat(after.sum("orbit_server_uptime_seconds")).isPositive();
  }

  private static double rise(OpenMetrics before, OpenMetrics after, String name, String... labels) {
    return after.sum(name, labels) - before.sum(name, labels);
  }

  /** The parser itself must be able to refuse. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "# TYPE a counter\na_total 1\n",
        "a 1\n# EOF\n",
        "# TYPE a counter\na 1\n# EOF\n",
        "# TYPE a counter\na_total -1\n# EOF\n",
        "# TYPE a gauge\na 1\na 2\n# EOF\n",
        "# TYPE a gauge\na{b=\"c\\d\"} 1\n# EOF\n",
        "# TYPE a gauge\na{b=\"c\",} 1\n# EOF\n",
        "# TYPE a gauge\n# UNIT a seconds\na 1\n# EOF\n",
        "# TYPE a gauge\na one\n# EOF\n",
        "# TYPE a gauge\n# TYPE a gauge\na 1\n# EOF\n",
        "# TYPE a histogram\na_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\na_count 1\n# EOF\n",
        "# TYPE a histogram\na_bucket{le=\"1\"} 1\na_count 1\n# EOF\n",
      })
  void whatIsNoOpenMetricsIsNotRead(String text) {
    assertThatThrownBy(() -> OpenMetrics.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
