package io.orbit.language.sql;

import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.Query;
import io.orbit.api.query.tree.Query.LockStrength;
import io.orbit.api.query.tree.Query.LockWait;
import io.orbit.api.query.tree.Query.Locking;
import io.orbit.api.query.tree.Query.With;
import io.orbit.api.query.tree.SortKey;
import io.orbit.api.query.tree.SortKey.Direction;
import io.orbit.api.query.tree.SortKey.NullOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands behind a query's body: ORDER BY, LIMIT, OFFSET, FETCH, FOR UPDATE. */
final class QueryTail {
  private final Parser parser;
  private final Tokens tokens;
  private final Names names;

  QueryTail(Parser parser) {
    this.parser = parser;
    this.tokens = parser.tokens();
    this.names = parser.names();
  }

  /** The limits of one query while they are read. */
  private static final class Limits {
    @Nullable Expression limit;
    @Nullable Expression offset;
    int limitPosition = -1;
    int offsetPosition = -1;
    boolean withTies;
    int tiesPosition = -1;
  }

  /**
   * Reads the clauses and puts them and WITH around a query. One in parentheses may have some
   * already, which must not be said twice.
   */
  Query read(With with, Query query, int position) {
    int orderPosition = tokens.peek(2).start();
    List<SortKey> order = orderBy();
    Limits limits = new Limits();
    List<Locking> locking = new ArrayList<>();
    boolean lockedFirst = locking(locking);
    limits(limits);
    if (!lockedFirst) {
      locking(locking);
    }
    return merged(with, query, order, orderPosition, limits, locking, position);
  }

  private Query merged(
      With with,
      Query query,
      List<SortKey> order,
      int orderPosition,
      Limits limits,
      List<Locking> locking,
      int position) {
    if (!order.isEmpty() && !query.orderBy().isEmpty()) {
      throw Errors.syntax("multiple ORDER BY clauses not allowed", orderPosition);
    }
    if (limits.offset != null && query.offset() != null) {
      throw Errors.syntax("multiple OFFSET clauses not allowed", limits.offsetPosition);
    }
    if (limits.limitPosition >= 0 && query.limit() != null) {
      throw Errors.syntax("multiple LIMIT clauses not allowed", limits.limitPosition);
    }
    List<SortKey> allOrder = order.isEmpty() ? query.orderBy() : order;
    boolean ties = limits.withTies || query.withTies();
    if (limits.withTies && allOrder.isEmpty()) {
      throw Errors.syntax(
          "WITH TIES cannot be specified without ORDER BY clause", limits.tiesPosition);
    }
    List<Locking> allLocking = new ArrayList<>(query.locking());
    allLocking.addAll(locking);
    refuseSkippedTies(limits, allLocking);
    if (!with.tables().isEmpty() && !query.with().tables().isEmpty()) {
      throw Errors.syntax("multiple WITH clauses not allowed", position);
    }
    return new Query(
        with.tables().isEmpty() ? query.with() : with,
        query.body(),
        allOrder,
        limits.limit == null ? query.limit() : limits.limit,
        limits.offset == null ? query.offset() : limits.offset,
        ties,
        List.copyOf(allLocking),
        position);
  }

  private static void refuseSkippedTies(Limits limits, List<Locking> locking) {
    boolean skips = locking.stream().anyMatch(lock -> lock.waiting() == LockWait.SKIP_LOCKED);
    if (limits.withTies && skips) {
      throw Errors.syntax(
          "SKIP LOCKED and WITH TIES options cannot be used together", limits.tiesPosition);
    }
  }

  // ORDER BY

  List<SortKey> orderBy() {
    if (!tokens.accept(Keyword.ORDER)) {
      return List.of();
    }
    tokens.expect(Keyword.BY);
    return names.list(this::sortKey);
  }

  private SortKey sortKey() {
    Expression expression = parser.expressions().expression();
    Direction direction = Direction.ASCENDING;
    if (tokens.accept(Keyword.USING)) {
      String symbol = parser.expressions().operatorOrQualified().symbol();
      switch (symbol) {
        case "<" -> direction = Direction.ASCENDING;
        case ">" -> direction = Direction.DESCENDING;
        default -> tokens.unsupported("ORDER BY … USING " + symbol);
      }
      return new SortKey(expression, direction, nullOrder());
    }
    return new SortKey(expression, direction(), nullOrder());
  }

  Direction direction() {
    if (tokens.accept(Keyword.DESC)) {
      return Direction.DESCENDING;
    }
    tokens.accept(Keyword.ASC);
    return Direction.ASCENDING;
  }

  NullOrder nullOrder() {
    if (tokens.accept(Keyword.NULLS, Keyword.FIRST)) {
      return NullOrder.FIRST;
    }
    return tokens.accept(Keyword.NULLS, Keyword.LAST) ? NullOrder.LAST : NullOrder.DIALECT;
  }

  // LIMIT and OFFSET, in either order

  private void limits(Limits limits) {
    boolean offsetFirst = offset(limits);
    limit(limits);
    if (!offsetFirst) {
      offset(limits);
    }
  }

