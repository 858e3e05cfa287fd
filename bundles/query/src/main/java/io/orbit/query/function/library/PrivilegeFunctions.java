package io.orbit.query.function.library;

import static io.orbit.query.function.library.Arguments.integer;
import static io.orbit.query.function.library.Arguments.text;

import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Database;
import io.orbit.api.catalog.Grant;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.catalog.Role;
import io.orbit.api.catalog.Schema;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.TypeKind;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.type.RegisteredNames;
import io.orbit.query.type.SystemRelations;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** has_table_privilege and its kin, for the session's role and for others. */
final class PrivilegeFunctions {
  private static final String GRANT_OPTION = " WITH GRANT OPTION";

  private PrivilegeFunctions() {}

  /** A role with everything it is a member of. */
  private record Actor(Role role, Set<Long> memberships) {}

  /** One of the privileges asked for. */
  private record Asked(Privilege privilege, boolean grantable) {}

  /** Finds the object that an argument (text or OID) means; Java null when an OID has none. */
  @FunctionalInterface
  private interface Finder {
    @Nullable Object find(Evaluation evaluation, Object named);
  }

  /** What everybody may use: built-in functions, types, system relations. */
  private static final Object OPEN = new Object();

  static void define(Definitions definitions) {
    family(definitions, "has_table_privilege", PrivilegeFunctions::relation);
    family(definitions, "has_sequence_privilege", PrivilegeFunctions::relation);
    family(definitions, "has_any_column_privilege", PrivilegeFunctions::relation);
    family(definitions, "has_schema_privilege", PrivilegeFunctions::schema);
    family(definitions, "has_database_privilege", PrivilegeFunctions::database);
    for (String name :
        List.of("has_function_privilege", "has_type_privilege", "has_language_privilege")) {
      family(definitions, name, (evaluation, named) -> OPEN);
    }
    columns(definitions);
    roles(definitions);
    DefaultRights.define(definitions);
    for (String object : List.of("text", "oid")) {
      definitions
          .define("row_security_active(" + object + ") bool")
          .stable()
          .is(
              (e, a) ->
                  relation(e, value(a, 0)) instanceof Collection table
                      && e.session().isRestricted(table));
    }
  }

  private static void family(Definitions definitions, String name, Finder finder) {
    boolean anyColumn = name.equals("has_any_column_privilege");
    for (String object : List.of("text", "oid")) {
      definitions
          .define(name + "(" + object + ", text) bool")
          .stable()
          .is((e, a) -> test(e, current(e), finder.find(e, value(a, 0)), text(a, 1), 0, anyColumn));
      for (String user : List.of("name", "oid")) {
        definitions
            .define(name + "(" + user + ", " + object + ", text) bool")
            .stable()
            .is(
                (e, a) ->
                    test(
                        e,
                        actor(e, value(a, 0)),
                        finder.find(e, value(a, 1)),
                        text(a, 2),
                        0,
                        anyColumn));
      }
    }
  }

  private static void columns(Definitions definitions) {
    for (String object : List.of("text", "oid")) {
      for (String column : List.of("text", "int2")) {
        definitions
            .define("has_column_privilege(" + object + ", " + column + ", text) bool")
            .stable()
            .is((e, a) -> column(e, current(e), a, 0));
        definitions
            .define("has_column_privilege(name, " + object + ", " + column + ", text) bool")
            .stable()
            .is((e, a) -> column(e, actor(e, value(a, 0)), a, 1));
      }
    }
  }

  private static @Nullable Object column(
      Evaluation evaluation, Actor actor, @Nullable Object[] a, int first) {
    Object object = relation(evaluation, value(a, first));
    if (!(object instanceof Collection table)) {
      return test(evaluation, actor, object, text(a, first + 2), 0, false);
    }
    int id;
    if (value(a, first + 1) instanceof String name) {
      id =
          table
              .column(name)
              .orElseThrow(
                  () ->
                      new OrbitException(
                          ErrorCode.UNDEFINED_COLUMN,
                          "column \""
                              + name
                              + "\" of relation \""
                              + table.name()
                              + "\" does not exist"))
              .id();
    } else {
      id = integer(a, first + 1);
      if (table.columns().stream().noneMatch(column -> column.id() == id)) {
        return null;
      }
    }
    return test(evaluation, actor, table, text(a, first + 2), id, false);
  }

  private static Object value(@Nullable Object[] arguments, int index) {
    return Arguments.value(arguments, index);
  }

  // ---- objects

  private static @Nullable Object relation(Evaluation evaluation, Object named) {
    long oid =
        named instanceof String name
            ? RegisteredNames.oid(evaluation, TypeKind.REGCLASS, name)
            : (Long) named;
    if (SystemRelations.name(oid).isPresent()) {
      return OPEN;
    }
    return CatalogFunctions.object(evaluation, oid, Collection.class).orElse(null);
  }

  private static @Nullable Object schema(Evaluation evaluation, Object named) {
    long oid =
        named instanceof String name
            ? RegisteredNames.find(evaluation, TypeKind.REGNAMESPACE, quoted(name))
                .orElseThrow(
                    () ->
                        new OrbitException(
                            ErrorCode.UNDEFINED_SCHEMA, "schema \"" + name + "\" does not exist"))
            : (Long) named;
    if (SystemRelations.schemaName(oid).isPresent()) {
      return OPEN;
    }
    return CatalogFunctions.object(evaluation, oid, Schema.class).orElse(null);
  }

