package io.orbit.bench.server;

import java.time.Duration;

/** A server that is measured, by one protocol. Close it to stop it. */
interface BenchServer extends AutoCloseable {
  /** Where all servers listen. */
  String HOST = "127.0.0.1";

  /** As it stands in the table. */
  String name();

  /** Where the load's tool connects to. */
  int port();

  /** What the load's tool logs in with. */
  Login login();

  /** Processor time used since its start, by all its processes. */
  Duration processorTime();

  @Override
  void close();
}