  private void limit(Limits limits) {
    Token token = tokens.peek();
    if (tokens.accept(Keyword.LIMIT)) {
      limits.limitPosition = token.start();
      if (!tokens.accept(Keyword.ALL)) {
        limits.limit = parser.expressions().expression();
      }
      if (tokens.accept(TokenKind.COMMA)) {
        parser.expressions().expression();
        throw Errors.syntax("LIMIT #,# syntax is not supported", token.start())
            .withHint("Use separate LIMIT and OFFSET clauses.");
      }
    } else if (tokens.accept(Keyword.FETCH)) {
      fetch(limits, token);
    }
  }

  private void fetch(Limits limits, Token fetch) {
    if (!tokens.accept(Keyword.FIRST)) {
      tokens.expect(Keyword.NEXT);
    }
    limits.limitPosition = fetch.start();
    limits.limit =
        tokens.atAny(Keyword.ROW, Keyword.ROWS) && !tokens.peek(1).is(TokenKind.LEFT_PARENTHESIS)
            ? Literals.integer(1, -1)
            : count();
    if (!tokens.accept(Keyword.ROW)) {
      tokens.expect(Keyword.ROWS);
    }
    if (tokens.at(Keyword.WITH)) {
      limits.tiesPosition = tokens.next().start();
      tokens.expect(Keyword.TIES);
      limits.withTies = true;
    } else {
      tokens.expect(Keyword.ONLY);
    }
  }

  /** What may stand between FETCH FIRST and ROWS: an operand, or a number with a sign. */
  private Expression count() {
    Token sign = tokens.peek();
    if (!sign.is(TokenKind.PLUS) && !sign.is(TokenKind.MINUS)) {
      return parser.primaries().primary(false);
    }
    if (!tokens.peek(1).is(TokenKind.INTEGER) && !tokens.peek(1).is(TokenKind.NUMBER)) {
      throw tokens.syntaxError(tokens.peek(1));
    }
    return parser.expressions().signedNumber();
  }

  private boolean offset(Limits limits) {
    int position = tokens.position();
    if (!tokens.accept(Keyword.OFFSET)) {
      return false;
    }
    limits.offsetPosition = position;
    if (isSignedRows()) {
      limits.offset = count();
    } else if (isOperand(tokens.peek())) {
      Expression operand = parser.primaries().primary(true);
      limits.offset =
          tokens.atAny(Keyword.ROW, Keyword.ROWS)
              ? operand
              : parser.expressions().continued(operand);
      if (limits.offset != operand) {
        return true;
      }
    } else {
      limits.offset = parser.expressions().expression();
      return true;
    }
    if (!tokens.accept(Keyword.ROW)) {
      tokens.accept(Keyword.ROWS);
    }
    return true;
  }

  private boolean isSignedRows() {
    Token sign = tokens.peek();
    Token number = tokens.peek(1);
    Token rows = tokens.peek(2);
    return (sign.is(TokenKind.PLUS) || sign.is(TokenKind.MINUS))
        && (number.is(TokenKind.INTEGER) || number.is(TokenKind.NUMBER))
        && (rows.is(Keyword.ROW) || rows.is(Keyword.ROWS));
  }

  private static boolean isOperand(Token token) {
    return !ExpressionParser.isOperator(token)
        && !token.is(Keyword.NOT)
        && !token.is(Keyword.OPERATOR)
        && !token.is(Keyword.DEFAULT)
        && !token.is(Keyword.UNIQUE);
  }

  // FOR UPDATE

  private boolean locking(List<Locking> locking) {
    boolean any = false;
    while (tokens.at(Keyword.FOR)) {
      if (tokens.peek(1).is(Keyword.READ) && !any) {
        tokens.next();
        tokens.next();
        tokens.expect(Keyword.ONLY);
        return true;
      }
      tokens.next();
      LockStrength strength = strength();
      List<List<String>> tables =
          tokens.accept(Keyword.OF) ? names.list(names::qualifiedName) : List.of();
      locking.add(new Locking(strength, tables, waiting()));
      any = true;
    }
    return any;
  }

  private LockStrength strength() {
    if (tokens.accept(Keyword.UPDATE)) {
      return LockStrength.UPDATE;
    }
    if (tokens.accept(Keyword.SHARE)) {
      return LockStrength.SHARE;
    }
    if (tokens.accept(Keyword.NO)) {
      tokens.expect(Keyword.KEY, Keyword.UPDATE);
      return LockStrength.NO_KEY_UPDATE;
    }
    tokens.expect(Keyword.KEY, Keyword.SHARE);
    return LockStrength.KEY_SHARE;
  }

  private LockWait waiting() {
    if (tokens.accept(Keyword.NOWAIT)) {
      return LockWait.NOWAIT;
    }
    if (tokens.accept(Keyword.SKIP)) {
      tokens.expect(Keyword.LOCKED);
      return LockWait.SKIP_LOCKED;
    }
    return LockWait.BLOCK;
  }
}
