package io.orbit.language.sql;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.From;
import io.orbit.api.query.tree.Query;
import io.orbit.api.query.tree.Query.Body;
import io.orbit.api.query.tree.Query.CommonTable;
import io.orbit.api.query.tree.Query.GroupItem;
import io.orbit.api.query.tree.Query.Materialization;
import io.orbit.api.query.tree.Query.NamedWindow;
import io.orbit.api.query.tree.Query.SelectItem;
import io.orbit.api.query.tree.Query.With;
import io.orbit.api.query.tree.SortKey;
import io.orbit.api.query.tree.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SELECT, VALUES, TABLE and what combines them: WITH, set operations, parentheses. */
final class QueryParser {
  /** A chain of set operations makes a tree as deep as it is long. */
  private static final int LONGEST_CHAIN = 1000;

  private final Parser parser;
  private final Tokens tokens;
  private final Names names;
  private final QueryTail tail;

  private @Nullable Into into;
  private Query.@Nullable Select intoSelect;

  QueryParser(Parser parser) {
    this.parser = parser;
    this.tokens = parser.tokens();
    this.names = parser.names();
    this.tail = new QueryTail(parser);
  }

  /** The target of SELECT … INTO. */
  record Into(List<String> name, boolean temporary, boolean unlogged) {}

  /** The INTO of a query's first SELECT, once; one elsewhere is not carried out. */
  @Nullable Into takeInto(Query query) {
    Into taken = into;
    if (taken == null) {
      return null;
    }
    Body first = query.body();
    while (first instanceof Query.SetOperation set) {
      first = set.left().body();
    }
    into = null;
    if (first != intoSelect) {
      tokens.unsupported("SELECT INTO here");
    }
    return taken;
  }

  /** True when an INTO was read and not taken; forgets it. */
  boolean leftInto() {
    boolean left = into != null;
    into = null;
    return left;
  }

  // Where queries begin

  /** True at a query that does not begin with a parenthesis. */
  boolean atQuery() {
    return atQuery(0);
  }

  boolean atQuery(int distance) {
    Keyword word = tokens.peek(distance).keyword();
    return switch (word) {
      case SELECT, WITH, TABLE -> true;
      case VALUES -> tokens.peek(distance + 1).is(TokenKind.LEFT_PARENTHESIS);
      case null, default -> false;
    };
  }

  /** True at what can only go on behind a query in parentheses. */
  boolean atContinuation() {
    return tokens.atAny(
        Keyword.UNION,
        Keyword.INTERSECT,
        Keyword.EXCEPT,
        Keyword.ORDER,
        Keyword.LIMIT,
        Keyword.OFFSET,
        Keyword.FETCH,
        Keyword.FOR);
  }

  // Queries

  /** A query, with or without parentheses around it. */
  Query query() {
    int position = tokens.position();
    return query(with(), position);
  }

  /** The rest of a query behind its WITH. */
  Query query(With with, int position) {
    return finished(with, operand(), position);
  }

  /** Goes on behind a query in parentheses. */
  Query continued(Query first) {
    return finished(With.NONE, first, first.position());
  }

  Query parenthesizedQuery() {
    tokens.expect(TokenKind.LEFT_PARENTHESIS);
    tokens.enter(2);
    Query query = query();
    tokens.leave(2);
    tokens.expect(TokenKind.RIGHT_PARENTHESIS);
    return query;
  }

  private Query finished(With with, Query first, int position) {
    Query combined = setOperations(first, 1);
    return tail.read(with, combined, position);
  }

  private Query operand() {
    if (tokens.at(TokenKind.LEFT_PARENTHESIS)) {
      return parenthesizedQuery();
    }
    Token token = tokens.peek();
    Body body =
        switch (token.keyword()) {
          case SELECT -> select();
          case VALUES -> values();
          case TABLE -> table();
          case null, default -> throw tokens.syntaxError();
        };
    return bare(body, token.start());
  }

  private static Query bare(Body body, int position) {
    return new Query(With.NONE, body, List.of(), null, null, false, List.of(), position);
  }

