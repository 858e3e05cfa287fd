package io.orbit.kernel.security;

import static io.orbit.kernel.security.SessionsFixture.grant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Grant;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.catalog.Role;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.kernel.security.SessionsFixture.RolePlan;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivilegesTest {
  @TempDir Path directory;
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
  void eachMayWhatTheMatrixSays() {
    Role readers = kernel.role("readers", RolePlan.USER.withLogin(false));
    Role writers = kernel.role("writers", RolePlan.USER.withLogin(false), readers);
    Role owners = kernel.role("owners", RolePlan.USER.withLogin(false));
    kernel.user("stranger");
    kernel.user("reader", readers);
    kernel.user("writer", writers);
    kernel.user("owner", owners);
    kernel.role("aloof", RolePlan.USER.withInherit(false), writers);
    Collection table =
        kernel.table(
            "t",
            owners.id(),
            grant(Grant.PUBLIC, Privilege.REFERENCES),
            grant(readers.id(), Privilege.SELECT),
            grant(writers.id(), Privilege.INSERT, Privilege.UPDATE));

    EnumSet<Privilege> everything = EnumSet.allOf(Privilege.class);
    EnumSet<Privilege> publics = EnumSet.of(Privilege.REFERENCES);
    may("orbit", table, everything);
    may("owner", table, everything);
    may("stranger", table, publics);
    may("aloof", table, publics);
    may("reader", table, EnumSet.of(Privilege.REFERENCES, Privilege.SELECT));
    may(
        "writer",
        table,
        EnumSet.of(Privilege.REFERENCES, Privilege.SELECT, Privilege.INSERT, Privilege.UPDATE));
    may("stranger", kernel.schema(), EnumSet.of(Privilege.USAGE));
    may("stranger", kernel.database("orbit"), EnumSet.of(Privilege.CONNECT, Privilege.TEMPORARY));
    assertThat(kernel.login("owner").owns(table)).isTrue();
    assertThat(kernel.login("orbit").owns(table)).isTrue();
    assertThat(kernel.login("writer").owns(table)).isFalse();
  }

  @Test
  void aGrantOnColumnsIsNoneOnTheTable() {
    Role ann = kernel.user("ann");
    Collection table =
        kernel.table(
            "t", 10, new Grant(ann.id(), 10, Set.of(Privilege.SELECT), Set.of(), List.of(1)));
    assertThat(kernel.login("ann").may(table, Privilege.SELECT)).isFalse();
  }

  @Test
  void refusalsAreInPostgresqlsWords() {
    kernel.user("ann");
    Session ann = kernel.login("ann");
    denied(ann, kernel.table("t", 10), Privilege.SELECT, "permission denied for table t");
    denied(
        ann,
        kernel.collection("v", Collection.Kind.VIEW, 10),
        Privilege.SELECT,
        "permission denied for view v");
    denied(
        ann,
        kernel.collection("s", Collection.Kind.SEQUENCE, 10),
        Privilege.USAGE,
        "permission denied for sequence s");
    denied(ann, kernel.schema(), Privilege.CREATE, "permission denied for schema public");
    denied(ann, kernel.database("orbit"), Privilege.CREATE, "permission denied for database orbit");
    kernel.login("orbit").require(kernel.schema(), Privilege.CREATE);
  }

  @Test
  void whatIsGrantedAndRevokedCountsInOpenSessionsAtOnce() {
    Role ann = kernel.user("ann");
    Session session = kernel.login("ann");
    assertThat(session.may(kernel.table("t", 10), Privilege.SELECT)).isFalse();
    Role readers = kernel.role("readers", RolePlan.USER.withLogin(false));
    Collection table = kernel.table("t", 10, grant(readers.id(), Privilege.SELECT));
    assertThat(session.may(table, Privilege.SELECT)).isFalse();
    kernel.user(ann.name(), readers);
    assertThat(session.may(table, Privilege.SELECT)).isTrue();
    kernel.user(ann.name());
    assertThat(session.may(table, Privilege.SELECT)).isFalse();
    kernel.remove(ann);
    assertThat(session.principal().memberships()).containsExactly(ann.id());
    assertThat(session.principal().name()).isEqualTo("ann");
  }

  @Test
  void circlesOfMembershipEnd() {
    Role a = kernel.user("a");
    Role b = kernel.user("b", a);
    kernel.user("a", b);
    assertThat(kernel.login("a").principal().memberships())
        .containsExactlyInAnyOrder(a.id(), b.id());
  }

  @Test
  void settingARoleChangesRightsNotTheUser() {
    kernel.user("ann");
    Session session = kernel.login("orbit");
    Session ann = kernel.login("ann");
    session.setPrincipal(ann.principal());
    assertThat(session.principal().name()).isEqualTo("ann");
    assertThat(session.sessionUser().name()).isEqualTo("orbit");
    assertThat(session.may(kernel.schema(), Privilege.CREATE)).isFalse();
    session.setPrincipal(session.sessionUser());
    assertThat(session.may(kernel.schema(), Privilege.CREATE)).isTrue();
  }

  @Test
  void aSessionSeesItsOwnUncommittedGrants() {
    Role ann = kernel.user("ann");
    Collection table = kernel.table("t", 10);
    Session session = kernel.login("orbit");
    Session other = kernel.login("ann");
    Transaction transaction = session.begin(TransactionOptions.DEFAULT, true);
    Role group = kernel.role("group", RolePlan.USER.withLogin(false));
    Collection granted = kernel.table("t", 10, grant(group.id(), Privilege.SELECT));
    kernel.catalog().lock(transaction, ann.id(), true);
    kernel.catalog().edit(transaction).put(memberOf(ann, group));
    session.setPrincipal(other.principal());
    assertThat(session.may(granted, Privilege.SELECT)).isTrue();
    assertThat(other.may(granted, Privilege.SELECT)).isFalse();
    session.rollback();
    assertThat(session.may(granted, Privilege.SELECT)).isFalse();
    assertThat(table.id()).isEqualTo(granted.id());
  }

  private static Role memberOf(Role role, Role group) {
    return new Role(
        role.id(),
        role.name(),
        0,
        false,
        true,
        false,
        false,
        true,
        false,
        false,
        -1,
        role.scram(),
        Long.MAX_VALUE,
        List.of(group.id()),
        List.of(),
        role.settings(),
        "");
  }

  private void may(String user, CatalogObject object, Set<Privilege> expected) {
    Session session = kernel.login(user);
    for (Privilege privilege : Privilege.values()) {
      assertThat(session.may(object, privilege))
          .as("%s may %s %s", user, privilege, object.name())
          .isEqualTo(expected.contains(privilege));
    }
    session.close();
  }

  private static void denied(
      Session session, CatalogObject object, Privilege privilege, String message) {
    assertThatExceptionOfType(OrbitException.class)
        .isThrownBy(() -> session.require(object, privilege))
        .withMessage(message)
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INSUFFICIENT_PRIVILEGE));
  }
}
