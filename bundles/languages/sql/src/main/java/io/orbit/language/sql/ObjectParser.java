package io.orbit.language.sql;

import io.orbit.api.error.OrbitException;
import io.orbit.api.query.tree.Definition.ConstraintClause;
import io.orbit.api.query.tree.Definition.ObjectKind;
import io.orbit.api.query.tree.ObjectDefinition;
import io.orbit.api.query.tree.ObjectDefinition.Attribute;
import io.orbit.api.query.tree.ObjectDefinition.DomainAction;
import io.orbit.api.query.tree.ObjectDefinition.ObjectAction;
import io.orbit.api.query.tree.Statement;
import io.orbit.api.query.tree.TypeName;
import io.orbit.api.query.tree.Utility;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Statements that {@code syntax.txt} describes: recognised by its rules first, for their errors,
 * then read into a tree where Orbit carries them out.
 */
final class ObjectParser {
  private final Parser parser;
  private final Tokens tokens;
  private final Names names;
  private final ConstraintParser constraints;
  private final RoutineParser routines;
  private final TriggerParser triggers;
  private final PolicyParser policies;

  ObjectParser(Parser parser, ConstraintParser constraints) {
    this.parser = parser;
    this.tokens = parser.tokens();
    this.names = parser.names();
    this.constraints = constraints;
    this.routines = new RoutineParser(parser);
    this.triggers = new TriggerParser(parser);
    this.policies = new PolicyParser(parser);
  }

  /** One whole statement of those that have a rule. */
  Statement statement() {
    int position = tokens.position();
    int start = tokens.index();
    String command = parser.syntax().recognise();
    int end = tokens.index();
    tokens.moveTo(start);
    Statement read = attempt(command, position);
    if (read != null && tokens.index() == end) {
      return read;
    }
    tokens.moveTo(end);
    tokens.unsupported(command);
    return new Utility.Unsupported(command, position);
  }

  /** What it says; null for forms that the rules allow and Orbit has no tree for. */
  private @Nullable Statement attempt(String command, int position) {
    try {
      return read(command, position);
    } catch (OrbitException noSuchForm) {
      return null;
    }
  }

  private @Nullable Statement read(String command, int position) {
    return switch (command) {
      case "CREATE TYPE" -> createType(position);
      case "CREATE DOMAIN" -> createDomain(position);
      case "ALTER TYPE" -> alterType(position);
      case "ALTER DOMAIN" -> alterDomain(position);
      case "CREATE FUNCTION", "CREATE PROCEDURE" -> routines.create(position);
      case "ALTER FUNCTION" -> routines.alter(position);
      case "DROP FUNCTION" -> routines.drop(position);
      case "CREATE TRIGGER" -> triggers.create(position);
      case "ALTER TRIGGER" -> triggers.rename(position);
      case "DROP TRIGGER" ->
          tokens.peek(1).is(Keyword.POLICY) ? policies.drop(position) : triggers.drop(position);
      case "CREATE POLICY" -> policies.create(position);
      case "ALTER POLICY" -> policies.alter(position);
      default -> null;
    };
  }

  // ---- types

  private @Nullable Statement createType(int position) {
    tokens.expect(Keyword.CREATE, Keyword.TYPE);
    List<String> name = names.anyName();
    if (!tokens.accept(Keyword.AS)) {
      return null;
    }
    if (tokens.accept(Keyword.ENUM)) {
      tokens.expect(TokenKind.LEFT_PARENTHESIS);
      List<String> labels =
          tokens.at(TokenKind.STRING) ? names.list(tokens::string) : List.<String>of();
      tokens.expect(TokenKind.RIGHT_PARENTHESIS);
      return new ObjectDefinition.CreateEnum(name, labels, position);
    }
    if (!tokens.accept(TokenKind.LEFT_PARENTHESIS)) {
      return null;
    }
    List<Attribute> attributes =
        tokens.at(TokenKind.RIGHT_PARENTHESIS) ? List.of() : names.list(this::attribute);
    tokens.expect(TokenKind.RIGHT_PARENTHESIS);
    return new ObjectDefinition.CreateComposite(name, attributes, position);
  }

  private Attribute attribute() {
    String name = names.columnName();
    TypeName type = parser.types().typeName();
    if (tokens.accept(Keyword.COLLATE)) {
      names.anyName();
    }
    return new Attribute(name, type);
  }

