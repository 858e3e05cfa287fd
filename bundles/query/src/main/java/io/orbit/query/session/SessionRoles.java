package io.orbit.query.session;

import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Role;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Execution;
import io.orbit.api.query.tree.SessionControl;
import io.orbit.api.security.Principal;
import io.orbit.api.security.Session;
import java.util.HashSet;
import java.util.Set;

/** SET ROLE and SET SESSION AUTHORIZATION. */
final class SessionRoles {
  private SessionRoles() {}

  static Execution set(CommandContext context, SessionControl.SetRole set) {
    Session session = context.session();
    String name = set.role();
    if (name == null) {
      session.setPrincipal(session.sessionUser());
      return CommandExecution.done("SET", -1);
    }
    Role role =
        context
            .catalog()
            .role(name)
            .orElseThrow(
                () ->
                    new OrbitException(
                        ErrorCode.INVALID_PARAMETER_VALUE, "role \"" + name + "\" does not exist"));
    Principal user = session.sessionUser();
    boolean allowed = user.superuser() || user.memberships().contains(role.id());
    if (!allowed || (set.sessionAuthorization() && !user.superuser())) {
      throw new OrbitException(
          ErrorCode.INSUFFICIENT_PRIVILEGE,
          set.sessionAuthorization()
              ? "permission denied to set session authorization"
              : "permission denied to set role \"" + name + "\"");
    }
    session.setPrincipal(principal(context.catalog(), role));
    return CommandExecution.done("SET", -1);
  }

  /** Who acts as that role. */
  static Principal principal(CatalogView catalog, Role role) {
    Set<Long> memberships = new HashSet<>();
    collect(catalog, role, memberships);
    return new Principal(role.id(), role.name(), role.superuser(), memberships);
  }

  private static void collect(CatalogView catalog, Role role, Set<Long> memberships) {
    if (memberships.add(role.id())) {
      for (long id : role.memberOf()) {
        catalog
            .object(id)
            .ifPresent(
                object -> {
                  if (object instanceof Role above) {
                    collect(catalog, above, memberships);
                  }
                });
      }
    }
  }
}
