package io.orbit.language.sql;

import io.orbit.api.query.tree.Definition;
import io.orbit.api.query.tree.Definition.ObjectKind;
import io.orbit.api.query.tree.Definition.SequenceOptions;
import io.orbit.api.query.tree.Definition.TableAction;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.ObjectDefinition;
import io.orbit.api.query.tree.Statement;
import io.orbit.api.query.tree.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** ALTER of tables, indexes, sequences, views, schemas and databases. */
final class AlterParser {
  private final Parser parser;
  private final Tokens tokens;
  private final Names names;
  private final TableParser tables;
  private final ConstraintParser constraints;
  private final SequenceParser sequences;
  private final AccessParser access;

  AlterParser(
      Parser parser, ConstraintParser constraints, SequenceParser sequences, AccessParser access) {
    this.parser = parser;
    this.tokens = parser.tokens();
    this.names = parser.names();
    this.tables = new TableParser(parser, constraints);
    this.constraints = constraints;
    this.sequences = sequences;
    this.access = access;
  }

  Statement alter() {
    Token second = tokens.peek(1);
    boolean all = tokens.peek(2).is(Keyword.ALL);
    return switch (second.keyword()) {
      case TABLE -> all ? parser.statements().objects().statement() : relation(ObjectKind.TABLE, 1);
      case INDEX -> all ? parser.statements().objects().statement() : relation(ObjectKind.INDEX, 1);
      case SEQUENCE -> sequence();
      case VIEW -> relation(ObjectKind.VIEW, 1);
      case MATERIALIZED ->
          tokens.peek(3).is(Keyword.ALL)
              ? parser.statements().objects().statement()
              : relation(ObjectKind.MATERIALIZED_VIEW, 2);
      case SCHEMA -> schema();
      case DATABASE -> database();
      case ROLE, GROUP -> access.alterRole();
      case USER ->
          tokens.peek(2).is(Keyword.MAPPING)
              ? parser.statements().objects().statement()
              : access.alterRole();
      case null, default -> parser.statements().objects().statement();
    };
  }

  // Tables and their like

  private Statement relation(ObjectKind kind, int words) {
    int position = tokens.expect(Keyword.ALTER).start();
    tokens.next();
    if (words == 2) {
      tokens.expect(Keyword.VIEW);
    }
    boolean ifExists = tokens.acceptIfExists();
    boolean only = false;
    List<String> name;
    if (kind == ObjectKind.TABLE) {
      var table = parser.sources().relation();
      only = table.only();
      name = table.name();
    } else {
      name = names.qualifiedName();
    }
    Statement triggers = kind == ObjectKind.TABLE ? enableTrigger(name, position) : null;
    if (triggers != null) {
      return triggers;
    }
    List<TableAction> actions = actions(kind, ifExists);
    return new Definition.AlterTable(kind, name, ifExists, only, actions, position);
  }

  /** ENABLE or DISABLE TRIGGER alone; null for anything else. */
  private @Nullable Statement enableTrigger(List<String> table, int position) {
    boolean here =
        tokens.atAny(Keyword.ENABLE, Keyword.DISABLE) && tokens.peek(1).is(Keyword.TRIGGER);
    Token behind = tokens.peek(3);
    if (!here || !(behind.is(TokenKind.END) || behind.is(TokenKind.SEMICOLON))) {
      return null;
    }
    boolean enabled = tokens.next().is(Keyword.ENABLE);
    tokens.next();
    boolean all = tokens.atAny(Keyword.ALL, Keyword.USER);
    String name = all ? null : names.columnName();
    if (all) {
      tokens.next();
    }
    return new ObjectDefinition.EnableTrigger(table, name, enabled, position);
  }

  private List<TableAction> actions(ObjectKind kind, boolean ifExists) {
    if (tokens.at(Keyword.RENAME)) {
      return List.of(rename(kind));
    }
    if (tokens.accept(Keyword.SET, Keyword.SCHEMA)) {
      if (kind == ObjectKind.INDEX) {
        throw tokens.syntaxError(tokens.peek(-1));
      }
      return List.of(new TableAction.SetSchema(names.columnName()));
    }
    boolean partition = tokens.atAny(Keyword.ATTACH, Keyword.DETACH);
    boolean ofTable = kind == ObjectKind.TABLE;
    boolean ofIndex = kind == ObjectKind.INDEX && !ifExists && tokens.at(Keyword.ATTACH);
    if (partition && (ofTable || ofIndex)) {
      parser.syntax().read(ofTable ? "partition_command" : "index_partition_command");
      tokens.unsupported("ATTACH or DETACH PARTITION");
      return List.of();
    }
    boolean depends = tokens.at(Keyword.DEPENDS) || tokens.at(Keyword.NO, Keyword.DEPENDS);
    if (depends
        && !ifExists
        && (kind == ObjectKind.INDEX || kind == ObjectKind.MATERIALIZED_VIEW)) {
      parser.syntax().read("depends");
      tokens.unsupported("DEPENDS ON EXTENSION");
      return List.of();
    }
    List<TableAction> actions = new ArrayList<>();
    do {
      TableAction action = action();
      if (action != null) {
        actions.add(action);
      }
    } while (tokens.accept(TokenKind.COMMA));
    return List.copyOf(actions);
  }

