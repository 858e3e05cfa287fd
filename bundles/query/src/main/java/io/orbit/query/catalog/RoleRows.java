package io.orbit.query.catalog;

import io.orbit.api.catalog.Role;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** pg_roles, pg_authid, pg_auth_members, pg_user, pg_shadow, pg_group, pg_db_role_setting. */
final class RoleRows {
  private static final String HIDDEN = "********";

  private RoleRows() {}

  static void roles(SystemView view, SystemRows rows) {
    for (Role role : view.catalog().roles()) {
      role(rows, role).put("rolpassword", HIDDEN).put("rolconfig", settings(role.settings()));
    }
  }

  static void authorizations(SystemView view, SystemRows rows) {
    view.requireSuperuser("pg_authid");
    view.catalog().roles().forEach(role -> role(rows, role).put("rolpassword", role.scram()));
  }

  private static SystemRows role(SystemRows rows, Role role) {
    return rows.row()
        .put("oid", role.id())
        .put("rolname", role.name())
        .put("rolsuper", role.superuser())
        .put("rolinherit", role.inherit())
        .put("rolcreaterole", role.createRole())
        .put("rolcreatedb", role.createDatabase())
        .put("rolcanlogin", role.login())
        .put("rolreplication", role.replication())
        .put("rolbypassrls", role.bypassRowSecurity())
        .put("rolconnlimit", role.connectionLimit())
        .put("rolvaliduntil", validUntil(role));
  }

  private static @Nullable Long validUntil(Role role) {
    return role.validUntil() == Long.MAX_VALUE ? null : role.validUntil() * 1000;
  }

  static @Nullable List<String> settings(Map<String, String> settings) {
    List<String> shown =
        settings.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(setting -> setting.getKey() + "=" + setting.getValue())
            .toList();
    return shown.isEmpty() ? null : shown;
  }

  static void members(SystemView view, SystemRows rows) {
    for (Role role : view.catalog().roles()) {
      for (long group : role.memberOf()) {
        rows.row()
            .put("roleid", group)
            .put("member", role.id())
            .put("grantor", SystemIds.BOOTSTRAP_ROLE)
            .put("admin_option", role.adminOf().contains(group));
      }
    }
  }

  static void users(SystemView view, SystemRows rows) {
    view.catalog().roles().stream()
        .filter(Role::login)
        .forEach(role -> user(rows, role).put("passwd", HIDDEN));
  }

  static void shadow(SystemView view, SystemRows rows) {
    view.requireSuperuser("pg_shadow");
    view.catalog().roles().stream()
        .filter(Role::login)
        .forEach(role -> user(rows, role).put("passwd", role.scram()));
  }

  private static SystemRows user(SystemRows rows, Role role) {
    return rows.row()
        .put("usename", role.name())
        .put("usesysid", role.id())
        .put("usecreatedb", role.createDatabase())
        .put("usesuper", role.superuser())
        .put("userepl", role.replication())
        .put("usebypassrls", role.bypassRowSecurity())
        .put("valuntil", validUntil(role))
        .put("useconfig", settings(role.settings()));
  }

  static void groups(SystemView view, SystemRows rows) {
    for (Role group : view.catalog().roles()) {
      if (!group.login()) {
        List<Long> members =
            view.catalog().roles().stream()
                .filter(role -> role.memberOf().contains(group.id()))
                .map(Role::id)
                .toList();
        rows.row().put("groname", group.name()).put("grosysid", group.id()).put("grolist", members);
      }
    }
  }

  static void databaseSettings(SystemView view, SystemRows rows) {
    for (var database : view.catalog().databases()) {
      if (!database.settings().isEmpty()) {
        rows.row()
            .put("setdatabase", database.id())
            .put("setconfig", settings(database.settings()));
      }
    }
    for (Role role : view.catalog().roles()) {
      if (!role.settings().isEmpty()) {
        rows.row().put("setrole", role.id()).put("setconfig", settings(role.settings()));
      }
    }
  }
}
