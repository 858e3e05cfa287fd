package io.orbit.language.sql;

import io.orbit.api.error.OrbitException;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.From;
import io.orbit.api.query.tree.From.Alias;
import io.orbit.api.query.tree.From.ColumnDefinition;
import io.orbit.api.query.tree.From.FunctionItem;
import io.orbit.api.query.tree.From.JoinKind;
import io.orbit.api.query.tree.Query;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** FROM: tables, subqueries, functions and joins. */
final class FromParser {
  private final Parser parser;
  private final Tokens tokens;
  private final Names names;

  FromParser(Parser parser) {
    this.parser = parser;
    this.tokens = parser.tokens();
    this.names = parser.names();
  }

  List<From> list() {
    return names.list(this::source);
  }

  /** One item of FROM with the joins behind it. */
  From source() {
    tokens.enter(2);
    From source = joins(item());
    tokens.leave(2);
    return source;
  }

  // Joins

  private From joins(From first) {
    From left = first;
    while (true) {
      From joined = join(left);
      if (joined == null) {
        return left;
      }
      left = joined;
    }
  }

  private @Nullable From join(From left) {
    Token token = tokens.peek();
    return switch (token.keyword()) {
      case CROSS -> {
        tokens.next();
        tokens.expect(Keyword.JOIN);
        yield new From.Join(
            JoinKind.CROSS, left, item(), false, List.of(), null, null, null, token.start());
      }
      case NATURAL -> {
        tokens.next();
        JoinKind kind = joinKind();
        tokens.expect(Keyword.JOIN);
        yield new From.Join(kind, left, item(), true, List.of(), null, null, null, token.start());
      }
      case JOIN, INNER, LEFT, RIGHT, FULL -> qualified(left, token);
      case null, default -> null;
    };
  }

  private JoinKind joinKind() {
    JoinKind kind =
        switch (tokens.peek().keyword()) {
          case LEFT -> JoinKind.LEFT;
          case RIGHT -> JoinKind.RIGHT;
          case FULL -> JoinKind.FULL;
          case null, default -> JoinKind.INNER;
        };
    if (kind != JoinKind.INNER) {
      tokens.next();
      tokens.accept(Keyword.OUTER);
    } else {
      tokens.accept(Keyword.INNER);
    }
    return kind;
  }

  /** Joins behind the right side belong to it until its own condition comes. */
  private From qualified(From left, Token first) {
    JoinKind kind = joinKind();
    tokens.expect(Keyword.JOIN);
    From right = source();
    if (tokens.accept(Keyword.USING)) {
      List<String> columns = names.parenthesized(names::columnName);
      String alias = tokens.accept(Keyword.AS) ? names.columnName() : null;
      return new From.Join(kind, left, right, false, columns, alias, null, null, first.start());
    }
    tokens.expect(Keyword.ON);
    Expression on = parser.expressions().expression();
    return new From.Join(kind, left, right, false, List.of(), null, on, null, first.start());
  }

  // Items

  private From item() {
    Token token = tokens.peek();
    if (token.is(TokenKind.LEFT_PARENTHESIS)) {
      Inside inside = parenthesized();
      return inside.query() != null
          ? new From.Subquery(inside.query(), false, alias(), token.start())
          : aliased(inside.join(), alias());
    }
    boolean lateral = tokens.accept(Keyword.LATERAL);
    if (lateral && tokens.at(TokenKind.LEFT_PARENTHESIS)) {
      Query query = parser.queries().parenthesizedQuery();
      return new From.Subquery(query, true, alias(), token.start());
    }
    boolean opens = tokens.peek(1).is(TokenKind.LEFT_PARENTHESIS);
    if (opens && tokens.atAny(Keyword.XMLTABLE, Keyword.JSON_TABLE)) {
      return tableConstructor(token, lateral);
    }
    if (tokens.at(Keyword.ROWS, Keyword.FROM)) {
      return rowsFrom(token, lateral);
    }
    Expression call = parser.functions().windowless();
    if (call != null) {
      return function(call, lateral, token);
    }
    if (lateral) {
      throw noCall();
    }
    return table();
  }

