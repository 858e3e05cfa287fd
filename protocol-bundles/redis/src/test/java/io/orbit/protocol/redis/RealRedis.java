package io.orbit.protocol.redis;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.orbit.testkit.protocol.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A redis-server of its own on a free port, for comparison. */
final class RealRedis implements AutoCloseable {
  private final Process process;
  private final int port;
  private final Path directory;

  private RealRedis(Process process, int port, Path directory) {
    this.process = process;
    this.port = port;
    this.directory = directory;
  }

  /** Skips the test where redis-server is not installed. */
  static RealRedis start() {
    try {
      int port;
      try (ServerSocket free = new ServerSocket(0)) {
        port = free.getLocalPort();
      }
      Path directory = Files.createTempDirectory("redis-server");
      Process process =
          new ProcessBuilder(
                  "redis-server",
                  "--port",
                  String.valueOf(port),
                  "--bind",
                  "127.0.0.1",
                  "--save",
                  "",
                  "--enable-debug-command",
                  "yes",
                  "--dir",
                  directory.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      RealRedis redis = new RealRedis(process, port, directory);
      Await.until("redis-server answers", redis::answers);
      return redis;
    } catch (IOException e) {
      assumeTrue(false, "redis-server is not installed (Debian: apt-get install redis-server)");
      throw new UncheckedIOException(e);
    }
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(address());
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  InetSocketAddress address() {
    return new InetSocketAddress("127.0.0.1", port);
  }

  /** Where it saves to. */
  Path directory() {
    return directory;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (var files = Files.walk(directory)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
