package io.orbit.kernel.security;

import static io.orbit.kernel.security.SessionsFixture.PASSWORD;
import static io.orbit.kernel.security.SessionsFixture.local;
import static io.orbit.kernel.security.SessionsFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.orbit.api.catalog.Database;
import io.orbit.api.catalog.Role;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.ScramVerifier;
import io.orbit.api.security.Session;
import io.orbit.kernel.security.SessionsFixture.RolePlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthenticationTest {
  @TempDir Path directory;
  @TempDir private Path other;
  private SessionsFixture kernel;

  @BeforeEach
  void open() {
    kernel = new SessionsFixture(directory);
  }

  @AfterEach
  void close() {
    kernel.close();
  }

  @Test
  void theRightPasswordOpensASession() {
    for (String name : List.of("orbit", "default")) {
      Session session = kernel.sessions().authenticate(request(name), PASSWORD);
      assertThat(session.sessionUser().name()).isEqualTo("orbit");
      assertThat(session.principal().superuser()).isTrue();
      assertThat(session.database().name()).isEqualTo("orbit");
      assertThat(kernel.sessions().list()).containsExactly(session);
      session.close();
      assertThat(session.isClosed()).isTrue();
      assertThat(kernel.sessions().list()).isEmpty();
    }
  }

  @Test
  void aWrongPasswordAndAnUnknownUserLookTheSame() {
    kernel.role("nologin", RolePlan.USER.withPassword(""));
    for (String name : List.of("orbit", "nobody", "nologin", "")) {
      for (String password : List.of("wrong", "", PASSWORD + " ")) {
        refused(
            ErrorCode.INVALID_PASSWORD,
            "password authentication failed for user \"" + name + "\"",
            () -> kernel.sessions().authenticate(request(name), password));
      }
    }
    assertThat(kernel.sessions().list()).isEmpty();
    assertThat(kernel.metrics().counter("orbit_authentication_failures", "").value()).isEqualTo(12);
  }

  @Test
  void aUserWithoutPasswordShowsAVerifierLikeAnyOtherAlwaysTheSame() {
    kernel.role("nopassword", RolePlan.USER.withPassword(""));
    for (String name : List.of("nobody", "nopassword")) {
      ScramVerifier verifier = kernel.sessions().scram(name);
      assertThat(verifier.iterations()).isEqualTo(kernel.sessions().scram("orbit").iterations());
      assertThat(verifier.salt()).hasSameSizeAs(kernel.sessions().scram("orbit").salt());
      kernel.restart(Optional.empty());
      assertThat(Scram.format(kernel.sessions().scram(name))).isEqualTo(Scram.format(verifier));
    }
    assertThat(Scram.matches(kernel.sessions().scram("default"), PASSWORD)).isTrue();
  }

  @Test
  void whoMayNotLogInIsToldSoOnlyWithTheRightPassword() {
    kernel.role("group", RolePlan.USER.withLogin(false));
    refused(
        ErrorCode.INVALID_PASSWORD,
        "password authentication failed for user \"group\"",
        () -> kernel.sessions().authenticate(request("group"), "wrong"));
    refused(
        ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION,
        "role \"group\" is not permitted to log in",
        () -> kernel.sessions().authenticate(request("group"), PASSWORD));
  }

  @Test
  void aRoleIsValidUntilItsTime() {
    kernel.role("ann", RolePlan.USER.withValidUntil(kernel.clock().wallMillis() + 1000));
    kernel.login("ann").close();
    kernel.clock().advance(1000);
    refused(
        ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION,
        "the password of role \"ann\" has expired",
        () -> kernel.login("ann"));
  }

  @Test
  void theDatabaseMustExistAndLetTheUserIn() {
    kernel.user("ann");
    refused(
        ErrorCode.UNDEFINED_DATABASE,
        "database \"nowhere\" does not exist",
        () -> kernel.sessions().open(request("ann", "nowhere")));
    Session session = kernel.sessions().open(request("ann", "actors"));
    Database actors = session.database();
    assertThat(actors.name()).isEqualTo("actors");
    kernel.put(
        new Database(
            actors.id(),
            actors.name(),
            0,
            actors.owner(),
            List.of(),
            actors.engine(),
            actors.keySpaces(),
            Map.of(),
            ""));
    refused(
        ErrorCode.INSUFFICIENT_PRIVILEGE,
        "permission denied for database \"actors\"",
        () -> kernel.sessions().open(request("ann", "actors")));
    assertThat(session.database().grants()).isEmpty();
    session.setDatabase("orbit");
    refused(
        ErrorCode.INSUFFICIENT_PRIVILEGE,
        "permission denied for database \"actors\"",
        () -> session.setDatabase("actors"));
    kernel.login("orbit").setDatabase("actors");
  }

  @Test
  void aDroppedDatabaseIsNoticed() {
    Session session = kernel.sessions().open(request("orbit", "actors"));
    kernel.remove(kernel.database("actors"));
    refused(
        ErrorCode.DATABASE_DROPPED, "the session's database has been dropped", session::database);
  }

  @Test
  void aRoleHasNoMoreSessionsThanItsLimit() {
    kernel.role("ann", RolePlan.USER.withConnectionLimit(2));
    Session first = kernel.login("ann");
    kernel.login("ann");
    refused(
        ErrorCode.TOO_MANY_CONNECTIONS,
        "too many connections for role \"ann\"",
        () -> kernel.login("ann"));
    first.close();
    kernel.login("ann");
  }

  @Test
  void theLastSessionsAreForSuperusers() {
    kernel.close();
    kernel =
        new SessionsFixture(
            other,
            Optional.of(PASSWORD),
            settings -> new SecuritySettings(settings.dataDirectory(), false, 4, 2, 4096, 1000));
    kernel.user("ann");
    kernel.login("ann");
    kernel.login("ann");
    refused(
        ErrorCode.TOO_MANY_CONNECTIONS,
        "remaining connection slots are reserved for superusers",
        () -> kernel.login("ann"));
    kernel.login("orbit");
    kernel.login("orbit");
    refused(
        ErrorCode.TOO_MANY_CONNECTIONS,
        "sorry, too many clients already",
        () -> kernel.login("orbit"));
  }

  @Test
  void guessingIsSlowedUntilASuccess() {
    for (int i = 0; i < 5; i++) {
      guess();
    }
    assertThat(kernel.clock().pauses()).isEmpty();
    for (int i = 0; i < 14; i++) {
      guess();
    }
    assertThat(kernel.clock().pauses()).hasSize(14).last().isEqualTo(10_000L);
    kernel.sessions().authenticate(request("orbit"), PASSWORD).close();
    guess();
    assertThat(kernel.clock().pauses()).as("success ends it").hasSize(15);
  }

  @Test
  void aFailedProofOfAProtocolCountsAsAWrongPassword() {
    for (int i = 0; i < 8; i++) {
      OrbitException failure = kernel.sessions().rejected(request("orbit"));
      assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_PASSWORD);
    }
    assertThat(kernel.clock().pauses()).containsExactly(100L, 200L, 400L, 800L);
  }

  @Test
  void withoutProofNobodyGetsIn() {
    refused(
        ErrorCode.AUTHENTICATION_REQUIRED,
        "authentication required",
        () -> kernel.sessions().openUnauthenticated(local("orbit")));
  }

  @Test
  void devModeLetsThisMachineInAndNobodyElse() {
    kernel.close();
    kernel =
        new SessionsFixture(
            other,
            Optional.of(PASSWORD),
            settings -> new SecuritySettings(settings.dataDirectory(), true, 100, 3, 4096, 1000));
    Session session = kernel.sessions().openUnauthenticated(local("anybody"));
    assertThat(session.principal().name()).isEqualTo("orbit");
    refused(
        ErrorCode.AUTHENTICATION_REQUIRED,
        "authentication required",
        () -> kernel.sessions().openUnauthenticated(request("orbit")));
  }

  @Test
  void aSessionStartsWithTheSettingsOfDatabaseAndRole() {
    Database orbit = kernel.database("orbit");
    kernel.put(
        new Database(
            orbit.id(),
            orbit.name(),
            0,
            orbit.owner(),
            orbit.grants(),
            orbit.engine(),
            orbit.keySpaces(),
            Map.of("timezone", "UTC", "lock_timeout", "1s"),
            ""));
    kernel.role("ann", RolePlan.USER.withSettings(Map.of("lock_timeout", "2s")));
    assertThat(kernel.login("ann").settings())
        .containsEntry("timezone", "UTC")
        .containsEntry("lock_timeout", "2s");
  }

  @Test
  void sessionsAreToldApart() {
    Session one = kernel.login("orbit");
    Session two = kernel.login("orbit");
    assertThat(one.id()).isPositive().isNotEqualTo(two.id());
    assertThat(kernel.sessions().list()).containsExactly(one, two);
    assertThat(kernel.metrics().samples())
        .filteredOn(sample -> sample.name().equals("orbit_sessions"))
        .singleElement()
        .satisfies(sample -> assertThat(sample.value()).isEqualTo(2));
  }

  @Test
  void aPasswordChangeCountsAtOnce() {
    Role ann = kernel.user("ann");
    kernel.sessions().authenticate(request("ann"), PASSWORD);
    kernel.role(ann.name(), RolePlan.USER.withPassword("another"));
    refused(
        ErrorCode.INVALID_PASSWORD,
        "password authentication failed for user \"ann\"",
        () -> kernel.sessions().authenticate(request("ann"), PASSWORD));
    kernel.sessions().authenticate(request("ann"), "another");
  }

  private void guess() {
    assertThatExceptionOfType(OrbitException.class)
        .isThrownBy(() -> kernel.sessions().authenticate(request("orbit"), "guess"));
  }

  private static void refused(ErrorCode code, String message, Runnable action) {
    assertThatExceptionOfType(OrbitException.class)
        .isThrownBy(action::run)
        .withMessage(message)
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }
}