  private TableAction rename(ObjectKind kind) {
    tokens.expect(Keyword.RENAME);
    if (tokens.accept(Keyword.TO)) {
      return new TableAction.RenameTable(names.columnName());
    }
    boolean table = kind == ObjectKind.TABLE;
    if (table && tokens.accept(Keyword.CONSTRAINT)) {
      String from = names.columnName();
      tokens.expect(Keyword.TO);
      return new TableAction.RenameConstraint(from, names.columnName());
    }
    if (!table && kind != ObjectKind.VIEW && kind != ObjectKind.MATERIALIZED_VIEW) {
      throw tokens.syntaxError();
    }
    tokens.accept(Keyword.COLUMN);
    String from = names.columnName();
    tokens.expect(Keyword.TO);
    return new TableAction.RenameColumn(from, names.columnName());
  }

  /** One action, or null for one that is not carried out. */
  private @Nullable TableAction action() {
    return switch (tokens.peek().keyword()) {
      case ADD -> add();
      case ALTER -> alterColumn();
      case DROP -> drop();
      case VALIDATE -> {
        tokens.next();
        tokens.expect(Keyword.CONSTRAINT);
        yield new TableAction.ValidateConstraint(names.columnName());
      }
      case OWNER -> {
        tokens.next();
        tokens.expect(Keyword.TO);
        yield new TableAction.OwnerTo(names.role());
      }
      case SET -> set();
      case RESET -> {
        tokens.next();
        yield new TableAction.ResetOptions(List.copyOf(parser.options().storage().keySet()));
      }
      case ENABLE, DISABLE, FORCE, NO -> security();
      case null, default -> unsupported();
    };
  }

  private @Nullable TableAction unsupported() {
    Token token = tokens.peek();
    parser.syntax().read("table_action");
    tokens.unsupported("ALTER … " + tokens.text(token.start(), token.end()));
    return null;
  }

  private TableAction add() {
    tokens.expect(Keyword.ADD);
    if (constraints.atTableConstraint()) {
      return new TableAction.AddConstraint(constraints.tableConstraint());
    }
    tokens.accept(Keyword.COLUMN);
    boolean ifNotExists = tokens.acceptIfNotExists();
    return new TableAction.AddColumn(tables.column(), ifNotExists);
  }

  private TableAction drop() {
    tokens.expect(Keyword.DROP);
    boolean constraint = tokens.accept(Keyword.CONSTRAINT);
    if (!constraint) {
      tokens.accept(Keyword.COLUMN);
    }
    boolean ifExists = tokens.acceptIfExists();
    String name = names.columnName();
    boolean cascade = names.cascade();
    return constraint
        ? new TableAction.DropConstraint(name, ifExists, cascade)
        : new TableAction.DropColumn(name, ifExists, cascade);
  }

  private @Nullable TableAction set() {
    Token following = tokens.peek(1);
    if (following.is(TokenKind.LEFT_PARENTHESIS)) {
      tokens.next();
      return new TableAction.SetOptions(parser.options().storage());
    }
    if (following.is(Keyword.ACCESS)) {
      tokens.next();
      tokens.expect(Keyword.ACCESS, Keyword.METHOD);
      return new TableAction.SetAccessMethod(
          tokens.accept(Keyword.DEFAULT) ? "default" : names.columnName());
    }
    return unsupported();
  }

  private @Nullable TableAction security() {
    boolean row = tokens.peek(1).is(Keyword.ROW) && !tokens.at(Keyword.NO);
    boolean noForce = tokens.at(Keyword.NO, Keyword.FORCE);
    if (!row && !noForce) {
      return unsupported();
    }
    Token first = tokens.next();
    if (noForce) {
      tokens.next();
    }
    tokens.expect(Keyword.ROW, Keyword.LEVEL);
    tokens.expect(Keyword.SECURITY);
    return first.is(Keyword.FORCE) || noForce
        ? new TableAction.SetRowSecurity(null, !noForce)
        : new TableAction.SetRowSecurity(first.is(Keyword.ENABLE), null);
  }

  // ALTER COLUMN

  private @Nullable TableAction alterColumn() {
    int start = tokens.index();
    tokens.expect(Keyword.ALTER);
    boolean constraint = tokens.at(Keyword.CONSTRAINT);
    tokens.accept(Keyword.COLUMN);
    if (constraint || tokens.at(TokenKind.INTEGER)) {
      tokens.moveTo(start);
      return unsupported();
    }
    String column = names.columnName();
    TableAction action = columnAction(column);
    if (action == null) {
      tokens.moveTo(start);
      return unsupported();
    }
    return action;
  }

