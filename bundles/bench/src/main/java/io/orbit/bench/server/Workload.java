package io.orbit.bench.server;

import java.io.IOException;

/** One load that is put on a server and on its peer in turn. */
interface Workload {
  /** As it stands in the table. */
  String name();

  /**
   * Runs it once.
   *
   * @param seconds about how long
   * @throws IOException when the tool fails, with what it said
   */
  ToolResult run(BenchServer server, int seconds) throws IOException;
}
