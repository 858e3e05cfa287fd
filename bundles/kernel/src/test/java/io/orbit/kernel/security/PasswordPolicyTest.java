package io.orbit.kernel.security;

import static io.orbit.kernel.security.SessionsFixture.PASSWORD;
import static io.orbit.kernel.security.SessionsFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.orbit.api.catalog.Role;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.kernel.catalog.StoredPasswords;
import io.orbit.kernel.security.SessionsFixture.RolePlan;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordPolicyTest {
  @TempDir Path directory;
  private SessionsFixture kernel;

  @BeforeEach
  void open() {
    kernel =
        new SessionsFixture(
            directory,
            Optional.of(PASSWORD),
            settings ->
                new SecuritySettings(
                    settings.dataDirectory(),
                    false,
                    100,
                    3,
                    4096,
                    1000,
                    ExternalUsers.DEFAULT,
                    new PasswordPolicy(8, 2, 30)));
  }

  @AfterEach
  void close() {
    kernel.close();
  }

  private void set(String password) {
    kernel.role("alice", RolePlan.USER.withPassword(password));
  }

  private void refused(ErrorCode code, Runnable attempt) {
    assertThatExceptionOfType(OrbitException.class)
        .isThrownBy(attempt::run)
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
  }

  @Test
  void shortOnesAndTheUsersNameAreRefused() {
    refused(ErrorCode.INVALID_PARAMETER_VALUE, () -> set("seven77"));
    refused(
        ErrorCode.INVALID_PARAMETER_VALUE,
        () -> kernel.sessions().verifierFor("bartholomew", "Bartholomew"));
    set("eight888");
    set("\uD83D\uDD11".repeat(8));
    refused(ErrorCode.INVALID_PARAMETER_VALUE, () -> set("\uD83D\uDD11".repeat(7)));
  }

  @Test
  void theLastOnesDoNotComeAgainAndOlderOnesDo() {
    set("first first");
    set("second second");
    refused(ErrorCode.INVALID_PARAMETER_VALUE, () -> set("first first"));
    refused(ErrorCode.INVALID_PARAMETER_VALUE, () -> set("second second"));
    kernel.restart(Optional.empty());
    refused(ErrorCode.INVALID_PARAMETER_VALUE, () -> set("first first"));
    set("third third");
    set("first first");
    assertThat(kernel.sessions().verifierFor("bob", "first first")).startsWith("SCRAM-SHA-256$");
  }

  @Test
  void aPasswordOpensForSoLongAndTheNextOneAgain() {
    set("first first");
    Role alice = kernel.catalog().current().role("alice").orElseThrow();
    long since = StoredPasswords.of(kernel.store().latest(), alice.id()).getFirst().since();
    kernel.clock().advance(since - kernel.clock().wallMillis() + TimeUnit.DAYS.toMillis(30) - 1);
    kernel.sessions().authenticate(request("alice"), "first first").close();
    kernel.clock().advance(1);
    refused(
        ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION,
        () -> kernel.sessions().authenticate(request("alice"), "first first"));
    refused(
        ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION,
        () -> kernel.sessions().open(request("alice")));
  }

  @Test
  void whatWasKeptGoesWithTheRole() {
    set("first first");
    Role alice = kernel.catalog().current().role("alice").orElseThrow();
    for (int i = 0; i < 30; i++) {
      set("another one " + i);
    }
    assertThat(StoredPasswords.of(kernel.store().latest(), alice.id()))
        .hasSize(StoredPasswords.KEPT);
    kernel.remove(alice);
    assertThat(StoredPasswords.of(kernel.store().latest(), alice.id())).isEmpty();
  }

  @Test
  void aPolicyThatCannotBeIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new PasswordPolicy(-1, 0, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PasswordPolicy(0, StoredPasswords.KEPT + 1, 0));
  }
}
