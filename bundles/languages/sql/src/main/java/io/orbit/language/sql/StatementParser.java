package io.orbit.language.sql;

import io.orbit.api.query.ParsedStatement;
import io.orbit.api.query.tree.Definition;
import io.orbit.api.query.tree.Query;
import io.orbit.api.query.tree.Query.With;
import io.orbit.api.query.tree.Statement;
import io.orbit.api.query.tree.Utility;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Splits a text into statements and hands each to the part that knows it. */
final class StatementParser {
  private final Parser parser;
  private final Tokens tokens;
  private final IndexParser indexes;
  private final ConstraintParser constraints;
  private final TableParser tables;
  private final DefinitionParser definitions;
  private final AlterParser alterations;
  private final DropParser drops;
  private final AccessParser access;
  private final TransactionParser transactions;
  private final SessionParser sessions;
  private final CursorParser cursors;
  private final UtilityParser utilities;
  private final ObjectParser objects;

  StatementParser(Parser parser) {
    this.parser = parser;
    this.tokens = parser.tokens();
    this.indexes = new IndexParser(parser);
    SequenceParser sequences = new SequenceParser(parser);
    this.constraints = new ConstraintParser(parser, sequences);
    this.tables = new TableParser(parser, constraints);
    this.access = new AccessParser(parser);
    this.definitions = new DefinitionParser(parser, tables, indexes, sequences, access);
    this.alterations = new AlterParser(parser, constraints, sequences, access);
    this.drops = new DropParser(parser);
    this.transactions = new TransactionParser(parser);
    this.sessions = new SessionParser(parser, transactions);
    this.cursors = new CursorParser(parser);
    this.utilities = new UtilityParser(parser);
    this.objects = new ObjectParser(parser, constraints);
  }

  IndexParser indexes() {
    return indexes;
  }

  ConstraintParser constraints() {
    return constraints;
  }

  TableParser tables() {
    return tables;
  }

  SessionParser sessions() {
    return sessions;
  }

  AccessParser access() {
    return access;
  }

  DefinitionParser definitions() {
    return definitions;
  }

  ObjectParser objects() {
    return objects;
  }

  CursorParser cursors() {
    return cursors;
  }

  /** All statements of the text; one {@code Empty} where there is none. */
  List<ParsedStatement> all() {
    List<ParsedStatement> statements = new ArrayList<>();
    while (true) {
      while (tokens.accept(TokenKind.SEMICOLON)) {
        // Empty statements between others count for nothing.
      }
      if (tokens.at(TokenKind.END)) {
        break;
      }
      statements.add(one());
      if (!tokens.at(TokenKind.END)) {
        tokens.expect(TokenKind.SEMICOLON);
      }
    }
    if (statements.isEmpty()) {
      statements.add(new ParsedStatement(new Utility.Empty(0), 0, 0, 0));
    }
    return List.copyOf(statements);
  }

  private ParsedStatement one() {
    tokens.beginStatement();
    int start = tokens.position();
    Statement statement = statement();
    int end = tokens.previousEnd();
    if (parser.queries().leftInto()) {
      tokens.unsupported("SELECT INTO in a subquery");
    }
    if (!tokens.at(TokenKind.END) && !tokens.at(TokenKind.SEMICOLON)) {
      throw tokens.syntaxError();
    }
    String unsupported = tokens.unsupported();
    if (unsupported != null) {
      statement = new Utility.Unsupported(unsupported, start);
    }
    return new ParsedStatement(statement, start, end, tokens.highestParameter());
  }

  /** One statement of any kind. */
  Statement statement() {
    Token token = tokens.peek();
    if (token.is(TokenKind.LEFT_PARENTHESIS)) {
      return queryOrModification();
    }
    return switch (token.keyword()) {
      case SELECT, VALUES, TABLE, WITH, INSERT, UPDATE, DELETE, MERGE -> queryOrModification();
      case TRUNCATE -> parser.modifications().truncate();
      case CREATE -> definitions.create();
      case ALTER -> alterations.alter();
      case DROP -> drops.drop();
      case COMMENT -> drops.comment();
      case GRANT, REVOKE -> access.grantOrRevoke();
      case BEGIN, START, COMMIT, END, ROLLBACK, ABORT, SAVEPOINT, RELEASE ->
          transactions.statement();
      case PREPARE ->
          tokens.peek(1).is(Keyword.TRANSACTION) && tokens.peek(2).is(TokenKind.STRING)
              ? transactions.statement()
              : cursors.statement();
      case SET, RESET, SHOW, DISCARD, LISTEN, UNLISTEN, NOTIFY, LOCK -> sessions.statement();
      case EXECUTE, DEALLOCATE, DECLARE, FETCH, MOVE, CLOSE -> cursors.statement();
      case EXPLAIN, COPY, VACUUM, ANALYZE, ANALYSE, REINDEX, REFRESH, CHECKPOINT, CALL, DO ->
          utilities.statement();
      case null, default -> objects.statement();
    };
  }

  /** A query, which may turn out to be SELECT INTO, or a change of data. */
  private Statement queryOrModification() {
    Statement statement = preparable();
    if (!(statement instanceof Query query)) {
      return statement;
    }
    QueryParser.Into into = parser.queries().takeInto(query);
    if (into == null) {
      return query;
    }
    return new Definition.CreateTable(
        into.name(),
        into.temporary(),
        into.unlogged(),
        false,
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        null,
        null,
        List.of(),
        query,
        false,
        query.position());
  }

  /** What PREPARE, COPY and WITH may hold. */
  Statement preparable() {
    int position = tokens.position();
    With with = parser.queries().with();
    return switch (tokens.peek().keyword()) {
      case INSERT -> parser.modifications().insert(with, position);
      case UPDATE -> parser.modifications().update(with, position);
      case DELETE -> parser.modifications().delete(with, position);
      case MERGE -> parser.modifications().merge(with, position);
      case null, default -> parser.queries().query(with, position);
    };
  }
}
