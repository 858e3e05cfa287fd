package io.orbit.protocol.postgres;

import io.orbit.net.ListenerConfiguration;
import io.orbit.net.NetConfiguration;
import io.orbit.net.NetServer;
import io.orbit.testkit.ops.RecordingMetrics;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The PostgreSQL protocol in a plain JVM, for measuring: {@code PORT DIRECTORY}; in development
 * mode with {@code -Ddev=true}; ends with its input.
 */
final class PostgresServerMain {
  private PostgresServerMain() {}

  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    Path directory = Files.createDirectories(Path.of(arguments[1]));
    try (TestStack stack = new TestStack(directory, Boolean.getBoolean("dev"));
        NetServer net =
            NetServer.start(NetConfiguration.defaults(directory), new RecordingMetrics())) {
      net.addProtocol(stack.protocol(), ListenerConfiguration.onPort(port));
      System.out.println("listening on " + net.port(PostgresServer.PROTOCOL));
      while (System.in.read() >= 0) {
        // Until whoever started this closes its input.
      }
    }
  }
}
