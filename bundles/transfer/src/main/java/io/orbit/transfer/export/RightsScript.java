package io.orbit.transfer.export;

import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Grant;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.catalog.Role;
import io.orbit.api.catalog.Schema;
import io.orbit.transfer.Names;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Who owns what and may what, and the roles that this needs. Roles belong to the server: they are
 * made without passwords, which no archive holds.
 */
final class RightsScript {
  /** Every server has it. */
  private static final String ADMINISTRATOR = "orbit";

  private final Contents contents;
  private final Map<String, Role> needed = new TreeMap<>();

  RightsScript(Contents contents) {
    this.contents = contents;
    for (CatalogObject object : objects()) {
      need(object.owner());
      if (object instanceof Collection table) {
        table.rowSecurity().policies().forEach(policy -> policy.roles().forEach(this::need));
      }
      object
          .grants()
          .forEach(
              grant -> {
                need(grant.grantee());
                need(grant.grantor());
              });
    }
  }

  private List<CatalogObject> objects() {
    List<CatalogObject> all = new ArrayList<>(contents.schemas());
    all.addAll(contents.collections());
    return all;
  }

  private void need(long id) {
    if (contents.catalog().object(id).orElse(null) instanceof Role role
        && !role.name().equals(ADMINISTRATOR)
        && needed.putIfAbsent(role.name(), role) == null) {
      role.memberOf().forEach(this::need);
    }
  }

  /** One statement a line: who imports passes over those whose role is there. */
  String roles() {
    StringBuilder out = new StringBuilder();
    for (Role role : needed.values()) {
      out.append("CREATE ROLE ").append(Names.identifier(role.name()));
      out.append(role.login() ? " LOGIN" : " NOLOGIN");
      out.append(role.superuser() ? " SUPERUSER" : "");
      out.append(role.createDatabase() ? " CREATEDB" : "");
      out.append(role.createRole() ? " CREATEROLE" : "");
      out.append(role.inherit() ? "" : " NOINHERIT");
      out.append(";\n");
    }
    for (Role role : needed.values()) {
      for (long group : role.memberOf()) {
        out.append("GRANT ").append(Names.identifier(contents.nameOf(group))).append(" TO ");
        out.append(Names.identifier(role.name()));
        out.append(role.adminOf().contains(group) ? " WITH ADMIN OPTION" : "").append(";\n");
      }
    }
    return out.toString();
  }

  String rights() {
    StringBuilder out = new StringBuilder();
    for (Schema schema : contents.schemas()) {
      String what = "SCHEMA " + Names.identifier(schema.name());
      if (schema.name().equals("public")) {
        out.append("REVOKE ALL ON SCHEMA public FROM PUBLIC;\n");
      }
      owner(out, what, schema);
      grants(out, what, schema, null);
    }
    for (Collection one : contents.collections()) {
      if (contents.identity(one).isPresent()) {
        continue;
      }
      owner(out, ConstraintScript.word(one) + " " + contents.name(one), one);
      String what = one.kind() == Collection.Kind.SEQUENCE ? "SEQUENCE " : "TABLE ";
      grants(out, what + contents.name(one), one, one);
    }
    return out.toString();
  }

  private void owner(StringBuilder out, String what, CatalogObject object) {
    String owner = contents.nameOf(object.owner());
    if (!owner.isEmpty() && !owner.equals(ADMINISTRATOR)) {
      out.append("ALTER ").append(what).append(" OWNER TO ");
      out.append(Names.identifier(owner)).append(";\n");
    }
  }

  private void grants(
      StringBuilder out,
      String what,
      CatalogObject object,
      @org.jspecify.annotations.Nullable Collection collection) {
    for (Grant grant : object.grants()) {
      String grantee =
          grant.grantee() == Grant.PUBLIC
              ? "PUBLIC"
              : Names.identifier(contents.nameOf(grant.grantee()));
      Set<Privilege> plain = EnumSet.noneOf(Privilege.class);
      plain.addAll(grant.privileges());
      plain.removeAll(grant.grantable());
      String columns = collection == null ? "" : columns(collection, grant);
      grant(out, plain, columns, what, grantee, "");
      grant(out, grant.grantable(), columns, what, grantee, " WITH GRANT OPTION");
    }
  }

  private static void grant(
      StringBuilder out,
      Set<Privilege> privileges,
      String columns,
      String what,
      String grantee,
      String option) {
    if (!privileges.isEmpty()) {
      String list =
          privileges.stream()
              .sorted(Comparator.naturalOrder())
              .map(privilege -> privilege.name() + columns)
              .collect(Collectors.joining(", "));
      out.append("GRANT ").append(list).append(" ON ").append(what);
      out.append(" TO ").append(grantee).append(option).append(";\n");
    }
  }

  private static String columns(Collection table, Grant grant) {
    return grant.columns().isEmpty()
        ? ""
        : table.columns().stream()
            .filter(column -> grant.columns().contains(column.id()))
            .map(column -> Names.identifier(column.name()))
            .collect(Collectors.joining(", ", " (", ")"));
  }
}
