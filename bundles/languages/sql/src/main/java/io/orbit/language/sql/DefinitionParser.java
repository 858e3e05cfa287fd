package io.orbit.language.sql;

import io.orbit.api.query.tree.Definition;
import io.orbit.api.query.tree.Query;
import io.orbit.api.query.tree.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** CREATE: finds what is to be created; views, sequences, schemas and databases itself. */
final class DefinitionParser {
  private final Parser parser;
  private final Tokens tokens;
  private final Names names;
  private final TableParser tables;
  private final IndexParser indexes;
  private final SequenceParser sequences;
  private final AccessParser access;

  DefinitionParser(
      Parser parser,
      TableParser tables,
      IndexParser indexes,
      SequenceParser sequences,
      AccessParser access) {
    this.parser = parser;
    this.tokens = parser.tokens();
    this.names = parser.names();
    this.tables = tables;
    this.indexes = indexes;
    this.sequences = sequences;
    this.access = access;
  }

  Statement create() {
    Token second = tokens.peek(1);
    return switch (second.keyword()) {
      case TABLE, VIEW, RECURSIVE, SEQUENCE, TEMP, TEMPORARY, LOCAL, GLOBAL, UNLOGGED ->
          relation(false);
      case MATERIALIZED -> materializedView();
      case OR -> orReplace();
      case UNIQUE, INDEX -> indexes.create();
      case SCHEMA -> schema();
      case DATABASE -> database();
      case ROLE, GROUP -> access.createRole();
      case USER ->
          tokens.peek(2).is(Keyword.MAPPING)
                  && (tokens.peek(3).is(Keyword.FOR) || tokens.peek(3).is(Keyword.IF))
              ? parser.statements().objects().statement()
              : access.createRole();
      case null, default -> parser.statements().objects().statement();
    };
  }

  private Statement orReplace() {
    Keyword what = tokens.peek(3).keyword();
    boolean relation =
        tokens.peek(2).is(Keyword.REPLACE)
            && (what == Keyword.VIEW
                || what == Keyword.RECURSIVE
                || what == Keyword.TEMP
                || what == Keyword.TEMPORARY
                || what == Keyword.LOCAL
                || what == Keyword.GLOBAL
                || what == Keyword.UNLOGGED);
    return relation ? relation(true) : parser.statements().objects().statement();
  }

  // Relations

  private Statement relation(boolean orReplace) {
    int position = tokens.expect(Keyword.CREATE).start();
    if (orReplace) {
      tokens.expect(Keyword.OR, Keyword.REPLACE);
    }
    boolean temporary = false;
    boolean unlogged = false;
    if (tokens.accept(Keyword.LOCAL) || tokens.accept(Keyword.GLOBAL)) {
      if (!tokens.accept(Keyword.TEMP)) {
        tokens.expect(Keyword.TEMPORARY);
      }
      temporary = true;
    } else if (tokens.accept(Keyword.TEMP) || tokens.accept(Keyword.TEMPORARY)) {
      temporary = true;
    } else {
      unlogged = tokens.accept(Keyword.UNLOGGED);
    }
    if (tokens.atAny(Keyword.VIEW, Keyword.RECURSIVE)) {
      return view(orReplace, temporary, position);
    }
    if (!orReplace && tokens.at(Keyword.SEQUENCE)) {
      return sequence(temporary, position);
    }
    if (!orReplace && unlogged && tokens.at(Keyword.MATERIALIZED)) {
      return materializedViewBody(position);
    }
    if (orReplace) {
      throw tokens.syntaxError();
    }
    return tables.create(temporary, unlogged, position);
  }

  private Definition.CreateView view(boolean orReplace, boolean temporary, int position) {
    boolean recursive = tokens.accept(Keyword.RECURSIVE);
    tokens.expect(Keyword.VIEW);
    List<String> name = names.qualifiedName();
    List<String> columns =
        recursive ? names.parenthesized(names::columnName) : names.optionalColumns();
    if (tokens.accept(Keyword.WITH)) {
      parser.options().storage();
      tokens.unsupported("CREATE VIEW … WITH");
    }
    tokens.expect(Keyword.AS);
    int start = tokens.position();
    Query query = parser.queries().query();
    String text = tokens.text(start, tokens.previousEnd());
    Token with = tokens.peek();
    if (tokens.accept(Keyword.WITH)) {
      if (!tokens.accept(Keyword.CASCADED)) {
        tokens.accept(Keyword.LOCAL);
      }
      tokens.expect(Keyword.CHECK, Keyword.OPTION);
      if (recursive) {
        throw Errors.unsupported(
            "WITH CHECK OPTION not supported on recursive views", with.start());
      }
      tokens.unsupported("WITH CHECK OPTION");
    }
    return new Definition.CreateView(
        name, orReplace, temporary, recursive, false, false, columns, query, text, false, position);
  }

