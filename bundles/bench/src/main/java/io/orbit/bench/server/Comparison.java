package io.orbit.bench.server;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Orbit and a peer under the same workloads: one round as a warm-up, which does not count, then in
 * each round every workload on the one and on the other, who goes first alternating.
 */
final class Comparison {
  private final BenchServer orbit;
  private final BenchServer peer;
  private final List<Workload> workloads;
  private final PrintStream progress;
  private final Map<Workload, Row> rows = new LinkedHashMap<>();

  /**
   * A workload's readings; those of one round stand at the same place in both lists.
   *
   * @param workload its name
   */
  record Row(String workload, List<Reading> orbit, List<Reading> peer) {}

  Comparison(BenchServer orbit, BenchServer peer, List<Workload> workloads, PrintStream progress) {
    this.orbit = orbit;
    this.peer = peer;
    this.workloads = workloads;
    this.progress = progress;
  }

  /** Runs all rounds. */
  List<Row> run(int rounds, int seconds) throws IOException {
    for (Workload workload : workloads) {
      rows.put(workload, new Row(workload.name(), new ArrayList<>(), new ArrayList<>()));
      read(workload, orbit, seconds);
      read(workload, peer, seconds);
    }
    for (int round = 1; round <= rounds; round++) {
      for (Workload workload : workloads) {
        boolean orbitFirst = round % 2 == 1;
        Reading first = read(workload, orbitFirst ? orbit : peer, seconds);
        Reading second = read(workload, orbitFirst ? peer : orbit, seconds);
        Row row = rows.get(workload);
        row.orbit().add(orbitFirst ? first : second);
        row.peer().add(orbitFirst ? second : first);
      }
    }
    return List.copyOf(rows.values());
  }

  private Reading read(Workload workload, BenchServer server, int seconds) throws IOException {
    Duration before = server.processorTime();
    ToolResult result = workload.run(server, seconds);
    Reading reading = Reading.of(result, server.processorTime().minus(before));
    progress.printf(
        "%-26s %-10s %,11.0f/s %9.2f µs%n",
        workload.name(), server.name(), reading.perSecond(), reading.processorMicros());
    return reading;
  }
}