  private Query setOperations(Query first, int lowest) {
    Query left = first;
    int links = 0;
    while (true) {
      Query.SetOperator operator = setOperator();
      if (operator == null || level(operator) < lowest) {
        return left;
      }
      if (++links > LONGEST_CHAIN) {
        throw new OrbitException(ErrorCode.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded")
            .at(tokens.position());
      }
      int position = tokens.next().start();
      boolean all = tokens.accept(Keyword.ALL);
      if (!all) {
        tokens.accept(Keyword.DISTINCT);
      }
      Query right = setOperations(operand(), level(operator) + 1);
      left = bare(new Query.SetOperation(operator, all, left, right, position), left.position());
    }
  }

  private Query.@Nullable SetOperator setOperator() {
    return switch (tokens.peek().keyword()) {
      case UNION -> Query.SetOperator.UNION;
      case EXCEPT -> Query.SetOperator.EXCEPT;
      case INTERSECT -> Query.SetOperator.INTERSECT;
      case null, default -> null;
    };
  }

  private static int level(Query.SetOperator operator) {
    return switch (operator) {
      case UNION, EXCEPT -> 1;
      case INTERSECT -> 2;
    };
  }

  // WITH

  With with() {
    if (!tokens.accept(Keyword.WITH)) {
      return With.NONE;
    }
    boolean recursive = tokens.at(Keyword.RECURSIVE) && !tokens.peek(1).is(Keyword.AS) && isName(1);
    if (recursive) {
      tokens.next();
    }
    return new With(recursive, names.list(this::commonTable));
  }

  private boolean isName(int distance) {
    return !tokens.peek(distance).is(TokenKind.LEFT_PARENTHESIS);
  }

  private CommonTable commonTable() {
    int position = tokens.position();
    String name = names.columnName();
    List<String> columns =
        tokens.at(TokenKind.LEFT_PARENTHESIS) ? names.parenthesized(names::columnName) : List.of();
    tokens.expect(Keyword.AS);
    Materialization materialization = Materialization.DEFAULT;
    if (tokens.accept(Keyword.MATERIALIZED)) {
      materialization = Materialization.ALWAYS;
    } else if (tokens.accept(Keyword.NOT)) {
      tokens.expect(Keyword.MATERIALIZED);
      materialization = Materialization.NEVER;
    }
    tokens.expect(TokenKind.LEFT_PARENTHESIS);
    tokens.enter(2);
    Statement statement = parser.statements().preparable();
    tokens.leave(2);
    tokens.expect(TokenKind.RIGHT_PARENTHESIS);
    searchAndCycle();
    return new CommonTable(name, columns, materialization, statement, position);
  }

  private void searchAndCycle() {
    if (tokens.accept(Keyword.SEARCH)) {
      if (!tokens.accept(Keyword.DEPTH)) {
        tokens.expect(Keyword.BREADTH);
      }
      tokens.expect(Keyword.FIRST, Keyword.BY);
      names.list(names::columnName);
      tokens.expect(Keyword.SET);
      names.columnName();
      tokens.unsupported("WITH … SEARCH");
    }
    if (tokens.accept(Keyword.CYCLE)) {
      names.list(names::columnName);
      tokens.expect(Keyword.SET);
      names.columnName();
      if (tokens.accept(Keyword.TO)) {
        parser.syntax().read("constant");
        tokens.expect(Keyword.DEFAULT);
        parser.syntax().read("constant");
      }
      tokens.expect(Keyword.USING);
      names.columnName();
      tokens.unsupported("WITH … CYCLE");
    }
  }

  // SELECT

  private Body select() {
    int position = tokens.next().start();
    Query.Distinct distinct = null;
    List<SelectItem> items;
    if (tokens.accept(Keyword.DISTINCT)) {
      distinct =
          new Query.Distinct(
              tokens.accept(Keyword.ON)
                  ? names.parenthesized(parser.expressions()::expression)
                  : List.of());
      items = items();
    } else {
      tokens.accept(Keyword.ALL);
      items = endsSelectList() ? List.of() : items();
    }
    boolean hasInto = readInto();
    List<From> from = tokens.accept(Keyword.FROM) ? parser.sources().list() : List.of();
    Expression where = where();
    boolean groupDistinct = false;
    List<GroupItem> groups = List.of();
    if (tokens.accept(Keyword.GROUP)) {
      tokens.expect(Keyword.BY);
      groupDistinct = tokens.accept(Keyword.DISTINCT);
      if (!groupDistinct) {
        tokens.accept(Keyword.ALL);
      }
      groups = names.list(this::groupItem);
    }
    Expression having = tokens.accept(Keyword.HAVING) ? parser.expressions().expression() : null;
    List<NamedWindow> windows =
        tokens.accept(Keyword.WINDOW) ? names.list(this::namedWindow) : List.of();
    Query.Select select =
        new Query.Select(
            distinct, items, from, where, groupDistinct, groups, having, windows, position);
    if (hasInto) {
      intoSelect = select;
    }
    return select;
  }

  private boolean endsSelectList() {
    Token token = tokens.peek();
    return switch (token.kind()) {
      case END, SEMICOLON, RIGHT_PARENTHESIS -> true;
      case KEYWORD -> endsSelectList(token.keyword());
      default -> false;
    };
  }

  private static boolean endsSelectList(@Nullable Keyword word) {
    return switch (word) {
      case INTO,
          FROM,
          WHERE,
          GROUP,
          HAVING,
          WINDOW,
          UNION,
          INTERSECT,
          EXCEPT,
          ORDER,
          LIMIT,
          OFFSET,
          FETCH,
          FOR,
          WITH,
          ON,
          RETURNING ->
          true;
      case null, default -> false;
    };
  }

  /** A select list. */
  List<SelectItem> items() {
    return names.list(this::item);
  }

  private SelectItem item() {
    int position = tokens.position();
    if (tokens.accept(TokenKind.STAR)) {
      return new SelectItem(new Expression.Star(List.of(), position), null, position);
    }
    Expression expression = parser.expressions().labelled();
    String alias = null;
    if (tokens.accept(Keyword.AS)) {
      alias = names.label();
    } else if (names.isBareLabel(tokens.peek())) {
      alias = tokens.next().text();
    }
    return new SelectItem(expression, alias, position);
  }

  private boolean readInto() {
    if (!tokens.accept(Keyword.INTO)) {
      return false;
    }
    if (into != null) {
      tokens.unsupported("more than one SELECT INTO");
    }
    boolean temporary = false;
    boolean unlogged = false;
    boolean scoped = tokens.accept(Keyword.LOCAL) || tokens.accept(Keyword.GLOBAL);
    if (tokens.accept(Keyword.TEMPORARY) || tokens.accept(Keyword.TEMP)) {
      temporary = true;
    } else if (scoped) {
      throw tokens.syntaxError();
    } else if (tokens.at(Keyword.UNLOGGED)) {
      tokens.next();
      unlogged = true;
    }
    tokens.accept(Keyword.TABLE);
    into = new Into(names.qualifiedName(), temporary, unlogged);
    return true;
  }

  @Nullable Expression where() {
    return tokens.accept(Keyword.WHERE) ? parser.expressions().expression() : null;
  }

  private GroupItem groupItem() {
    Token following = tokens.peek(1);
    boolean opens = following.is(TokenKind.LEFT_PARENTHESIS);
    if (tokens.at(TokenKind.LEFT_PARENTHESIS) && following.is(TokenKind.RIGHT_PARENTHESIS)) {
      tokens.next();
      tokens.next();
      return new GroupItem.Empty();
    }
    if (opens && tokens.accept(Keyword.ROLLUP)) {
      return new GroupItem.Rollup(names.parenthesized(parser.expressions()::expression));
    }
    if (opens && tokens.accept(Keyword.CUBE)) {
      return new GroupItem.Cube(names.parenthesized(parser.expressions()::expression));
    }
    if (tokens.accept(Keyword.GROUPING, Keyword.SETS)) {
      tokens.enter(2);
      List<GroupItem> sets = names.parenthesized(this::groupItem);
      tokens.leave(2);
      return new GroupItem.GroupingSets(sets);
    }
    return new GroupItem.Simple(parser.expressions().expression());
  }

  private NamedWindow namedWindow() {
    String name = names.columnName();
    tokens.expect(Keyword.AS);
    return new NamedWindow(name, parser.windows().specification());
  }

  private Body values() {
    int position = tokens.next().start();
    List<List<Expression>> rows =
        names.list(() -> names.parenthesized(parser.expressions()::expression));
    return new Query.Values(rows, position);
  }

  private Body table() {
    int position = tokens.next().start();
    From.Table table = parser.sources().relation();
    SelectItem all = new SelectItem(new Expression.Star(List.of(), position), null, position);
    return new Query.Select(
        null, List.of(all), List.of(table), null, false, List.of(), null, List.of(), position);
  }

  /** ORDER BY, or nothing. */
  List<SortKey> orderBy() {
    return tail.orderBy();
  }
}
