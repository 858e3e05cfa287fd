package io.orbit.language.sql;

import io.orbit.api.query.tree.AccessControl;
import io.orbit.api.query.tree.AccessControl.GrantTarget;
import io.orbit.api.query.tree.AccessControl.Privilege;
import io.orbit.api.query.tree.Definition;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.ObjectDefinition;
import io.orbit.api.query.tree.SessionControl;
import io.orbit.api.query.tree.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Roles and their rights. */
final class AccessParser {
  private final Parser parser;
  private final Tokens tokens;
  private final Names names;
  private final RoleOptionParser options;

  /** The functions that GRANT named last. */
  private List<ObjectDefinition.RoutineName> routines = List.of();

  AccessParser(Parser parser) {
    this.parser = parser;
    this.tokens = parser.tokens();
    this.names = parser.names();
    this.options = new RoleOptionParser(parser);
  }

  // Roles

  Statement createRole() {
    int position = tokens.expect(Keyword.CREATE).start();
    boolean login = tokens.next().is(Keyword.USER);
    String name = names.roleId();
    tokens.accept(Keyword.WITH);
    return new AccessControl.CreateRole(name, login, options.read(true), position);
  }

  Statement alterRole() {
    int position = tokens.expect(Keyword.ALTER).start();
    boolean group = tokens.next().is(Keyword.GROUP);
    boolean all = !group && tokens.accept(Keyword.ALL);
    String name = all ? "ALL" : names.role();
    if (!all && tokens.accept(Keyword.RENAME)) {
      tokens.expect(Keyword.TO);
      return new AccessControl.RenameRole(name, names.roleId(), position);
    }
    if (group) {
      return alterGroup(name, position);
    }
    boolean inDatabase = tokens.at(Keyword.IN);
    if (all || inDatabase || tokens.atAny(Keyword.SET, Keyword.RESET)) {
      return setting(name, all, position);
    }
    tokens.accept(Keyword.WITH);
    return new AccessControl.AlterRole(name, options.read(false), position);
  }

  private Statement alterGroup(String name, int position) {
    boolean add = tokens.accept(Keyword.ADD);
    if (!add) {
      tokens.expect(Keyword.DROP);
    }
    tokens.expect(Keyword.USER);
    List<String> members = names.list(names::role);
    return new AccessControl.GrantRoles(add, List.of(name), members, Map.of(), false, position);
  }

  private Statement setting(String role, boolean all, int position) {
    String database = null;
    if (tokens.accept(Keyword.IN)) {
      tokens.expect(Keyword.DATABASE);
      database = names.columnName();
    }
    Statement setting = parser.statements().sessions().setOrReset();
    if (all) {
      tokens.unsupported("ALTER ROLE ALL");
    }
    return switch (setting) {
      case SessionControl.SetVariable set ->
          new AccessControl.SetRoleSetting(role, database, set.name(), texts(set), position);
      case SessionControl.ResetVariable reset ->
          new AccessControl.SetRoleSetting(role, database, reset.name(), List.of(), position);
      default -> {
        tokens.unsupported("ALTER ROLE SET of this kind");
        yield setting;
      }
    };
  }

  /** What follows ALTER DATABASE and a name: SET or RESET. */
  Statement databaseSetting(String database, int position) {
    Statement setting = parser.statements().sessions().setOrReset();
    return switch (setting) {
      case SessionControl.SetVariable set when set.name().equals("default_table_access_method") ->
          new Definition.AlterDatabase(
              database, null, null, Map.of(set.name(), String.join("", texts(set))), position);
      case SessionControl.SetVariable set ->
          new AccessControl.SetDatabaseSetting(database, set.name(), texts(set), position);
      case SessionControl.ResetVariable reset ->
          new AccessControl.SetDatabaseSetting(database, reset.name(), List.of(), position);
      default -> {
        tokens.unsupported("ALTER DATABASE SET of this kind");
        yield setting;
      }
    };
  }