  private @Nullable TableAction columnAction(String column) {
    Keyword second = tokens.peek(1).keyword();
    return switch (tokens.peek().keyword()) {
      case TYPE -> alterType(column);
      case SET -> second == null ? null : setColumn(column, second);
      case DROP -> second == null ? null : dropColumn(column, second);
      case ADD -> addIdentity(column);
      case null, default -> null;
    };
  }

  private @Nullable TableAction setColumn(String column, Keyword second) {
    if (second == Keyword.DEFAULT) {
      tokens.next();
      tokens.next();
      int start = tokens.position();
      Expression value = parser.expressions().expression();
      return new TableAction.SetDefault(column, value, tokens.text(start, tokens.previousEnd()));
    }
    if (second == Keyword.NOT) {
      tokens.next();
      tokens.next();
      tokens.expect(Keyword.NULL);
      return new TableAction.SetNotNull(column);
    }
    if (second == Keyword.DATA) {
      tokens.next();
      tokens.next();
      return alterType(column);
    }
    return null;
  }

  private @Nullable TableAction dropColumn(String column, Keyword second) {
    switch (second) {
      case DEFAULT -> {
        tokens.next();
        tokens.next();
        return new TableAction.DropDefault(column);
      }
      case NOT -> {
        tokens.next();
        tokens.next();
        tokens.expect(Keyword.NULL);
        return new TableAction.DropNotNull(column);
      }
      case IDENTITY -> {
        tokens.next();
        tokens.next();
        return new TableAction.DropIdentity(column, tokens.acceptIfExists());
      }
      default -> {
        return null;
      }
    }
  }

  private TableAction addIdentity(String column) {
    tokens.expect(Keyword.ADD, Keyword.GENERATED);
    boolean always = constraints.generatedWhen();
    tokens.expect(Keyword.AS, Keyword.IDENTITY);
    return new TableAction.AddIdentity(column, always, sequences.parenthesized());
  }

  private TableAction alterType(String column) {
    tokens.expect(Keyword.TYPE);
    TypeName type = parser.types().typeName();
    if (tokens.accept(Keyword.COLLATE)) {
      names.anyName();
      tokens.unsupported("COLLATE in ALTER COLUMN TYPE");
    }
    Expression using = null;
    String usingText = null;
    if (tokens.accept(Keyword.USING)) {
      int start = tokens.position();
      using = parser.expressions().expression();
      usingText = tokens.text(start, tokens.previousEnd());
    }
    return new TableAction.AlterType(column, type, using, usingText);
  }

  // Sequences, schemas, databases

  private Statement sequence() {
    int start = tokens.index();
    int position = tokens.expect(Keyword.ALTER).start();
    tokens.expect(Keyword.SEQUENCE);
    boolean ifExists = tokens.acceptIfExists();
    List<String> name = names.qualifiedName();
    boolean optional =
        tokens.at(Keyword.NO, Keyword.FORCE) || tokens.at(Keyword.NO, Keyword.INHERIT);
    if (sequences.atOption() && !optional) {
      SequenceOptions options = sequences.options();
      return new Definition.AlterSequence(name, ifExists, options, position);
    }
    tokens.moveTo(start);
    return relation(ObjectKind.SEQUENCE, 1);
  }

  private Statement schema() {
    int position = tokens.expect(Keyword.ALTER).start();
    tokens.expect(Keyword.SCHEMA);
    List<String> name = List.of(names.columnName());
    TableAction action;
    if (tokens.accept(Keyword.RENAME)) {
      tokens.expect(Keyword.TO);
      action = new TableAction.RenameTable(names.columnName());
    } else {
      tokens.expect(Keyword.OWNER, Keyword.TO);
      action = new TableAction.OwnerTo(names.role());
    }
    return new Definition.AlterTable(
        ObjectKind.SCHEMA, name, false, false, List.of(action), position);
  }

  private Statement database() {
    int position = tokens.expect(Keyword.ALTER).start();
    tokens.expect(Keyword.DATABASE);
    String name = names.columnName();
    if (tokens.accept(Keyword.RENAME)) {
      tokens.expect(Keyword.TO);
      return new Definition.AlterDatabase(name, names.columnName(), null, Map.of(), position);
    }
    if (tokens.at(Keyword.OWNER, Keyword.TO)) {
      tokens.next();
      tokens.next();
      return new Definition.AlterDatabase(name, null, names.role(), Map.of(), position);
    }
    if (tokens.accept(Keyword.SET, Keyword.TABLESPACE)) {
      names.columnName();
      tokens.unsupported("ALTER DATABASE SET TABLESPACE");
    } else if (tokens.accept(Keyword.REFRESH)) {
      tokens.expect(Keyword.COLLATION, Keyword.VERSION);
      tokens.unsupported("ALTER DATABASE REFRESH COLLATION VERSION");
    } else if (tokens.atAny(Keyword.SET, Keyword.RESET)) {
      return parser.statements().access().databaseSetting(name, position);
    } else {
      tokens.accept(Keyword.WITH);
      return new Definition.AlterDatabase(
          name, null, null, parser.statements().definitions().databaseOptions(), position);
    }
    return new Definition.AlterDatabase(name, null, null, Map.of(), position);
  }
}
