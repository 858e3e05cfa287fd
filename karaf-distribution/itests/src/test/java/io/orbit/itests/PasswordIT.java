package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** A lost password, with the server running and with it stopped. */
class PasswordIT {
  @Test
  void aLostPasswordIsReplacedOnTheMachineItself() throws Exception {
    Path work = Files.createDirectories(Path.of(System.getProperty("orbit.work")));
    Path data = Files.createTempDirectory(work, "password").resolve("data");
    String folder = data.toString();
    String generated;
    try (Server server = Server.start(data)) {
      Script.Answer answer = Script.run("passwd", "--data", folder, "--generate");
      assertThat(answer.exitCode()).as(answer.output()).isZero();
      assertThat(answer.output()).endsWith("orbit has the new password");
      generated = answer.output().lines().findFirst().orElseThrow();
      assertLogIn(server, generated, Server.PASSWORD);
      assertThat(Files.exists(data.resolve("password-reset"))).isFalse();
    }
    Script.Answer tooShort = Script.runWithInput("short\n", "passwd", "--data", folder);
    assertThat(tooShort.exitCode()).isEqualTo(1);
    assertThat(tooShort.output()).contains("at least 8 characters");
    Script.Answer typed = Script.runWithInput("typed by hand\n", "passwd", "--data", folder);
    assertThat(typed.exitCode()).as(typed.output()).isZero();
    assertThat(typed.output()).contains("from the next start on").doesNotContain("typed by");
    try (Server server = Server.start(data)) {
      assertLogIn(server, "typed by hand", generated);
    }
  }

  private static void assertLogIn(Server server, String password, String former)
      throws SQLException {
    try (Connection sql = Clients.sql(server, "orbit", password)) {
      assertThat(Clients.rows(sql, "SELECT current_user")).containsExactly("orbit");
    }
    assertThatThrownBy(() -> Clients.sql(server, "orbit", former).close())
        .isInstanceOf(SQLException.class);
  }
}
