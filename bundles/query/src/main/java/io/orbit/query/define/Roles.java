package io.orbit.query.define;

import io.orbit.api.catalog.CatalogEditor;
import io.orbit.api.catalog.Role;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Execution;
import io.orbit.api.query.tree.AccessControl;
import io.orbit.api.value.DataType;
import io.orbit.api.value.text.ValueText;
import io.orbit.query.execute.SessionText;
import io.orbit.query.session.CommandContext;
import io.orbit.query.session.CommandExecution;
import io.orbit.query.session.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** CREATE, ALTER, rename and settings of roles, and membership. */
final class Roles {
  private static final String RIGHTS = "redis.";

  private final CommandContext context;
  private final CatalogEditor editor;

  Roles(CommandContext context) {
    this.context = context;
    editor = context.services().catalog().edit(context.transaction());
  }

  static void requireCreateRole(CommandContext context, String message) {
    boolean allowed =
        context.session().principal().superuser()
            || context
                .catalog()
                .role(context.session().principal().name())
                .map(Role::createRole)
                .orElse(false);
    if (!allowed) {
      throw new OrbitException(ErrorCode.INSUFFICIENT_PRIVILEGE, message);
    }
  }

  Execution create(AccessControl.CreateRole create) {
    requireCreateRole(context, "permission denied to create role");
    AccessControl.RoleOptions options = create.options();
    requireSuperuserFor(options);
    if (context.catalog().role(create.name()).isPresent()) {
      throw new OrbitException(
          ErrorCode.DUPLICATE_OBJECT, "role \"" + create.name() + "\" already exists");
    }
    if (create.name().equals("public") || create.name().startsWith("pg_")) {
      throw new OrbitException(
          ErrorCode.RESERVED_NAME, "role name \"" + create.name() + "\" is reserved");
    }
    Role plain =
        new Role(
            editor.newId(),
            create.name(),
            0,
            false,
            create.loginByDefault(),
            false,
            false,
            true,
            false,
            false,
            -1,
            null,
            Long.MAX_VALUE,
            List.of(),
            List.of(),
            Map.of(),
            "");
    Role role = with(plain, options);
    List<Long> memberOf = new ArrayList<>();
    options.inRoles().forEach(name -> memberOf.add(RoleNames.require(context, name).id()));
    editor.put(withMembership(role, memberOf, List.of()));
    options.members().forEach(member -> join(member, role.id(), false));
    options.admins().forEach(member -> join(member, role.id(), true));
    return CommandExecution.done("CREATE ROLE", -1);
  }

  private void join(String member, long role, boolean admin) {
    Role joining = locked(RoleNames.require(context, member));
    List<Long> memberOf = new ArrayList<>(joining.memberOf());
    List<Long> adminOf = new ArrayList<>(joining.adminOf());
    if (!memberOf.contains(role)) {
      memberOf.add(role);
    }
    if (admin && !adminOf.contains(role)) {
      adminOf.add(role);
    }
    editor.put(withMembership(joining, memberOf, adminOf));
  }

  private Role locked(Role role) {
    context.services().catalog().lock(context.transaction(), role.id(), true);
    return context
        .catalog()
        .object(role.id())
        .map(object -> object instanceof Role current ? current : null)
        .orElseThrow(
            () ->
                new OrbitException(
                    ErrorCode.UNDEFINED_OBJECT, "role \"" + role.name() + "\" does not exist"));
  }

  private void requireSuperuserFor(AccessControl.RoleOptions options) {
    boolean special =
        Boolean.TRUE.equals(options.superuser())
            || Boolean.TRUE.equals(options.replication())
            || Boolean.TRUE.equals(options.bypassRowSecurity());
    if (special && !context.session().principal().superuser()) {
      throw new OrbitException(
          ErrorCode.INSUFFICIENT_PRIVILEGE, "must be superuser to create superusers");
    }
  }

  Execution alter(AccessControl.AlterRole alter) {
    Role role = RoleNames.require(context, alter.name());
    boolean self = role.id() == context.session().principal().roleId();
    if (!(self && onlyPassword(alter.options()))) {
      requireCreateRole(context, "permission denied");
    }
    requireSuperuserFor(alter.options());
    if (role.superuser() && !context.session().principal().superuser()) {
      throw new OrbitException(
          ErrorCode.INSUFFICIENT_PRIVILEGE, "must be superuser to alter superuser roles");
    }
    editor.put(with(locked(role), alter.options()));
    return CommandExecution.done("ALTER ROLE", -1);
  }

  private static boolean onlyPassword(AccessControl.RoleOptions o) {
    return o.superuser() == null
        && o.createDatabase() == null
        && o.createRole() == null
        && o.inherit() == null
        && o.login() == null
        && o.replication() == null
        && o.bypassRowSecurity() == null
        && o.connectionLimit() == null
        && o.validUntil() == null;
  }

  private Role with(Role r, AccessControl.RoleOptions o) {
    String password = o.password();
    String scram = r.scram();
    if (password != null) {
      scram = password.isEmpty() ? null : verifier(r.name(), password);
    }
    Integer limit = o.connectionLimit();
    String until = o.validUntil();
    return new Role(
        r.id(),
        r.name(),
        0,
        or(o.superuser(), r.superuser()),
        or(o.login(), r.login()),
        or(o.createDatabase(), r.createDatabase()),
        or(o.createRole(), r.createRole()),
        or(o.inherit(), r.inherit()),
        or(o.replication(), r.replication()),
        or(o.bypassRowSecurity(), r.bypassRowSecurity()),
        limit == null ? r.connectionLimit() : limit,
        scram,
        until == null ? r.validUntil() : millis(until),
        r.memberOf(),
        r.adminOf(),
        r.settings(),
        r.comment());
  }

