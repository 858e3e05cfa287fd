package io.orbit.kernel.security;

import static io.orbit.kernel.security.SessionsFixture.PASSWORD;
import static io.orbit.kernel.security.SessionsFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.orbit.api.catalog.Privilege;
import io.orbit.api.catalog.Role;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.Identity;
import io.orbit.api.security.IdentityProvider;
import io.orbit.api.security.Session;
import io.orbit.kernel.security.SessionsFixture.RolePlan;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users whom somebody else proves. */
class IdentityTest {
  @TempDir Path directory;
  private SessionsFixture kernel;
  private Register register;

  @BeforeEach
  void open() {
    open(ExternalUsers.DEFAULT);
  }

  private void open(ExternalUsers policy) {
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
                    policy,
                    PasswordPolicy.NONE));
    register = new Register();
    kernel.sessions().addProvider(register);
  }

  private void openAnew(ExternalUsers policy) {
    kernel.close();
    open(policy);
  }

  @AfterEach
  void close() {
    kernel.close();
  }

  /** Passwords and tokens by heart. */
  private static final class Register implements IdentityProvider {
    final Map<String, Identity> known = new ConcurrentHashMap<>();
    volatile boolean reachable = true;

    void knows(String proof, String user, String... groups) {
      known.put(proof, new Identity(name(), user, Set.of(groups)));
    }

    @Override
    public String name() {
      return "register";
    }

    @Override
    public boolean checksPasswords() {
      return true;
    }

    @Override
    public Optional<Identity> byPassword(String user, String password) {
      return byToken(user + "/" + password);
    }

    @Override
    public Optional<Identity> byToken(String token) {
      if (!reachable) {
        throw new OrbitException(ErrorCode.CANNOT_CONNECT_NOW, "it is away");
      }
      return Optional.ofNullable(known.get(token));
    }
  }

  private void refused(ErrorCode code, Runnable attempt) {
    assertThatExceptionOfType(OrbitException.class)
        .isThrownBy(attempt::run)
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
  }

  private Session byToken(String token) {
    return kernel.sessions().openByToken(request(""), token);
  }

  @Test
  void whoIsProvenIsTheRoleOfThatName() {
    kernel.role("alice", RolePlan.USER.withPassword(""));
    register.knows("t", "alice");
    try (Session session = byToken("t")) {
      assertThat(session.sessionUser().name()).isEqualTo("alice");
      assertThat(session.identity()).hasValue(register.known.get("t"));
      assertThat(session.principal().superuser()).isFalse();
    }
    register.knows("n", "nobody");
    refused(ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION, () -> byToken("n"));
    refused(ErrorCode.INVALID_PASSWORD, () -> byToken("unknown"));
  }

  @Test
  void groupsCountForTheSessionAloneAndNoneOfASuperuser() {
    kernel.role("alice", RolePlan.USER.withPassword(""));
    Role readers = kernel.user("readers");
    register.knows("t", "alice", "readers", "orbit", "unknown");
    try (Session session = byToken("t");
        Session own = kernel.login("alice")) {
      assertThat(session.principal().memberships())
          .containsExactlyInAnyOrder(session.sessionUser().roleId(), readers.id());
      assertThat(session.principal().superuser()).isFalse();
      assertThat(own.principal().memberships()).doesNotContain(readers.id());
      var database = kernel.catalog().current().database("orbit").orElseThrow();
      assertThat(session.may(database, Privilege.CREATE)).isFalse();
      kernel.remove(readers);
      assertThat(session.principal().memberships()).doesNotContain(readers.id());
    }
  }

  @Test
  void aSuperuserComesInOnlyWhereThatIsAllowed() {
    register.knows("t", "orbit");
    refused(ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION, () -> byToken("t"));
    openAnew(new ExternalUsers(true, false));
    register.knows("t", "orbit");
    try (Session session = byToken("t")) {
      assertThat(session.principal().superuser()).isTrue();
    }
  }

  @Test
  void aRoleIsMadeOnlyWhereThatIsAllowed() {
    openAnew(new ExternalUsers(false, true));
    register.knows("t", "carol");
    try (Session first = byToken("t");
        Session second = byToken("t")) {
      assertThat(first.sessionUser()).isEqualTo(second.sessionUser());
      Role carol = kernel.catalog().current().role("carol").orElseThrow();
      assertThat(carol.superuser()).isFalse();
      assertThat(carol.scram()).isNull();
    }
  }

  @Test
  void aPasswordOfOursIsNeverAskedForElsewhere() {
    register.knows("orbit/elsewhere", "orbit");
    assertThat(kernel.sessions().wantsPassword("orbit")).isFalse();
    assertThat(kernel.sessions().wantsPassword("default")).isFalse();
    refused(
        ErrorCode.INVALID_PASSWORD,
        () -> kernel.sessions().authenticate(request("orbit"), "elsewhere"));
    kernel.sessions().authenticate(request("orbit"), PASSWORD).close();
  }

  @Test
  void whoHasNoneHereIsAskedForElsewhere() {
    Role alice = kernel.role("alice", RolePlan.USER.withPassword(""));
    assertThat(alice.scram()).isNull();
    register.knows("alice/wonderland", "alice");
    register.knows("alice/", "alice");
    assertThat(kernel.sessions().wantsPassword("alice")).isTrue();
    kernel.sessions().authenticate(request("alice"), "wonderland").close();
    for (String wrong : new String[] {"", "looking-glass"}) {
      refused(
          ErrorCode.INVALID_PASSWORD,
          () -> kernel.sessions().authenticate(request("alice"), wrong));
    }
    kernel.sessions().removeProvider(register);
    assertThat(kernel.sessions().wantsPassword("alice")).isFalse();
    refused(
        ErrorCode.INVALID_PASSWORD,
        () -> kernel.sessions().authenticate(request("alice"), "wonderland"));
  }

  @Test
  void whatCannotBeAskedIsNoFailureOfTheUser() {
    kernel.role("alice", RolePlan.USER.withPassword(""));
    register.reachable = false;
    for (int i = 0; i < 50; i++) {
      refused(ErrorCode.CANNOT_CONNECT_NOW, () -> byToken("t"));
      refused(
          ErrorCode.CANNOT_CONNECT_NOW,
          () -> kernel.sessions().authenticate(request("alice"), "wonderland"));
    }
    register.reachable = true;
    register.knows("alice/wonderland", "alice");
    kernel.sessions().authenticate(request("alice"), "wonderland").close();
    assertThat(kernel.clock().pauses()).isEmpty();
  }

  @Test
  void guessingTokensIsSlowed() {
    for (int i = 0; i < 10; i++) {
      refused(ErrorCode.INVALID_PASSWORD, () -> byToken("guess"));
    }
    assertThat(kernel.clock().pauses()).isNotEmpty();
  }
}