  private static @Nullable Object database(Evaluation evaluation, Object named) {
    if (named instanceof String name) {
      return evaluation
          .catalog()
          .database(name)
          .orElseThrow(
              () ->
                  new OrbitException(
                      ErrorCode.UNDEFINED_DATABASE, "database \"" + name + "\" does not exist"));
    }
    return CatalogFunctions.object(evaluation, (Long) named, Database.class).orElse(null);
  }

  // ---- roles

  private static Actor current(Evaluation evaluation) {
    long id = evaluation.session().principal().roleId();
    return actor(evaluation, id);
  }

  private static Actor actor(Evaluation evaluation, Object named) {
    Optional<Role> role =
        named instanceof String name
            ? evaluation.catalog().role(name)
            : CatalogFunctions.object(evaluation, (Long) named, Role.class);
    if (role.isEmpty()) {
      throw new OrbitException(
          ErrorCode.UNDEFINED_OBJECT,
          named instanceof String
              ? "role \"" + named + "\" does not exist"
              : "role with OID " + named + " does not exist");
    }
    return new Actor(role.get(), memberships(evaluation, role.get(), false));
  }

  private static Set<Long> memberships(Evaluation evaluation, Role role, boolean all) {
    Set<Long> known = new HashSet<>();
    Deque<Role> open = new ArrayDeque<>(List.of(role));
    while (!open.isEmpty()) {
      Role next = open.pop();
      if (known.add(next.id()) && (all || next.inherit())) {
        next.memberOf()
            .forEach(
                id -> CatalogFunctions.object(evaluation, id, Role.class).ifPresent(open::push));
      }
    }
    return known;
  }

  private static void roles(Definitions definitions) {
    for (String role : List.of("name", "oid")) {
      definitions
          .define("pg_has_role(" + role + ", text) bool")
          .stable()
          .is((e, a) -> hasRole(e, current(e), actor(e, value(a, 0)).role(), text(a, 1)));
      for (String user : List.of("name", "oid")) {
        definitions
            .define("pg_has_role(" + user + ", " + role + ", text) bool")
            .stable()
            .is(
                (e, a) ->
                    hasRole(e, actor(e, value(a, 0)), actor(e, value(a, 1)).role(), text(a, 2)));
      }
    }
  }

  private static boolean hasRole(Evaluation evaluation, Actor actor, Role role, String asked) {
    String kind = asked.strip().toUpperCase(Locale.ROOT);
    boolean usage = kind.startsWith("USAGE");
    if (!usage && !kind.startsWith("MEMBER")) {
      throw unrecognized(asked);
    }
    if (actor.role().superuser()) {
      return true;
    }
    Set<Long> all = usage ? actor.memberships() : memberships(evaluation, actor.role(), true);
    return all.contains(role.id());
  }

  // ---- privileges

  private static OrbitException unrecognized(String asked) {
    return Failures.invalid("unrecognized privilege type: \"" + asked.strip() + "\"");
  }

  private static List<Asked> asked(String text) {
    return java.util.Arrays.stream(text.split(",")).map(PrivilegeFunctions::one).toList();
  }

  private static Asked one(String text) {
    String name = text.strip().toUpperCase(Locale.ROOT);
    boolean grantable = name.endsWith(GRANT_OPTION);
    if (grantable) {
      name = name.substring(0, name.length() - GRANT_OPTION.length()).strip();
    }
    try {
      return new Asked(Privilege.valueOf(name.equals("TEMP") ? "TEMPORARY" : name), grantable);
    } catch (IllegalArgumentException unknown) {
      throw unrecognized(text);
    }
  }

  /**
   * @param column id of a column, or 0 for the whole object
   */
  private static @Nullable Boolean test(
      Evaluation evaluation,
      Actor actor,
      @Nullable Object object,
      String privileges,
      int column,
      boolean anyColumn) {
    List<Asked> asked = asked(privileges);
    if (object == null) {
      return null;
    }
    if (object == OPEN) {
      return asked.stream().anyMatch(PrivilegeFunctions::isOpen);
    }
    CatalogObject target = (CatalogObject) object;
    if (actor.role().superuser() || actor.memberships().contains(target.owner())) {
      return true;
    }
    return asked.stream()
        .anyMatch(
            one ->
                target.grants().stream()
                    .anyMatch(grant -> gives(grant, actor, one, column, anyColumn)));
  }

  private static boolean isOpen(Asked asked) {
    return !asked.grantable()
        && switch (asked.privilege()) {
          case SELECT, USAGE, EXECUTE -> true;
          default -> false;
        };
  }

  private static boolean gives(
      Grant grant, Actor actor, Asked asked, int column, boolean anyColumn) {
    boolean concerned =
        grant.grantee() == Grant.PUBLIC || actor.memberships().contains(grant.grantee());
    Set<Privilege> given = asked.grantable() ? grant.grantable() : grant.privileges();
    boolean covers = grant.columns().isEmpty() || anyColumn || grant.columns().contains(column);
    return concerned && covers && given.contains(asked.privilege());
  }

  /** A name given as plain text, which is not folded. */
  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
