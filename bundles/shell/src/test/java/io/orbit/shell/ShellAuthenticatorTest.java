package io.orbit.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.KeyPair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellAuthenticatorTest {
  @TempDir Path folder;

  @Test
  void onlyTheOperatorsKeyOpensTheShell() throws Exception {
    KeyPair operator = KeyFiles.provide(folder.resolve("operator"));
    KeyPair other = KeyFiles.provide(folder.resolve("other"));
    ShellAuthenticator authenticator = new ShellAuthenticator(operator.getPublic(), () -> null);

    assertThat(authenticator.authenticate("orbit", operator.getPublic(), null)).isTrue();
    assertThat(authenticator.authenticate("orbit", other.getPublic(), null)).isFalse();
  }

  @Test
  void withoutTheKernelNoPasswordIsRight() throws Exception {
    KeyPair operator = KeyFiles.provide(folder.resolve("operator"));
    ShellAuthenticator authenticator = new ShellAuthenticator(operator.getPublic(), () -> null);

    assertThat(authenticator.authenticate("orbit", "karaf", null)).isFalse();
    assertThat(authenticator.authenticate("orbit", "", null)).isFalse();
  }
}
