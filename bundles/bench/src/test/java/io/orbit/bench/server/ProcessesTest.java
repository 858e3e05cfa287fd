package io.orbit.bench.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbit.bench.server.Processes.Stat;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is read from /proc. */
class ProcessesTest {

  @Test
  void timesStandBehindTheName() {
    String line =
        "4711 (odd (name) 1) S 12 4711 4711 0 -1 4194560 900 800 0 0 30 4 500 6000 20 0 8 0 1";
    assertThat(Stat.parse(line)).isEqualTo(new Stat(4711, 12, 30 + 4 + 500 + 6000));
  }

  @Test
  void aTreeIsAllThatDescendsFromItsRoot() {
    List<Stat> all =
        List.of(
            new Stat(1, 0, 1_000),
            new Stat(10, 1, 1),
            new Stat(11, 10, 20),
            new Stat(12, 11, 300),
            new Stat(13, 1, 4_000));
    assertThat(Processes.ticks(10, all)).isEqualTo(321);
  }

  @Test
  void residentMemoryIsInBytes() throws IOException {
    assertThat(Processes.parseResident("Name:\tjava\nVmHWM:\t 900 kB\nVmRSS:\t  350208 kB\n"))
        .isEqualTo(350_208L << 10);
    assertThatThrownBy(() -> Processes.parseResident("Name:\tjava\n"))
        .isInstanceOf(IOException.class);
  }
}