  static List<String> texts(SessionControl.SetVariable set) {
    List<String> texts = new ArrayList<>();
    for (Expression value : set.values()) {
      if (value instanceof Expression.Literal literal) {
        texts.add(String.valueOf(literal.value()));
      }
    }
    return List.copyOf(texts);
  }

  // GRANT and REVOKE

  Statement grantOrRevoke() {
    Token first = tokens.next();
    boolean grant = first.is(Keyword.GRANT);
    boolean optionOnly = false;
    String roleOption = null;
    if (!grant && tokens.at(Keyword.GRANT)) {
      tokens.next();
      tokens.expect(Keyword.OPTION, Keyword.FOR);
      optionOnly = true;
    } else if (!grant && names.isColumnName(tokens.peek()) && tokens.peek(1).is(Keyword.OPTION)) {
      roleOption = tokens.next().text();
      tokens.expect(Keyword.OPTION, Keyword.FOR);
    }
    List<Privilege> privileges = roleOption == null ? privileges() : privilegeList();
    boolean all = privileges.getFirst().name().equals("ALL");
    boolean onObjects = all || optionOnly || roleOption == null && tokens.at(Keyword.ON);
    return onObjects
        ? onObjects(grant, optionOnly, privileges, first.start())
        : roles(grant, privileges, roleOption, first.start());
  }

  private List<Privilege> privileges() {
    if (!tokens.accept(Keyword.ALL)) {
      return privilegeList();
    }
    tokens.accept(Keyword.PRIVILEGES);
    return List.of(new Privilege("ALL", names.optionalColumns()));
  }

  private List<Privilege> privilegeList() {
    return names.list(this::privilege);
  }

  /** Key words in upper case, other names, which may be roles, as they are. */
  private Privilege privilege() {
    if (tokens.accept(Keyword.ALTER)) {
      tokens.expect(Keyword.SYSTEM);
      return new Privilege("ALTER SYSTEM", List.of());
    }
    boolean reserved = tokens.atAny(Keyword.SELECT, Keyword.REFERENCES, Keyword.CREATE);
    String name = reserved ? tokens.next().text() : names.columnName();
    return new Privilege(name, names.optionalColumns());
  }

  private Statement onObjects(
      boolean grant, boolean optionOnly, List<Privilege> privileges, int position) {
    tokens.expect(Keyword.ON);
    routines = List.of();
    GrantTarget target = target();
    List<List<String>> objects = objects(target);
    tokens.expect(grant ? Keyword.TO : Keyword.FROM);
    List<String> grantees = names.list(this::grantee);
    boolean withGrantOption = grant && tokens.accept(Keyword.WITH);
    if (withGrantOption) {
      tokens.expect(Keyword.GRANT, Keyword.OPTION);
    }
    grantedBy();
    boolean cascade = !grant && names.cascade();
    List<Privilege> named =
        privileges.stream()
            .map(
                privilege ->
                    new Privilege(privilege.name().toUpperCase(Locale.ROOT), privilege.columns()))
            .toList();
    return new AccessControl.GrantPrivileges(
        grant,
        optionOnly,
        named,
        target == null ? GrantTarget.TABLE : target,
        objects,
        routines,
        grantees,
        withGrantOption,
        cascade,
        position);
  }