  private Statement createDomain(int position) {
    tokens.expect(Keyword.CREATE, Keyword.DOMAIN);
    List<String> name = names.anyName();
    tokens.accept(Keyword.AS);
    TypeName type = parser.types().typeName();
    return new ObjectDefinition.CreateDomain(
        name, type, constraints.columnQualifiers().constraints(), position);
  }

  private @Nullable Statement alterType(int position) {
    tokens.expect(Keyword.ALTER, Keyword.TYPE);
    List<String> name = names.anyName();
    if (tokens.accept(Keyword.ADD, Keyword.VALUE)) {
      return addLabel(name, position);
    }
    if (tokens.accept(Keyword.RENAME, Keyword.VALUE)) {
      String from = tokens.string();
      tokens.expect(Keyword.TO);
      return new ObjectDefinition.RenameLabel(name, from, tokens.string(), position);
    }
    return alter(ObjectKind.TYPE, name, null, position);
  }

  private Statement addLabel(List<String> name, int position) {
    boolean ifNotExists = tokens.acceptIfNotExists();
    String label = tokens.string();
    boolean before = tokens.at(Keyword.BEFORE);
    String neighbour =
        tokens.accept(Keyword.BEFORE) || tokens.accept(Keyword.AFTER) ? tokens.string() : null;
    return new ObjectDefinition.AddLabel(name, label, ifNotExists, neighbour, before, position);
  }

  private @Nullable Statement alterDomain(int position) {
    tokens.expect(Keyword.ALTER, Keyword.DOMAIN);
    List<String> name = names.anyName();
    DomainAction action = domainAction();
    return action == null
        ? alter(ObjectKind.DOMAIN, name, null, position)
        : new ObjectDefinition.AlterDomain(name, action, position);
  }

  private @Nullable DomainAction domainAction() {
    if (tokens.accept(Keyword.SET, Keyword.DEFAULT)) {
      int start = tokens.position();
      parser.expressions().expression();
      return new DomainAction.SetDefault(tokens.text(start, tokens.previousEnd()));
    }
    if (tokens.accept(Keyword.DROP, Keyword.DEFAULT)) {
      return new DomainAction.SetDefault(null);
    }
    if (tokens.at(Keyword.SET, Keyword.NOT) || tokens.at(Keyword.DROP, Keyword.NOT)) {
      boolean notNull = tokens.next().is(Keyword.SET);
      tokens.expect(Keyword.NOT, Keyword.NULL);
      return new DomainAction.SetNotNull(notNull);
    }
    if (tokens.accept(Keyword.ADD)) {
      List<ConstraintClause> added = constraints.columnQualifiers().constraints();
      return added.size() == 1 ? new DomainAction.AddConstraint(added.getFirst()) : null;
    }
    if (tokens.accept(Keyword.DROP, Keyword.CONSTRAINT)) {
      boolean ifExists = tokens.acceptIfExists();
      String name = names.columnName();
      names.cascade();
      return new DomainAction.DropConstraint(name, ifExists);
    }
    if (tokens.accept(Keyword.RENAME, Keyword.CONSTRAINT)) {
      String from = names.columnName();
      tokens.expect(Keyword.TO);
      return new DomainAction.RenameConstraint(from, names.columnName());
    }
    return null;
  }

  /** RENAME TO, SET SCHEMA and OWNER TO; null for anything else. */
  private @Nullable Statement alter(
      ObjectKind kind, List<String> name, @Nullable List<TypeName> types, int position) {
    return action(parser, kind, name, types, position);
  }

  static @Nullable Statement action(
      Parser parser,
      ObjectKind kind,
      List<String> name,
      @Nullable List<TypeName> types,
      int position) {
    Tokens tokens = parser.tokens();
    ObjectAction action;
    if (tokens.accept(Keyword.RENAME, Keyword.TO)) {
      action = ObjectAction.RENAME;
    } else if (tokens.accept(Keyword.SET, Keyword.SCHEMA)) {
      action = ObjectAction.SET_SCHEMA;
    } else if (tokens.accept(Keyword.OWNER, Keyword.TO)) {
      action = ObjectAction.OWNER;
    } else {
      return null;
    }
    String value =
        action == ObjectAction.OWNER ? parser.names().role() : parser.names().columnName();
    return new ObjectDefinition.AlterObject(kind, name, types, action, value, position);
  }
}
