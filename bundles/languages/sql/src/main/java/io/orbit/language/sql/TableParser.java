package io.orbit.language.sql;

import io.orbit.api.query.tree.Definition;
import io.orbit.api.query.tree.Definition.ColumnClause;
import io.orbit.api.query.tree.Definition.ConstraintClause;
import io.orbit.api.query.tree.Definition.LikeClause;
import io.orbit.api.query.tree.Query;
import io.orbit.api.query.tree.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** CREATE TABLE in all its forms, and column definitions. */
final class TableParser {
  private final Parser parser;
  private final Tokens tokens;
  private final Names names;
  private final ConstraintParser constraints;

  TableParser(Parser parser, ConstraintParser constraints) {
    this.parser = parser;
    this.tokens = parser.tokens();
    this.names = parser.names();
    this.constraints = constraints;
  }

  /** What stands behind the list of a table's elements. */
  private static final class Storage {
    Map<String, String> options = Map.of();
    @Nullable String onCommit;
    @Nullable String accessMethod;
  }

  /** The elements between the parentheses. */
  private static final class Elements {
    final List<ColumnClause> columns = new ArrayList<>();
    final List<ConstraintClause> constraints = new ArrayList<>();
    final List<LikeClause> likes = new ArrayList<>();
  }

  /** Reads on from TABLE. */
  Definition.CreateTable create(boolean temporary, boolean unlogged, int position) {
    tokens.expect(Keyword.TABLE);
    boolean ifNotExists = tokens.acceptIfNotExists();
    List<String> name = names.qualifiedName();
    Elements elements = new Elements();
    Storage storage = new Storage();
    List<String> columnNames = List.of();
    Query query = null;
    boolean withNoData = false;
    if (tokens.accept(Keyword.OF)) {
      parser.syntax().read("typed_table");
      tokens.unsupported("CREATE TABLE OF");
      storage(storage, false);
    } else if (tokens.accept(Keyword.PARTITION)) {
      tokens.expect(Keyword.OF);
      parser.syntax().read("partition_of");
      tokens.unsupported("CREATE TABLE PARTITION OF");
      storage(storage, false);
    } else if (tokens.at(TokenKind.LEFT_PARENTHESIS) && !opensNames()) {
      elements(elements);
      inherits();
      storage(storage, false);
    } else {
      columnNames = names.optionalColumns();
      storage(storage, true);
      tokens.expect(Keyword.AS);
      query = source();
      withNoData = withNoData();
    }
    return new Definition.CreateTable(
        name,
        temporary,
        unlogged,
        ifNotExists,
        List.copyOf(elements.columns),
        List.copyOf(elements.constraints),
        List.copyOf(elements.likes),
        storage.options,
        storage.onCommit,
        storage.accessMethod,
        columnNames,
        query,
        withNoData,
        position);
  }

  /** True at the bare names of CREATE TABLE (a, b) AS. */
  private boolean opensNames() {
    Token second = tokens.peek(2);
    return names.isColumnName(tokens.peek(1))
        && (second.is(TokenKind.COMMA) || second.is(TokenKind.RIGHT_PARENTHESIS));
  }

  private Query source() {
    if (tokens.at(Keyword.EXECUTE)) {
      int position = tokens.next().start();
      names.columnName();
      if (tokens.at(TokenKind.LEFT_PARENTHESIS)) {
        names.parenthesized(parser.expressions()::expression);
      }
      tokens.unsupported("CREATE TABLE AS EXECUTE");
      Query.Values nothing = new Query.Values(List.of(), position);
      return new Query(Query.With.NONE, nothing, List.of(), null, null, false, List.of(), position);
    }
    return parser.queries().query();
  }

  /** WITH [NO] DATA, or nothing: true for NO. */
  boolean withNoData() {
    if (!tokens.accept(Keyword.WITH)) {
      return false;
    }
    boolean no = tokens.accept(Keyword.NO);
    tokens.expect(Keyword.DATA);
    return no;
  }

  private void inherits() {
    if (tokens.accept(Keyword.INHERITS)) {
      names.parenthesized(names::qualifiedName);
      tokens.unsupported("INHERITS");
    }
  }