  private Definition.CreateView materializedView() {
    int position = tokens.expect(Keyword.CREATE).start();
    return materializedViewBody(position);
  }

  private Definition.CreateView materializedViewBody(int position) {
    tokens.expect(Keyword.MATERIALIZED, Keyword.VIEW);
    boolean ifNotExists = tokens.acceptIfNotExists();
    List<String> name = names.qualifiedName();
    List<String> columns = names.optionalColumns();
    if (tokens.accept(Keyword.USING)) {
      names.columnName();
      tokens.unsupported("access method of a materialized view");
    }
    if (tokens.accept(Keyword.WITH)) {
      parser.options().storage();
      tokens.unsupported("options of a materialized view");
    }
    if (tokens.accept(Keyword.TABLESPACE)) {
      names.columnName();
      tokens.unsupported("TABLESPACE");
    }
    tokens.expect(Keyword.AS);
    int start = tokens.position();
    Query query = parser.queries().query();
    String text = tokens.text(start, tokens.previousEnd());
    return new Definition.CreateView(
        name,
        false,
        false,
        false,
        true,
        ifNotExists,
        columns,
        query,
        text,
        tables.withNoData(),
        position);
  }

  private Definition.CreateSequence sequence(boolean temporary, int position) {
    tokens.expect(Keyword.SEQUENCE);
    boolean ifNotExists = tokens.acceptIfNotExists();
    List<String> name = names.qualifiedName();
    return new Definition.CreateSequence(
        name, temporary, ifNotExists, sequences.options(), position);
  }

  // Schemas and databases

  private Definition.CreateSchema schema() {
    int position = tokens.expect(Keyword.CREATE).start();
    tokens.expect(Keyword.SCHEMA);
    boolean ifNotExists = tokens.acceptIfNotExists();
    String name = null;
    String authorization = null;
    if (!tokens.at(Keyword.AUTHORIZATION)) {
      name = names.columnName();
    }
    if (tokens.accept(Keyword.AUTHORIZATION)) {
      authorization = names.role();
    }
    int elementsAt = tokens.position();
    List<Statement> elements = new ArrayList<>();
    while (tokens.atAny(Keyword.CREATE, Keyword.GRANT)) {
      elements.add(element());
    }
    if (ifNotExists && !elements.isEmpty()) {
      throw Errors.unsupported(
          "CREATE SCHEMA IF NOT EXISTS cannot include schema elements", elementsAt);
    }
    return new Definition.CreateSchema(
        name, ifNotExists, authorization, List.copyOf(elements), position);
  }

  /** Only some statements may stand inside CREATE SCHEMA. */
  private Statement element() {
    if (tokens.at(Keyword.GRANT)) {
      return access.grantOrRevoke();
    }
    Token second = tokens.peek(1);
    return switch (second.keyword()) {
      case TABLE, VIEW, RECURSIVE, SEQUENCE, TEMP, TEMPORARY, LOCAL, GLOBAL, UNLOGGED ->
          relation(false);
      case UNIQUE, INDEX -> indexes.create();
      case OR -> orReplace();
      case TRIGGER, CONSTRAINT -> parser.statements().objects().statement();
      case null, default -> throw tokens.syntaxError(second);
    };
  }

  private Definition.CreateDatabase database() {
    int position = tokens.expect(Keyword.CREATE).start();
    tokens.expect(Keyword.DATABASE);
    String name = names.columnName();
    tokens.accept(Keyword.WITH);
    return new Definition.CreateDatabase(name, databaseOptions(), position);
  }

  /** {@code OWNER = x ENCODING 'UTF8' …}; names lower case. */
  Map<String, String> databaseOptions() {
    Map<String, String> options = new LinkedHashMap<>();
    while (true) {
      String name = databaseOption();
      if (name == null) {
        return Collections.unmodifiableMap(options);
      }
      tokens.accept(TokenKind.EQUALS);
      if (tokens.accept(Keyword.DEFAULT)) {
        options.put(name, "default");
      } else {
        options.put(
            name,
            names.atNumeric() ? String.valueOf(names.signedInteger()) : names.booleanOrString());
      }
    }
  }

  boolean atDatabaseOption() {
    return tokens.at(TokenKind.IDENTIFIER)
        || tokens.atAny(
            Keyword.CONNECTION,
            Keyword.ENCODING,
            Keyword.LOCATION,
            Keyword.OWNER,
            Keyword.TABLESPACE,
            Keyword.TEMPLATE);
  }

  private @Nullable String databaseOption() {
    if (!atDatabaseOption()) {
      return null;
    }
    Token token = tokens.next();
    if (token.is(Keyword.CONNECTION)) {
      tokens.expect(Keyword.LIMIT);
      return "connection_limit";
    }
    return token.text();
  }
}
