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
  void aFeatureIsShownAndWhatCannotBeDoneIsToldWithAWayOut(Server server) throws Exception {
    try (Shell shell = Shell.open(server)) {
      Shell.Answer info = shell.run("feature:info orbit-lang-sql");
      assertThat(info.exitCode()).isZero();
      assertThat(info.output())
          .contains("installed", "(language)", "bundles: orbit-lang-sql", "used by: every sql");

      Shell.Answer unknown = shell.run("feature:install orbit-.*");
      assertThat(unknown.exitCode()).isEqualTo(1);
      assertThat(unknown.output().lines())
          .containsExactly(
              "feature \"orbit-.*\" does not exist",
              "Names are literal; list the features, or upload the archive that brings it.");
      Shell.Answer core = shell.run("feature:uninstall orbit-core");
      assertThat(core.exitCode()).isEqualTo(1);
      assertThat(core.output()).contains("is part of the server and cannot be uninstalled");
    }
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