  /** The kind of object, its words taken; null for one that has no tree. */
  private @Nullable GrantTarget target() {
    Token token = tokens.peek();
    if (tokens.accept(Keyword.ALL)) {
      return allInSchema();
    }
    Keyword word = token.keyword();
    Token following = tokens.peek(1);
    boolean plainName =
        following.is(TokenKind.COMMA)
            || following.is(TokenKind.DOT)
            || following.is(Keyword.TO)
            || following.is(Keyword.FROM);
    boolean mayBeName = word != null && word.category != Keyword.Category.RESERVED;
    if (word == null || mayBeName && plainName) {
      return GrantTarget.TABLE;
    }
    GrantTarget target =
        switch (word) {
          case TABLE -> GrantTarget.TABLE;
          case SEQUENCE -> GrantTarget.SEQUENCE;
          case SCHEMA -> GrantTarget.SCHEMA;
          case DATABASE -> GrantTarget.DATABASE;
          case TYPE, DOMAIN -> GrantTarget.TYPE;
          case FUNCTION, PROCEDURE, ROUTINE -> GrantTarget.FUNCTION;
          default -> null;
        };
    if (target != null) {
      tokens.next();
      return target;
    }
    boolean other =
        switch (word) {
          case FOREIGN, LANGUAGE, LARGE, PARAMETER, TABLESPACE -> true;
          default -> false;
        };
    if (!other) {
      return GrantTarget.TABLE;
    }
    parser.syntax().read("privilege_target");
    tokens.unsupported("privileges on this kind of object");
    return null;
  }

  private @Nullable GrantTarget allInSchema() {
    Token token = tokens.next();
    GrantTarget target =
        switch (token.keyword()) {
          case TABLES -> GrantTarget.ALL_TABLES_IN_SCHEMA;
          case SEQUENCES -> GrantTarget.ALL_SEQUENCES_IN_SCHEMA;
          case FUNCTIONS, PROCEDURES, ROUTINES -> GrantTarget.FUNCTION;
          case null, default -> throw tokens.syntaxError(token);
        };
    tokens.expect(Keyword.IN, Keyword.SCHEMA);
    if (target != GrantTarget.FUNCTION) {
      return target;
    }
    names.list(names::columnName);
    tokens.unsupported("privileges on all functions of a schema");
    return null;
  }

  private List<List<String>> objects(@Nullable GrantTarget target) {
    return switch (target) {
      case TABLE, SEQUENCE -> names.list(names::qualifiedName);
      case TYPE -> names.list(names::anyName);
      case SCHEMA, DATABASE, ALL_TABLES_IN_SCHEMA, ALL_SEQUENCES_IN_SCHEMA ->
          names.list(() -> List.of(names.columnName()));
      case FUNCTION -> {
        int start = tokens.index();
        parser.syntax().read("functions_with_arguments");
        int end = tokens.index();
        tokens.moveTo(start);
        routines = new RoutineParser(parser).routineNames();
        tokens.moveTo(end);
        yield List.of();
      }
      case null -> List.of();
    };
  }

  private String grantee() {
    tokens.accept(Keyword.GROUP);
    return names.role();
  }

  private void grantedBy() {
    if (tokens.accept(Keyword.GRANTED)) {
      tokens.expect(Keyword.BY);
      names.role();
    }
  }

  private Statement roles(
      boolean grant, List<Privilege> privileges, @Nullable String roleOption, int position) {
    tokens.expect(grant ? Keyword.TO : Keyword.FROM);
    List<String> grantees = names.list(names::role);
    Map<String, String> roleOptions = new LinkedHashMap<>();
    if (roleOption != null) {
      roleOptions.put(roleOption, "false");
    }
    if (grant && tokens.accept(Keyword.WITH)) {
      do {
        String name = names.label();
        if (!tokens.atAny(Keyword.OPTION, Keyword.TRUE, Keyword.FALSE)) {
          throw tokens.syntaxError();
        }
        roleOptions.put(name, String.valueOf(!tokens.next().is(Keyword.FALSE)));
      } while (tokens.accept(TokenKind.COMMA));
    }
    grantedBy();
    boolean cascade = !grant && names.cascade();
    if (privileges.stream().anyMatch(privilege -> !privilege.columns().isEmpty())) {
      tokens.unsupported("column names in GRANT or REVOKE of roles");
    }
    List<String> roles = privileges.stream().map(Privilege::name).toList();
    return new AccessControl.GrantRoles(
        grant, roles, grantees, Collections.unmodifiableMap(roleOptions), cascade, position);
  }
}
