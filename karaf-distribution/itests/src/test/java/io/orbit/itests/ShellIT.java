package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.sshd.common.SshException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
class ShellIT {
  @Test
  void theShellAnswersTheHolderOfTheOperatorsKey(Server server) throws Exception {
    try (Shell shell = Shell.open(server)) {
      Shell.Answer answer = shell.run("feature:list --installed --no-format");

      assertThat(answer.exitCode()).isZero();
      assertThat(answer.output()).contains("orbit-container", "orbit-netty", "orbit-jersey");
    }
    assertThat(Files.getPosixFilePermissions(server.data().resolve("operator-key")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void nobodyGetsInWithAWrongPassword(Server server) {
    assertThatThrownBy(() -> Shell.open(server, "karaf").close()).isInstanceOf(SshException.class);
  }

  @Test
  void everyBundleThatIsNoFragmentIsActive(Server server) throws Exception {
    try (Shell shell = Shell.open(server)) {
      String listing = shell.run("bundle:list -t 0 -s --no-format").output();

      assertThat(listing.lines().filter(line -> line.matches("\\s*\\d.*")))
          .hasSizeGreaterThan(50)
          .allMatch(
              line ->
                  line.contains("Active")
                      || line.contains("native-epoll")
                      || line.contains("features.extension"));
    }
  }
}
