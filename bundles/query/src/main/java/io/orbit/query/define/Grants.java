package io.orbit.query.define;

import io.orbit.api.catalog.CatalogEditor;
import io.orbit.api.catalog.CatalogObject;
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
import io.orbit.api.query.Execution;
import io.orbit.api.query.tree.AccessControl;
import io.orbit.api.query.tree.ObjectDefinition;
import io.orbit.query.session.CommandContext;
import io.orbit.query.session.CommandExecution;
import io.orbit.query.session.TableNames;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** GRANT and REVOKE of privileges on objects. */
final class Grants {
  private final CommandContext context;
  private final AccessControl.GrantPrivileges statement;
  private final CatalogEditor editor;

  Grants(CommandContext context, AccessControl.GrantPrivileges statement) {
    this.context = context;
    this.statement = statement;
    editor = context.services().catalog().edit(context.transaction());
  }

  Execution run() {
    for (CatalogObject object : objects()) {
      requireMayGrant(object);
      context.services().catalog().lock(context.transaction(), object.id(), true);
      CatalogObject current = context.catalog().object(object.id()).orElse(object);
      List<Grant> grants = new ArrayList<>(current.grants());
      Set<Privilege> privileges = privileges(current);
      for (String grantee : statement.grantees()) {
        long id =
            grantee.equals("public") ? Grant.PUBLIC : RoleNames.require(context, grantee).id();
        change(grants, id, privileges);
      }
      editor.put(with(current, List.copyOf(grants)));
    }
    return CommandExecution.done(statement.grant() ? "GRANT" : "REVOKE", -1);
  }

  private void requireMayGrant(CatalogObject object) {
    if (context.session().owns(object)) {
      return;
    }
    Set<Long> mine = context.session().principal().memberships();
    boolean grantable =
        object.grants().stream()
            .anyMatch(g -> mine.contains(g.grantee()) && !g.grantable().isEmpty());
    if (!grantable) {
      throw new OrbitException(
          ErrorCode.INSUFFICIENT_PRIVILEGE,
          "permission denied for " + Owners.kind(object) + " " + object.name());
    }
  }

  private List<CatalogObject> objects() {
    List<CatalogObject> found = new ArrayList<>();
    long database = context.session().database().id();
    for (List<String> name : statement.objects()) {
      switch (statement.target()) {
        case TABLE, SEQUENCE -> found.add(TableNames.collection(context, name, -1));
        case SCHEMA -> found.add(schema(database, name.getLast()));
        case DATABASE ->
            found.add(
                context
                    .catalog()
                    .database(name.getLast())
                    .orElseThrow(
                        () ->
                            new OrbitException(
                                ErrorCode.UNDEFINED_DATABASE,
                                "database \"" + name.getLast() + "\" does not exist")));
        case ALL_TABLES_IN_SCHEMA -> found.addAll(all(database, name.getLast(), false));
        case ALL_SEQUENCES_IN_SCHEMA -> found.addAll(all(database, name.getLast(), true));
        case FUNCTION -> {}
        case TYPE -> found.add(type(name));
      }
    }
    RoutineNames names = new RoutineNames(context);
    for (ObjectDefinition.RoutineName name : statement.routines()) {
      Routine routine = names.find(ObjectDefinition.RoutineKind.ROUTINE, name);
      if (routine == null) {
        throw names.missing(ObjectDefinition.RoutineKind.FUNCTION, name);
      }
      found.add(routine);
    }
    return found;
  }

  private UserType type(List<String> name) {
    UserType type = TypeCommands.find(context, name);
    if (type == null) {
      throw new OrbitException(
          ErrorCode.UNDEFINED_OBJECT, "type \"" + String.join(".", name) + "\" does not exist");
    }
    return type;
  }

  private Schema schema(long database, String name) {
    return context
        .catalog()
        .schema(database, name)
        .orElseThrow(
            () ->
                new OrbitException(
                    ErrorCode.UNDEFINED_SCHEMA, "schema \"" + name + "\" does not exist"));
  }

