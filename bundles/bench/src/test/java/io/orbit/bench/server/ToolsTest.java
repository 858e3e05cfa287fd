package io.orbit.bench.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What redis-benchmark, pgbench and the file system say. */
class ToolsTest {
  private static final String REDIS =
      """
      "test","rps","avg_latency_ms","min_latency_ms","p50_latency_ms","p95_latency_ms","p99_latency_ms","max_latency_ms"
      "SET","104602.51","0.256","0.088","0.247","0.367","0.487","1.471"
      """;
  private static final String POSTGRES =
      """
      pgbench (15.14 (Debian 15.14-0+deb12u1))
      transaction type: <builtin: select only>
      scaling factor: 10
      query mode: prepared
      number of clients: 8
      number of threads: 2
      maximum number of tries: 1
      duration: 4 s
      number of transactions actually processed: 81234
      number of failed transactions: 0 (0.000%)
      latency average = 0.393 ms
      initial connection time = 12.345 ms
      tps = 20321.456789 (without initial connection time)
      """;

  @Test
  void redisBenchmarkTellsTheRate() throws IOException {
    assertThat(RedisBenchmark.parse(REDIS, 300_000)).isEqualTo(new ToolResult(300_000, 104_602.51));
  }

  @Test
  void warningsBeforeTheTableArePassedOver() throws IOException {
    String warned = "WARNING: Could not fetch server CONFIG, really\n" + REDIS;
    assertThat(RedisBenchmark.parse(warned, 1).perSecond()).isEqualTo(104_602.51);
  }

  @Test
  void theJvmTellsWhatItsLiveObjectsTake() throws IOException {
    String histogram =
        """
         num     #instances         #bytes  class name (module)
           1:         41234        2345678  [B (java.base@25)
        Total        123456       98765432
        """;
    assertThat(RedisMemory.parseHistogram(histogram)).isEqualTo(98_765_432);
    assertThatThrownBy(() -> RedisMemory.parseHistogram("no such process"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no such process");
  }

  @Test
  void pgbenchTellsTransactionsAndRate() throws IOException {
    assertThat(Pgbench.parse(POSTGRES)).isEqualTo(new ToolResult(81_234, 20_321.456789));
  }

  @Test
  void aToolWithoutFiguresIsQuoted() {
    assertThatThrownBy(() -> RedisBenchmark.parse("Connection refused", 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Connection refused");
    assertThatThrownBy(() -> Pgbench.parse("pgbench: error: no such database"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no such database");
  }

  @Test
  void theVersionOfAFolderIsItsLastNumber() {
    assertThat(Programs.version("/usr/lib/postgresql/15/bin")).isEqualTo(15);
    assertThat(Programs.version("/usr/bin")).isZero();
  }
}
