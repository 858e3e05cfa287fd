package io.orbit.kernel.security;

import static io.orbit.kernel.security.SessionsFixture.PASSWORD;
import static io.orbit.kernel.security.SessionsFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.orbit.api.catalog.Role;
import io.orbit.api.error.OrbitException;
import io.orbit.kernel.security.SessionsFixture.RolePlan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstStartTest {
  @TempDir Path directory;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final ResetPassword reset =
      new ResetPassword(
          new PrintStream(printed, true, StandardCharsets.UTF_8),
          new PrintStream(printed, true, StandardCharsets.UTF_8));

  @Test
  void aGeneratedPasswordIsShownOnceAndKeptForTheOwnerAlone() throws IOException {
    try (SessionsFixture kernel = start(Optional.empty())) {
      Path file = directory.resolve("initial-password");
      String password = Files.readString(file).strip();
      assertThat(password).hasSizeGreaterThanOrEqualTo(20).matches("[A-Za-z0-9]+");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(kernel.announced()).singleElement().asString().contains(password);
      kernel.sessions().authenticate(request("orbit"), password).close();

      kernel.restart(Optional.of("ignored by later starts"));
      assertThat(kernel.announced()).hasSize(1);
      assertThat(Files.readString(file).strip()).isEqualTo(password);
      kernel.sessions().authenticate(request("orbit"), password).close();
      refused(kernel, "ignored by later starts");
    }
  }

  @Test
  void aGivenPasswordIsNeitherWrittenNorShown() {
    try (SessionsFixture kernel = start(Optional.of(PASSWORD))) {
      assertThat(directory.resolve("initial-password")).doesNotExist();
      assertThat(kernel.announced()).isEmpty();
      kernel.sessions().authenticate(request("orbit"), PASSWORD).close();
    }
  }

  @Test
  void anEmptyGivenPasswordIsNone() {
    try (SessionsFixture kernel = start(Optional.of(""))) {
      assertThat(directory.resolve("initial-password")).exists();
      refused(kernel, "");
    }
  }

  @Test
  void aResetGivesTheAdministratorBackWhateverHappenedToIt() throws IOException {
    try (SessionsFixture kernel = start(Optional.empty())) {
      Role demoted =
          kernel.role("orbit", RolePlan.USER.withLogin(false).withValidUntil(1).withPassword(""));
      assertThat(demoted.superuser()).isFalse();
      assertThat(reset.run(new String[] {directory.toString(), "--generate"}, null)).isZero();
      String password = printed.toString(StandardCharsets.UTF_8).lines().findFirst().orElseThrow();
      assertThat(Files.readString(directory.resolve("password-reset")))
          .startsWith("SCRAM-SHA-256$")
          .doesNotContain(password);

      kernel.restart(Optional.empty());
      assertThat(directory.resolve("password-reset")).doesNotExist();
      assertThat(directory.resolve("initial-password")).doesNotExist();
      assertThat(kernel.sessions().authenticate(request("orbit"), password).principal().superuser())
          .isTrue();

      kernel.remove(kernel.catalog().current().role("orbit").orElseThrow());
      assertThat(reset.run(new String[] {directory.toString(), "--generate"}, null)).isZero();
      kernel.restart(Optional.empty());
      assertThat(kernel.catalog().current().role("orbit").orElseThrow().superuser()).isTrue();
    }
  }

  @Test
  void aRunningServerTakesAResetWhenItIsTold() throws IOException {
    Path lock = directory.resolve(ResetPassword.LOCK_FILE);
    try (SessionsFixture kernel = start(Optional.of(PASSWORD));
        FileChannel server =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        java.nio.channels.FileLock held = server.lock()) {
      assertThat(held.isValid()).isTrue();
      assertThat(kernel.sessions().applyPasswordReset()).isFalse();
      assertThat(reset.run(new String[] {directory.toString(), "--generate"}, null))
          .isEqualTo(ResetPassword.SERVER_RUNS);
      String password = printed.toString(StandardCharsets.UTF_8).strip();
      kernel.sessions().authenticate(request("orbit"), PASSWORD).close();

      assertThat(kernel.sessions().applyPasswordReset()).isTrue();
      assertThat(directory.resolve("password-reset")).doesNotExist();
      kernel.sessions().authenticate(request("orbit"), password).close();
      refused(kernel, PASSWORD);
    }
  }

  @Test
  void aResetWithWrongArgumentsSaysHow() throws IOException {
    assertThat(reset.run(new String[] {}, null)).isEqualTo(2);
    assertThat(reset.run(new String[] {"--generate"}, null)).isEqualTo(2);
    assertThat(reset.run(new String[] {directory.resolve("none").toString()}, null)).isOne();
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("usage:", "is no data directory");
  }

  private SessionsFixture start(Optional<String> password) {
    return new SessionsFixture(directory, password, UnaryOperator.identity());
  }

  private static void refused(SessionsFixture kernel, String password) {
    assertThatExceptionOfType(OrbitException.class)
        .isThrownBy(() -> kernel.sessions().authenticate(request("orbit"), password));
  }
}