  private From table() {
    From.Table table = relation();
    Alias alias = alias();
    From.Sample sample = null;
    if (tokens.accept(Keyword.TABLESAMPLE)) {
      List<String> method = functionName();
      List<Expression> arguments = names.parenthesized(parser.expressions()::expression);
      Expression seed = null;
      if (tokens.accept(Keyword.REPEATABLE)) {
        tokens.expect(TokenKind.LEFT_PARENTHESIS);
        seed = parser.expressions().expression();
        tokens.expect(TokenKind.RIGHT_PARENTHESIS);
      }
      sample = new From.Sample(method, arguments, seed);
    }
    return new From.Table(table.name(), table.only(), alias, sample, table.position());
  }

  /** The name of a function: one word that may be one, or several parts. */
  List<String> functionName() {
    Token token = tokens.peek();
    if (names.isColumnName(token)) {
      List<String> name = names.anyName();
      if (name.size() == 1 && !names.isTypeOrFunctionName(token)) {
        throw tokens.syntaxError();
      }
      return name;
    }
    return List.of(names.typeOrFunctionName());
  }

  /** A table with ONLY or * but without alias. */
  From.Table relation() {
    int position = tokens.position();
    if (tokens.accept(Keyword.ONLY)) {
      boolean parenthesized = tokens.accept(TokenKind.LEFT_PARENTHESIS);
      position = tokens.position();
      List<String> name = names.qualifiedName();
      if (parenthesized) {
        tokens.expect(TokenKind.RIGHT_PARENTHESIS);
      }
      return new From.Table(name, true, null, null, position);
    }
    List<String> name = names.qualifiedName();
    tokens.accept(TokenKind.STAR);
    return new From.Table(name, false, null, null, position);
  }

  /** A table that a statement changes, with its alias, before SET or WHERE. */
  From.Table target() {
    From.Table table = relation();
    String alias = null;
    if (tokens.accept(Keyword.AS)) {
      alias = names.columnName();
    } else if (!tokens.at(Keyword.SET) && names.isColumnName(tokens.peek())) {
      alias = names.columnName();
    }
    return new From.Table(
        table.name(),
        table.only(),
        alias == null ? null : new Alias(alias, List.of()),
        null,
        table.position());
  }

  // Functions

  private From function(Expression call, boolean lateral, Token first) {
    boolean ordinality = ordinality();
    FunctionAlias alias = functionAlias();
    return new From.Function(
        List.of(new FunctionItem(call, alias.columns())),
        lateral,
        ordinality,
        alias.alias(),
        first.start());
  }

  private boolean ordinality() {
    return tokens.accept(Keyword.WITH, Keyword.ORDINALITY);
  }

  private From rowsFrom(Token first, boolean lateral) {
    tokens.next();
    tokens.next();
    List<FunctionItem> items = names.parenthesized(this::functionItem);
    boolean ordinality = ordinality();
    FunctionAlias alias = functionAlias();
    if (!alias.columns().isEmpty()) {
      tokens.unsupported("column definitions for ROWS FROM as a whole");
    }
    return new From.Function(items, lateral, ordinality, alias.alias(), first.start());
  }

  private FunctionItem functionItem() {
    Expression call = parser.functions().windowless();
    if (call == null) {
      throw noCall();
    }
    List<ColumnDefinition> columns = List.of();
    if (tokens.accept(Keyword.AS)) {
      columns = names.parenthesized(this::columnDefinition);
    }
    return new FunctionItem(call, columns);
  }

  /** The error where a call must stand: at the name, or where its parenthesis is missing. */
  private OrbitException noCall() {
    if (names.isColumnName(tokens.peek())) {
      names.anyName();
    }
    return tokens.syntaxError();
  }

