package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/**
 * Boots on an empty data folder while something else wants every processor, stops by SIGTERM, and
 * boots again: always up, always down. {@code -Dorbit.boots} says how often, 5 times if not said.
 */
class BootsIT {
  @Test
  void alwaysUpAlwaysDownWhateverElseRuns() throws Exception {
    int boots = Integer.getInteger("orbit.boots", 5);
    Path work = Files.createDirectories(Path.of(System.getProperty("orbit.work")));
    try (Load load = Load.onAllProcessors()) {
      for (int boot = 1; boot <= boots; boot++) {
        Path data = Files.createTempDirectory(work, "boot").resolve("data");
        try (Server first = Server.start(data);
            Jedis redis = Clients.redis(first)) {
          redis.set("boot", Integer.toString(boot));
          assertDown(first);
        }
        try (Server second = Server.start(data);
            Jedis redis = Clients.redis(second)) {
          assertThat(redis.get("boot")).isEqualTo(Integer.toString(boot));
          assertDown(second);
        }
        assertThat(load.isRunning()).isTrue();
        System.out.println("boot " + boot + " of " + boots);
      }
    }
  }

  private static void assertDown(Server server) {
    assertThat(server.accepts(8101)).isTrue();
    assertThat(server.stop()).as(server.output()).isZero();
    assertThat(server.accepts(6379)).isFalse();
  }
}
