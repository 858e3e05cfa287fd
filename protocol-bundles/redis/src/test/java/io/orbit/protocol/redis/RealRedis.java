package io.orbit.protocol.redis;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.orbit.testkit.protocol.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

/** A redis-server of its own on a free port, for comparison. */
final class RealRedis implements AutoCloseable {
  private final Process process;
  private final int port;

  private RealRedis(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Skips the test where redis-server is not installed. */
  static RealRedis start() {
    try {
      int port;
      try (ServerSocket free = new ServerSocket(0)) {
        port = free.getLocalPort();
      }
      Process process =
          new ProcessBuilder(
                  "redis-server",
                  "--port",
                  String.valueOf(port),
                  "--bind",
                  "127.0.0.1",
                  "--save",
                  "",
                  "--dir",
                  System.getProperty("java.io.tmpdir"))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      RealRedis redis = new RealRedis(process, port);
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
  }
}
