package io.orbit.query.catalog;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Grant;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.catalog.Role;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * information_schema: enabled_roles, applicable_roles, table_privileges, role_table_grants,
 * column_privileges, role_column_grants, usage_privileges.
 */
final class InformationRights {
  private static final Set<Privilege> OF_COLUMNS =
      EnumSet.of(Privilege.SELECT, Privilege.INSERT, Privilege.UPDATE, Privilege.REFERENCES);

  private InformationRights() {}

  private static boolean isMember(SystemView view, Role role) {
    return view.session().principal().superuser()
        || view.session().principal().roleId() == role.id()
        || view.session().principal().memberships().contains(role.id());
  }

  static void enabledRoles(SystemView view, SystemRows rows) {
    for (Role role : view.catalog().roles()) {
      if (isMember(view, role)) {
        rows.row().put("role_name", role.name());
      }
    }
  }

  static void applicableRoles(SystemView view, SystemRows rows) {
    for (Role role : view.catalog().roles()) {
      if (isMember(view, role)) {
        for (long group : role.memberOf()) {
          rows.row()
              .put("grantee", role.name())
              .put("role_name", view.roleName(group))
              .put("is_grantable", InformationTables.yesNo(role.adminOf().contains(group)));
        }
      }
    }
  }

  // ---- tables and columns

  /** A right of somebody, the owner's own included. */
  private record Held(
      long grantor, long grantee, Privilege privilege, boolean grantable, List<Integer> columns) {}

  private static List<Held> held(Collection collection) {
    List<Held> held = new ArrayList<>();
    for (Privilege privilege : AccessList.all(collection)) {
      held.add(new Held(collection.owner(), collection.owner(), privilege, true, List.of()));
    }
    for (Grant grant : collection.grants()) {
      for (Privilege privilege : grant.privileges()) {
        held.add(
            new Held(
                grant.grantor(),
                grant.grantee(),
                privilege,
                grant.grantable().contains(privilege),
                grant.columns()));
      }
    }
    return held;
  }

  private static boolean concerns(SystemView view, Held held, boolean publicToo) {
    if (held.grantee() == Grant.PUBLIC) {
      return publicToo;
    }
    Set<Long> mine = view.session().principal().memberships();
    return view.session().principal().superuser()
        || mine.contains(held.grantee())
        || mine.contains(held.grantor())
        || view.session().principal().roleId() == held.grantee()
        || view.session().principal().roleId() == held.grantor();
  }

  static void tables(SystemView view, SystemRows rows) {
    tables(view, rows, true);
  }

  static void roleTables(SystemView view, SystemRows rows) {
    tables(view, rows, false);
  }

  private static void tables(SystemView view, SystemRows rows, boolean publicToo) {
    for (Collection collection : view.collections()) {
      if (collection.kind() == Collection.Kind.SEQUENCE) {
        continue;
      }
      for (Held held : held(collection)) {
        if (held.columns().isEmpty() && concerns(view, held, publicToo)) {
          right(view, rows, collection, held)
              .put("with_hierarchy", InformationTables.yesNo(held.privilege() == Privilege.SELECT));
        }
      }
    }
  }

  static void columns(SystemView view, SystemRows rows) {
    columns(view, rows, true);
  }

  static void roleColumns(SystemView view, SystemRows rows) {
    columns(view, rows, false);
  }

  private static void columns(SystemView view, SystemRows rows, boolean publicToo) {
    for (Collection collection : view.collections()) {
      if (collection.kind() == Collection.Kind.SEQUENCE) {
        continue;
      }
      for (Held held : held(collection)) {
        if (OF_COLUMNS.contains(held.privilege()) && concerns(view, held, publicToo)) {
          for (Column column : collection.columns()) {
            if (held.columns().isEmpty() || held.columns().contains(column.id())) {
              right(view, rows, collection, held).put("column_name", column.name());
            }
          }
        }
      }
    }
  }

  private static SystemRows right(
      SystemView view, SystemRows rows, Collection collection, Held held) {
    return rows.row()
        .put("grantor", view.roleName(held.grantor()))
        .put("grantee", held.grantee() == Grant.PUBLIC ? "PUBLIC" : view.roleName(held.grantee()))
        .put("table_catalog", view.database().name())
        .put("table_schema", view.schemaName(collection.schema()))
        .put("table_name", collection.name())
        .put("privilege_type", held.privilege().name())
        .put("is_grantable", InformationTables.yesNo(held.grantable()));
  }

  static void usage(SystemView view, SystemRows rows) {
    for (Collection sequence : view.collections(Collection.Kind.SEQUENCE)) {
      for (Held held : held(sequence)) {
        if (held.privilege() == Privilege.USAGE && concerns(view, held, true)) {
          rows.row()
              .put("grantor", view.roleName(held.grantor()))
              .put(
                  "grantee",
                  held.grantee() == Grant.PUBLIC ? "PUBLIC" : view.roleName(held.grantee()))
              .put("object_catalog", view.database().name())
              .put("object_schema", view.schemaName(sequence.schema()))
              .put("object_name", sequence.name())
              .put("object_type", "SEQUENCE")
              .put("privilege_type", "USAGE")
              .put("is_grantable", InformationTables.yesNo(held.grantable()));
        }
      }
    }
  }
}
