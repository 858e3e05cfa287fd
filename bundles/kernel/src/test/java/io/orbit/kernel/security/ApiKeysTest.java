package io.orbit.kernel.security;

import static io.orbit.kernel.security.SessionsFixture.PASSWORD;
import static io.orbit.kernel.security.SessionsFixture.local;
import static io.orbit.kernel.security.SessionsFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.orbit.api.catalog.Role;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.ApiKey;
import io.orbit.api.security.ApiKeys;
import io.orbit.api.security.ApiKeys.Created;
import io.orbit.api.security.Session;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.kernel.catalog.StoredApiKey;
import io.orbit.kernel.security.SessionsFixture.RolePlan;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiKeysTest {
  private static final long FOR_EVER = Long.MAX_VALUE;
  @TempDir Path directory;
  private SessionsFixture kernel;
  private ApiKeys keys;

  @BeforeEach
  void open() {
    kernel = new SessionsFixture(directory);
    keys = new KernelApiKeys(kernel.sessions());
  }

  @AfterEach
  void close() {
    kernel.close();
  }

  private Created create(String user) {
    try (Session administrator = kernel.login("orbit")) {
      return keys.create(administrator, user, ApiKey.Scope.ALL, "of a test", FOR_EVER);
    }
  }

  private void refused(ErrorCode code, Runnable attempt) {
    assertThatExceptionOfType(OrbitException.class)
        .isThrownBy(attempt::run)
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
  }

  @Test
  void aKeyIsItsUser() {
    kernel.user("alice");
    Created created = create("alice");
    try (Session session = keys.open(request("whoever"), created.key())) {
      assertThat(session.sessionUser().name()).isEqualTo("alice");
      assertThat(session.principal().superuser()).isFalse();
      assertThat(session.apiKey()).hasValue(created.about().id());
    }
  }

  @Test
  void itHasWhatItsScopeSaysAndNoMore() {
    kernel.user("alice");
    for (ApiKey.Scope scope : ApiKey.Scope.values()) {
      Created made;
      try (Session administrator = kernel.login("orbit")) {
        made = keys.create(administrator, "alice", scope, "of a test", FOR_EVER);
        assertThat(keys.list(administrator)).contains(made.about());
      }
      try (Session session = keys.open(request(""), made.key())) {
        assertThat(session.scope()).isEqualTo(scope);
        boolean reads = scope == ApiKey.Scope.READ;
        assertThat(session.begin(TransactionOptions.DEFAULT, true).options().readOnly())
            .isEqualTo(reads);
        session.rollback();
        if (reads) {
          refused(ErrorCode.INSUFFICIENT_PRIVILEGE, () -> session.attach("0".repeat(32)));
        }
        if (scope != ApiKey.Scope.ALL) {
          refused(ErrorCode.INSUFFICIENT_PRIVILEGE, () -> keys.revoke(session, made.about().id()));
        }
      }
    }
    try (Session own = kernel.login("alice")) {
      assertThat(own.scope()).isEqualTo(ApiKey.Scope.ALL);
    }
  }

  @Test
  void itOutlivesARestartAndOnlyItsHashIsKept() {
    Created created = create("orbit");
    String secret = created.key().substring(created.key().lastIndexOf('_') + 1);
    StoredApiKey stored = StoredApiKey.all(kernel.store().latest()).getFirst();
    assertThat(stored.hash()).hasSize(64).isNotEqualTo(secret);
    kernel.restart(Optional.empty());
    keys = new KernelApiKeys(kernel.sessions());
    keys.open(request(""), created.key()).close();
    try (Session administrator = kernel.login("orbit")) {
      assertThat(keys.list(administrator)).containsExactly(created.about());
      assertThat(keys.revoke(administrator, created.about().id())).isTrue();
    }
    kernel.restart(Optional.empty());
    keys = new KernelApiKeys(kernel.sessions());
    refused(ErrorCode.INVALID_PASSWORD, () -> keys.open(request(""), created.key()));
  }

  @Test
  void whatIsRevokedCountsAtOnceAndEndsWhatIsGoingOn() {
    Created created = create("orbit");
    try (Session running = keys.open(request(""), created.key());
        Session other = kernel.login("orbit")) {
      running.beginStatement(0);
      running.setActivity("active", "SELECT 1");
      assertThat(keys.isValid(created.about().id())).isTrue();
      assertThat(keys.revoke(other, created.about().id())).isTrue();
      assertThat(keys.isValid(created.about().id())).isFalse();
      refused(ErrorCode.ADMIN_SHUTDOWN, running::checkCanceled);
      assertThat(keys.revoke(other, created.about().id())).isFalse();
      other.checkCanceled();
    }
    refused(ErrorCode.INVALID_PASSWORD, () -> keys.open(request(""), created.key()));
  }

  @Test
  void itEndsAtItsTimeAndWithItsUser() {
    Role alice = kernel.user("alice");
    long end = kernel.clock().wallMillis() + 1000;
    Created brief;
    try (Session administrator = kernel.login("orbit")) {
      brief = keys.create(administrator, "alice", ApiKey.Scope.ALL, "brief", end);
      refused(
          ErrorCode.INVALID_PARAMETER_VALUE,
          () ->
              keys.create(
                  administrator, "alice", ApiKey.Scope.ALL, "over", kernel.clock().wallMillis()));
    }
    Created lasting = create("alice");
    keys.open(request(""), brief.key()).close();
    kernel.clock().advance(1000);
    refused(
        ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION, () -> keys.open(request(""), brief.key()));
    kernel.role("alice", RolePlan.USER.withLogin(false));
    refused(
        ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION, () -> keys.open(request(""), lasting.key()));
    assertThat(keys.isValid(lasting.about().id())).isFalse();
    kernel.role("alice", RolePlan.USER);
    keys.open(request(""), lasting.key()).close();
    kernel.remove(alice);
    refused(ErrorCode.INVALID_PASSWORD, () -> keys.open(request(""), lasting.key()));
    create("orbit");
    assertThat(StoredApiKey.all(kernel.store().latest())).hasSize(1);
  }

  @Test
  void usersHaveTheirOwnKeysAndSuperusersAll() {
    kernel.user("alice");
    kernel.user("bob");
    ApiKey ofBob = create("bob").about();
    try (Session alice = kernel.login("alice");
        Session administrator = kernel.login("orbit")) {
      ApiKey own = keys.create(alice, "alice", ApiKey.Scope.ALL, "her own", FOR_EVER).about();
      assertThat(keys.list(alice)).containsExactly(own);
      assertThat(keys.list(administrator)).containsExactlyInAnyOrder(ofBob, own);
      assertThat(keys.revoke(alice, ofBob.id())).isFalse();
      refused(
          ErrorCode.INSUFFICIENT_PRIVILEGE,
          () -> keys.create(alice, "bob", ApiKey.Scope.ALL, "his", FOR_EVER));
      refused(
          ErrorCode.UNDEFINED_OBJECT,
          () -> keys.create(administrator, "none", ApiKey.Scope.ALL, "n", FOR_EVER));
      refused(
          ErrorCode.INVALID_PARAMETER_VALUE,
          () -> keys.create(alice, "alice", ApiKey.Scope.ALL, " ", FOR_EVER));
    }
  }

  @Test
  void aKeyMakesNoKeys() {
    try (Session session = keys.open(request(""), create("orbit").key())) {
      refused(
          ErrorCode.INSUFFICIENT_PRIVILEGE,
          () -> keys.create(session, "orbit", ApiKey.Scope.ALL, "n", FOR_EVER));
    }
  }

  @Test
  void aUserHasSoManyAtMost() {
    for (int i = 0; i < KernelApiKeys.MOST_OF_A_USER; i++) {
      create("orbit");
    }
    refused(ErrorCode.CONFIGURATION_LIMIT_EXCEEDED, () -> create("orbit"));
  }

  @Test
  void guessingIsSlowedAsThatOfPasswords() {
    Created created = create("orbit");
    String wrong = created.key().substring(0, created.key().length() - 4) + "ffff";
    for (String none : new String[] {"", "orbit", PASSWORD, wrong + "0", "orbit_zz_zz"}) {
      refused(ErrorCode.INVALID_PASSWORD, () -> keys.open(local(""), none));
    }
    long before = kernel.clock().millis();
    for (int i = 0; i <= LoginThrottle.FREE_FAILURES; i++) {
      refused(ErrorCode.INVALID_PASSWORD, () -> keys.open(local(""), wrong));
    }
    assertThat(kernel.clock().millis() - before)
        .isGreaterThanOrEqualTo(LoginThrottle.FIRST_PAUSE_MILLIS);
    OrbitException refusal =
        catchThrowableOfType(OrbitException.class, () -> keys.open(local(""), created.key() + "0"));
    assertThat(refusal).hasMessage("the API key is not valid");
    assertThat(kernel.metrics().counter("orbit_authentication_failures", "").value()).isEqualTo(12);
  }
}
