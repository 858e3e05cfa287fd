package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FeaturesIT {
  private static final int ECHO = 7007;
  private static final int REDIS = 6379;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Test
  void whatTheShellInstallsAndUninstallsStaysSoAcrossRestarts() throws Exception {
    Path work = Files.createDirectories(Path.of(System.getProperty("orbit.work")));
    Path data = Files.createTempDirectory(work, "features").resolve("data");
    try (Server server = Server.start(data);
        Shell shell = Shell.open(server)) {
      assertThat(server.accepts(REDIS)).isTrue();
      assertThat(server.accepts(ECHO)).isFalse();

      assertThat(shell.run("feature:uninstall orbit-redis").exitCode()).isZero();
      Await.until("closed", LIMIT, () -> !server.accepts(REDIS));
      assertThat(shell.run("feature:install orbit-echo").exitCode()).isZero();
      Await.until("open", LIMIT, () -> server.accepts(ECHO));
    }
    try (Server again = Server.start(data)) {
      assertThat(again.accepts(REDIS)).isFalse();
      assertThat(again.accepts(ECHO)).isTrue();
      try (Shell shell = Shell.open(again)) {
        assertThat(shell.run("feature:list -i --no-format").output())
            .containsPattern("(?m)^orbit-netty\\s")
            .containsPattern("(?m)^orbit-echo\\s")
            .doesNotContainPattern("(?m)^orbit-redis\\s");
        assertThat(shell.run("feature:install orbit-redis").exitCode()).isZero();
        Await.until("open again", LIMIT, () -> again.accepts(REDIS));
      }
    }
  }
}
