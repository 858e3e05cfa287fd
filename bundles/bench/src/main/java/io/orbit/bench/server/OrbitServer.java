package io.orbit.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The packaged server by {@code ./orbit run}: its process is the server's. */
final class OrbitServer implements AutoCloseable {
  static final String NAME = "Orbit";
  static final Login LOGIN = new Login("orbit", "Bench-Secret-1");
  static final Duration START_LIMIT = Duration.ofSeconds(120);

  private final Process process;
  private final int offset;

  private OrbitServer(Process process, int offset) {
    this.process = process;
    this.offset = offset;
  }

  /** Starts it and does not wait for it. */
  static OrbitServer launch(Path script, Path data, int offset) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            script.toString(),
            "run",
            "--data",
            data.toString(),
            "--port-offset",
            Integer.toString(offset));
    builder.environment().put("ORBIT_PASSWORD", LOGIN.password());
    builder.environment().put("ORBIT_JAVA_HOME", System.getProperty("java.home"));
    Files.createDirectories(data);
    Path output = data.resolveSibling(data.getFileName() + ".log");
    return new OrbitServer(
        builder.redirectErrorStream(true).redirectOutput(output.toFile()).start(), offset);
  }

  /** Starts it and waits until it answers on both protocols. */
  static OrbitServer start(Path script, Path data) throws IOException {
    OrbitServer server = launch(script, data, Ports.freeOffset());
    try {
      server.awaitAnswers();
      return server;
    } catch (IOException notUp) {
      server.close();
      throw notUp;
    }
  }

  void awaitAnswers() throws IOException {
    awaitRedis();
    awaitPostgres();
  }

  void awaitRedis() throws IOException {
    int port = port(Ports.REDIS);
    FirstAnswer.await(process, START_LIMIT, () -> FirstAnswer.redis(port, LOGIN));
  }

  void awaitPostgres() throws IOException {
    int port = port(Ports.POSTGRES);
    FirstAnswer.await(process, START_LIMIT, () -> FirstAnswer.postgres(port, LOGIN));
  }

  int port(int usual) {
    return usual + offset;
  }

  long processId() {
    return process.pid();
  }

  long residentBytes() throws IOException {
    return Processes.residentBytes(process.pid());
  }

  /** The server by one of its protocols, named by its usual port. */
  BenchServer by(int usualPort) {
    return new ByProtocol(this, port(usualPort));
  }

  Duration processorTime() {
    return Processes.processorTime(process.pid());
  }

  @Override
  public void close() {
    process.destroy();
    Programs.await(process);
  }

  private record ByProtocol(OrbitServer server, int port) implements BenchServer {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public Login login() {
      return LOGIN;
    }

    @Override
    public Duration processorTime() {
      return server.processorTime();
    }

    @Override
    public void close() {
      server.close();
    }
  }
}
