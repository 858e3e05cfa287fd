package io.orbit.protocol.redis;

import io.orbit.net.ListenerConfiguration;
import io.orbit.net.NetConfiguration;
import io.orbit.net.NetServer;
import io.orbit.protocol.redis.scripting.RedisScripting;
import io.orbit.testkit.ops.RecordingMetrics;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The Redis protocol in a plain JVM, for measuring: {@code PORT DIRECTORY}; ends with its input.
 */
final class RedisServerMain {
  private RedisServerMain() {}

  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    Path directory = Files.createDirectories(Path.of(arguments[1]));
    try (TestStack stack = new TestStack(directory, true);
        NetServer net =
            NetServer.start(NetConfiguration.defaults(directory), new RecordingMetrics())) {
      RedisProtocol protocol = stack.protocol();
      protocol.addModule(new RedisScripting());
      net.addProtocol(protocol, ListenerConfiguration.onPort(port));
      System.out.println("listening on " + net.port(RedisServer.PROTOCOL));
      while (System.in.read() >= 0) {
        // Until whoever started this closes its input.
      }
    }
  }
}
