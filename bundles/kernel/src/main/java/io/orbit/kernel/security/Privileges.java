package io.orbit.kernel.security;

import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Database;
import io.orbit.api.catalog.Grant;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.catalog.Role;
import io.orbit.api.catalog.Routine;
import io.orbit.api.catalog.Schema;
import io.orbit.api.catalog.UserType;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.Principal;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Who may do what: a superuser and the owner (or a member of the owner) everything, others what
 * their grants, those of roles whose rights they inherit, and those to PUBLIC say. As in
 * PostgreSQL, with its words. Stateless.
 */
final class Privileges {
  private Privileges() {}

  /**
   * The role with the roles whose rights it has: those it is a member of, as far as it inherits.
   */
  static Principal principal(CatalogView view, long roleId, String lastKnownName) {
    return principal(view, roleId, lastKnownName, Set.of());
  }

  /**
   * The same with the rights of further roles.
   *
   * @param groups their names, of which unknown ones and those of superusers count for nothing
   */
  static Principal principal(
      CatalogView view, long roleId, String lastKnownName, Set<String> groups) {
    Optional<Role> found = role(view, roleId);
    if (found.isEmpty()) {
      return new Principal(roleId, lastKnownName, false, Set.of(roleId));
    }
    Set<Long> memberships = new HashSet<>();
    ArrayDeque<Long> toVisit = new ArrayDeque<>();
    toVisit.add(roleId);
    for (String group : groups) {
      view.role(group).filter(role -> !role.superuser()).map(Role::id).ifPresent(toVisit::add);
    }
    while (!toVisit.isEmpty()) {
      long next = toVisit.remove();
      if (memberships.add(next)) {
        role(view, next).filter(Role::inherit).ifPresent(role -> toVisit.addAll(role.memberOf()));
      }
    }
    Role role = found.get();
    return new Principal(roleId, role.name(), role.superuser(), Set.copyOf(memberships));
  }

  private static Optional<Role> role(CatalogView view, long id) {
    return view.object(id).filter(Role.class::isInstance).map(Role.class::cast);
  }

  static boolean owns(Principal principal, CatalogObject object) {
    return principal.superuser() || principal.memberships().contains(object.owner());
  }

  static boolean may(Principal principal, CatalogObject object, Privilege privilege) {
    if (owns(principal, object)) {
      return true;
    }
    for (Grant grant : object.grants()) {
      boolean applies =
          grant.grantee() == Grant.PUBLIC || principal.memberships().contains(grant.grantee());
      if (applies && grant.columns().isEmpty() && grant.privileges().contains(privilege)) {
        return true;
      }
    }
    return false;
  }

  static OrbitException denied(CatalogObject object) {
    String kind =
        switch (object) {
          case Database ignored -> "database";
          case Schema ignored -> "schema";
          case Role ignored -> "role";
          case UserType ignored -> "type";
          case Routine routine -> routine.procedure() ? "procedure" : "function";
          case Collection collection ->
              switch (collection.kind()) {
                case TABLE -> "table";
                case VIEW -> "view";
                case SEQUENCE -> "sequence";
              };
        };
    return new OrbitException(
        ErrorCode.INSUFFICIENT_PRIVILEGE, "permission denied for " + kind + " " + object.name());
  }
}