  private List<Collection> all(long database, String schema, boolean sequences) {
    return context.catalog().collections(schema(database, schema).id()).stream()
        .filter(c -> (c.kind() == Collection.Kind.SEQUENCE) == sequences)
        .toList();
  }

  private Set<Privilege> privileges(CatalogObject object) {
    Set<Privilege> wanted = EnumSet.noneOf(Privilege.class);
    for (AccessControl.Privilege privilege : statement.privileges()) {
      if (!privilege.columns().isEmpty()) {
        throw new OrbitException(
            ErrorCode.FEATURE_NOT_SUPPORTED, "column privileges are not supported");
      }
      if (privilege.name().equals("ALL")) {
        wanted.addAll(possible(object));
      } else {
        wanted.add(privilege(privilege.name()));
      }
    }
    for (Privilege privilege : wanted) {
      if (!possible(object).contains(privilege)) {
        throw new OrbitException(
            ErrorCode.INVALID_PARAMETER_VALUE,
            "invalid privilege type " + privilege + " for " + Owners.kind(object));
      }
    }
    return wanted;
  }

  private static Privilege privilege(String name) {
    try {
      return name.equals("TEMP") ? Privilege.TEMPORARY : Privilege.valueOf(name);
    } catch (IllegalArgumentException unknown) {
      throw new OrbitException(
          ErrorCode.SYNTAX_ERROR, "unrecognized privilege type \"" + name + "\"");
    }
  }

  private static Set<Privilege> possible(CatalogObject object) {
    return switch (object) {
      case Collection c when c.kind() == Collection.Kind.SEQUENCE ->
          EnumSet.of(Privilege.SELECT, Privilege.UPDATE, Privilege.USAGE);
      case Collection c ->
          EnumSet.of(
              Privilege.SELECT,
              Privilege.INSERT,
              Privilege.UPDATE,
              Privilege.DELETE,
              Privilege.TRUNCATE,
              Privilege.REFERENCES,
              Privilege.TRIGGER);
      case Schema s -> EnumSet.of(Privilege.USAGE, Privilege.CREATE);
      case Database d -> EnumSet.of(Privilege.CREATE, Privilege.CONNECT, Privilege.TEMPORARY);
      case Role r -> EnumSet.noneOf(Privilege.class);
      case UserType t -> EnumSet.of(Privilege.USAGE);
      case Routine r -> EnumSet.of(Privilege.EXECUTE);
    };
  }

  /** One grant per grantee and grantor. */
  private void change(List<Grant> grants, long grantee, Set<Privilege> privileges) {
    long grantor = context.session().principal().roleId();
    Set<Privilege> held = EnumSet.noneOf(Privilege.class);
    Set<Privilege> grantable = EnumSet.noneOf(Privilege.class);
    for (Grant grant : List.copyOf(grants)) {
      boolean same = grant.grantee() == grantee && grant.columns().isEmpty();
      if (same && (grant.grantor() == grantor || !statement.grant())) {
        held.addAll(grant.privileges());
        grantable.addAll(grant.grantable());
        grants.remove(grant);
      }
    }
    if (statement.grant()) {
      held.addAll(privileges);
      if (statement.withGrantOption()) {
        grantable.addAll(privileges);
      }
    } else {
      grantable.removeAll(privileges);
      if (!statement.optionOnly()) {
        held.removeAll(privileges);
      }
    }
    if (!held.isEmpty()) {
      grants.add(new Grant(grantee, grantor, held, grantable, List.of()));
    }
  }

  private static CatalogObject with(CatalogObject object, List<Grant> grants) {
    return switch (object) {
      case Collection c -> Copies.withGrants(c, grants);
      case Schema s ->
          new Schema(s.id(), s.name(), 0, s.owner(), grants, s.database(), s.comment());
      case Database d ->
          new Database(
              d.id(),
              d.name(),
              0,
              d.owner(),
              grants,
              d.engine(),
              d.keySpaces(),
              d.settings(),
              d.comment());
      case Role r -> r;
      case UserType t ->
          TypeCommands.copy(t, t.name(), t.owner(), grants, t.schema(), t.type(), t.comment());
      case Routine r -> RoutineCopies.withGrants(r, grants);
    };
  }
}