  private void storage(Storage storage, boolean forQuery) {
    if (!forQuery && tokens.at(Keyword.PARTITION)) {
      parser.syntax().read("partition_spec");
      tokens.unsupported("PARTITION BY");
    }
    if (tokens.accept(Keyword.USING)) {
      storage.accessMethod = names.columnName();
    }
    if (tokens.accept(Keyword.WITH)) {
      storage.options = parser.options().storage();
    } else if (tokens.accept(Keyword.WITHOUT)) {
      tokens.expect(Keyword.OIDS);
    }
    if (tokens.accept(Keyword.ON)) {
      tokens.expect(Keyword.COMMIT);
      storage.onCommit = onCommit();
    }
    if (tokens.accept(Keyword.TABLESPACE)) {
      names.columnName();
      tokens.unsupported("TABLESPACE");
    }
  }

  private String onCommit() {
    if (tokens.accept(Keyword.DROP)) {
      return "DROP";
    }
    String action = tokens.at(Keyword.DELETE) ? "DELETE ROWS" : "PRESERVE ROWS";
    if (!tokens.accept(Keyword.DELETE)) {
      tokens.expect(Keyword.PRESERVE);
    }
    tokens.expect(Keyword.ROWS);
    return action;
  }

  private void elements(Elements elements) {
    tokens.expect(TokenKind.LEFT_PARENTHESIS);
    if (tokens.accept(TokenKind.RIGHT_PARENTHESIS)) {
      return;
    }
    do {
      element(elements);
    } while (tokens.accept(TokenKind.COMMA));
    tokens.expect(TokenKind.RIGHT_PARENTHESIS);
  }

  private void element(Elements elements) {
    if (tokens.at(Keyword.LIKE)) {
      elements.likes.add(like());
    } else if (constraints.atTableConstraint()) {
      elements.constraints.add(constraints.tableConstraint());
    } else {
      elements.columns.add(column());
    }
  }

  /** One element on its own, for tables that Orbit does not make. */
  void element() {
    element(new Elements());
  }

  private LikeClause like() {
    tokens.expect(Keyword.LIKE);
    List<String> table = names.qualifiedName();
    List<String> including = new ArrayList<>();
    while (tokens.atAny(Keyword.INCLUDING, Keyword.EXCLUDING)) {
      boolean include = tokens.next().is(Keyword.INCLUDING);
      Token option = tokens.peek();
      if (!isLikeOption(option.keyword())) {
        throw tokens.syntaxError();
      }
      String name = tokens.next().text().toUpperCase(Locale.ROOT);
      if (include) {
        including.add(name);
      } else if (name.equals("ALL")) {
        including.clear();
      } else {
        including.remove(name);
        if (including.contains("ALL")) {
          tokens.unsupported("LIKE … INCLUDING ALL EXCLUDING " + name);
        }
      }
    }
    return new LikeClause(table, List.copyOf(including));
  }

  private static boolean isLikeOption(@Nullable Keyword word) {
    return switch (word) {
      case COMMENTS,
          COMPRESSION,
          CONSTRAINTS,
          DEFAULTS,
          IDENTITY,
          GENERATED,
          INDEXES,
          STATISTICS,
          STORAGE,
          ALL ->
          true;
      case null, default -> false;
    };
  }

  /** A column with its type and constraints. */
  ColumnClause column() {
    int position = tokens.position();
    String name = names.columnName();
    TypeName type = parser.types().typeName();
    if (tokens.accept(Keyword.STORAGE)) {
      wordOrDefault();
      tokens.unsupported("STORAGE");
    }
    if (tokens.accept(Keyword.COMPRESSION)) {
      wordOrDefault();
      tokens.unsupported("COMPRESSION");
    }
    if (tokens.at(Keyword.OPTIONS)) {
      parser.syntax().read("generic_options");
      tokens.unsupported("OPTIONS of a column");
    }
    ConstraintParser.ColumnQualifiers qualifiers = constraints.columnQualifiers();
    return new ColumnClause(name, type, qualifiers.collation(), qualifiers.constraints(), position);
  }

  private void wordOrDefault() {
    if (!tokens.accept(Keyword.DEFAULT)) {
      names.columnName();
    }
  }
}
