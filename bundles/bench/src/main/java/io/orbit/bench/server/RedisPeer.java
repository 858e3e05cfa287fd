package io.orbit.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Redis as it is beside Orbit's default for Redis: every write in its file, synced each second. */
final class RedisPeer implements BenchServer {
  private static final Duration START_LIMIT = Duration.ofSeconds(20);

  private final Process process;
  private final int port;

  private RedisPeer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static RedisPeer start(Path folder) throws IOException {
    int port = Ports.free();
    Path data = Files.createDirectories(folder.resolve("redis"));
    List<String> command =
        List.of(
            Programs.find("redis-server").toString(),
            "--port " + port,
            "--bind " + HOST,
            "--dir " + data,
            "--save \"\"",
            "--appendonly yes",
            "--appendfsync everysec");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("redis.log").toFile())
            .start();
    RedisPeer peer = new RedisPeer(process, port);
    try {
      FirstAnswer.await(process, START_LIMIT, () -> FirstAnswer.redis(port, peer.login()));
      return peer;
    } catch (IOException notUp) {
      peer.close();
      throw notUp;
    }
  }

  @Override
  public String name() {
    return "Redis";
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public Login login() {
    return new Login("default", "");
  }

  @Override
  public Duration processorTime() {
    return Processes.processorTime(process.pid());
  }

  @Override
  public void close() {
    process.destroy();
    Programs.await(process);
  }
}