  /** XMLTABLE and JSON_TABLE: read, not carried out. */
  private From tableConstructor(Token first, boolean lateral) {
    String construct = tokens.peek().text();
    parser.syntax().read(construct);
    tokens.unsupported(construct.toUpperCase(Locale.ROOT));
    Expression call = FunctionParser.system(construct, first.start());
    return new From.Function(
        List.of(new FunctionItem(call, List.of())), lateral, false, alias(), first.start());
  }

  // Aliases

  private record FunctionAlias(@Nullable Alias alias, List<ColumnDefinition> columns) {}

  private FunctionAlias functionAlias() {
    boolean as = tokens.accept(Keyword.AS);
    if (as && tokens.at(TokenKind.LEFT_PARENTHESIS)) {
      return new FunctionAlias(null, names.parenthesized(this::columnDefinition));
    }
    if (!as && !names.isColumnName(tokens.peek())) {
      return new FunctionAlias(null, List.of());
    }
    String name = names.columnName();
    if (!tokens.at(TokenKind.LEFT_PARENTHESIS)) {
      return new FunctionAlias(new Alias(name, List.of()), List.of());
    }
    Token afterFirst = tokens.peek(2);
    boolean untyped =
        afterFirst.is(TokenKind.COMMA)
            || afterFirst.is(TokenKind.RIGHT_PARENTHESIS)
            || !names.isColumnName(tokens.peek(1));
    if (untyped) {
      return new FunctionAlias(new Alias(name, names.parenthesized(names::columnName)), List.of());
    }
    return new FunctionAlias(
        new Alias(name, List.of()), names.parenthesized(this::columnDefinition));
  }

  private ColumnDefinition columnDefinition() {
    String name = names.columnName();
    ColumnDefinition definition = new ColumnDefinition(name, parser.types().typeName());
    if (tokens.accept(Keyword.COLLATE)) {
      names.anyName();
      tokens.unsupported("COLLATE in a column definition list");
    }
    return definition;
  }

  private @Nullable Alias alias() {
    boolean as = tokens.accept(Keyword.AS);
    if (!as && !names.isColumnName(tokens.peek())) {
      return null;
    }
    return new Alias(names.columnName(), names.optionalColumns());
  }

  private static From aliased(@Nullable From source, @Nullable Alias alias) {
    if (alias == null || !(source instanceof From.Join join)) {
      return Objects.requireNonNull(source);
    }
    return new From.Join(
        join.kind(),
        join.left(),
        join.right(),
        join.natural(),
        join.using(),
        join.usingAlias(),
        join.on(),
        alias,
        join.position());
  }

  // Parentheses

  /** What stands between parentheses in FROM: exactly one of the two. */
  private record Inside(@Nullable Query query, @Nullable From join) {}

  /** As in expressions, what it is shows only behind an inner parenthesis. */
  private Inside parenthesized() {
    tokens.expect(TokenKind.LEFT_PARENTHESIS);
    tokens.enter(2);
    Inside inside;
    if (parser.queries().atQuery()) {
      inside = new Inside(parser.queries().query(), null);
    } else if (tokens.at(TokenKind.LEFT_PARENTHESIS)) {
      inside = afterParenthesis();
    } else {
      inside = new Inside(null, joined(item()));
    }
    tokens.leave(2);
    tokens.expect(TokenKind.RIGHT_PARENTHESIS);
    return inside;
  }

  private Inside afterParenthesis() {
    int position = tokens.position();
    Inside inner = parenthesized();
    boolean closes = tokens.at(TokenKind.RIGHT_PARENTHESIS);
    if (closes) {
      return inner;
    }
    if (inner.query() == null) {
      return new Inside(null, joined(aliased(inner.join(), alias())));
    }
    if (parser.queries().atContinuation()) {
      return new Inside(parser.queries().continued(inner.query()), null);
    }
    return new Inside(null, joined(new From.Subquery(inner.query(), false, alias(), position)));
  }

  /** The joins behind a source, of which there must be one. */
  private From joined(From first) {
    From all = joins(first);
    if (all == first) {
      throw tokens.syntaxError();
    }
    return all;
  }
}