  private String verifier(String role, String password) {
    return password.startsWith("SCRAM-SHA-256$")
        ? password
        : context.services().sessions().verifierFor(role, password);
  }

  private static boolean or(@Nullable Boolean given, boolean otherwise) {
    return given == null ? otherwise : given;
  }

  private long millis(String text) {
    Object micros =
        ValueText.parse(text, DataType.TIMESTAMPTZ, SessionText.of(context.session(), 0));
    long value = (Long) micros;
    return value == Long.MAX_VALUE ? Long.MAX_VALUE : Math.floorDiv(value, 1000);
  }

  private static Role withMembership(Role r, List<Long> memberOf, List<Long> adminOf) {
    return copy(r, r.name(), List.copyOf(memberOf), List.copyOf(adminOf), r.settings());
  }

  private static Role copy(
      Role r, String name, List<Long> memberOf, List<Long> adminOf, Map<String, String> settings) {
    return new Role(
        r.id(),
        name,
        0,
        r.superuser(),
        r.login(),
        r.createDatabase(),
        r.createRole(),
        r.inherit(),
        r.replication(),
        r.bypassRowSecurity(),
        r.connectionLimit(),
        r.scram(),
        r.validUntil(),
        memberOf,
        adminOf,
        settings,
        r.comment());
  }

  Execution rename(AccessControl.RenameRole rename) {
    requireCreateRole(context, "permission denied to rename role");
    Role role = locked(RoleNames.require(context, rename.name()));
    editor.put(copy(role, rename.to(), role.memberOf(), role.adminOf(), role.settings()));
    return CommandExecution.done("ALTER ROLE", -1);
  }

  Execution setting(AccessControl.SetRoleSetting set) {
    if (set.database() != null) {
      throw new OrbitException(
          ErrorCode.FEATURE_NOT_SUPPORTED, "ALTER ROLE … IN DATABASE is not supported");
    }
    Role role = RoleNames.require(context, set.role());
    if (role.id() != context.session().principal().roleId()) {
      requireCreateRole(context, "permission denied");
    }
    requireOwnBusiness(set.setting());
    Role current = locked(role);
    Map<String, String> settings = changed(current.settings(), set.setting(), set.values());
    editor.put(
        copy(current, current.name(), current.memberOf(), current.adminOf(), Map.copyOf(settings)));
    return CommandExecution.done("ALTER ROLE", -1);
  }

  /** What a role may do through Redis (ACL SETUSER) is kept among its settings, and no setting. */
  private static void requireOwnBusiness(@Nullable String setting) {
    if (setting != null && setting.toLowerCase(Locale.ROOT).startsWith(RIGHTS)) {
      throw new OrbitException(
          ErrorCode.INSUFFICIENT_PRIVILEGE,
          "parameter \"" + setting + "\" is changed by Redis' ACL SETUSER only");
    }
  }

  /** Settings of a role or database after SET or RESET. */
  static Map<String, String> changed(
      Map<String, String> before, @Nullable String name, List<String> values) {
    Map<String, String> settings = new HashMap<>(before);
    if (name == null) {
      settings.keySet().removeIf(each -> !each.startsWith(RIGHTS));
    } else if (values.isEmpty()) {
      settings.remove(name.toLowerCase(Locale.ROOT));
    } else {
      settings.put(name.toLowerCase(Locale.ROOT), Settings.check(name, String.join(", ", values)));
    }
    return settings;
  }

  Execution membership(AccessControl.GrantRoles grant) {
    for (String name : grant.roles()) {
      Role role = RoleNames.require(context, name);
      boolean allowed =
          context.session().principal().superuser()
              || context
                  .catalog()
                  .role(context.session().principal().name())
                  .map(me -> me.adminOf().contains(role.id()))
                  .orElse(false);
      if (!allowed) {
        requireCreateRole(context, "must have admin option on role \"" + role.name() + "\"");
      }
      for (String grantee : grant.grantees()) {
        change(RoleNames.require(context, grantee), role, grant);
      }
    }
    return CommandExecution.done(grant.grant() ? "GRANT ROLE" : "REVOKE ROLE", -1);
  }

  private void change(Role grantee, Role role, AccessControl.GrantRoles grant) {
    Role member = locked(grantee);
    boolean admin =
        List.of("true", "option", "on", "")
            .contains(grant.options().getOrDefault("admin", "none").toLowerCase(Locale.ROOT));
    List<Long> memberOf = new ArrayList<>(member.memberOf());
    List<Long> adminOf = new ArrayList<>(member.adminOf());
    if (grant.grant()) {
      requireNoCircle(role, member);
      if (!memberOf.contains(role.id())) {
        memberOf.add(role.id());
      }
      if (admin && !adminOf.contains(role.id())) {
        adminOf.add(role.id());
      }
    } else {
      adminOf.remove(role.id());
      if (!admin) {
        memberOf.remove(role.id());
      }
    }
    editor.put(withMembership(member, memberOf, adminOf));
  }

  private void requireNoCircle(Role role, Role member) {
    if (reaches(role, member.id())) {
      throw new OrbitException(
          ErrorCode.INVALID_OBJECT_DEFINITION,
          "role \"" + role.name() + "\" is a member of role \"" + member.name() + "\"");
    }
  }

  private boolean reaches(Role role, long target) {
    if (role.id() == target) {
      return true;
    }
    return role.memberOf().stream()
        .flatMap(id -> context.catalog().object(id).stream())
        .anyMatch(object -> object instanceof Role above && reaches(above, target));
  }
}
