package io.orbit.language.sql;

import io.orbit.api.query.tree.Definition;
import io.orbit.api.query.tree.Definition.IndexElement;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.SortKey.Direction;
import io.orbit.api.query.tree.SortKey.NullOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** CREATE INDEX and the elements of indexes. */
final class IndexParser {
  private final Parser parser;
  private final Tokens tokens;
  private final Names names;
  private final QueryTail order;

  IndexParser(Parser parser) {
    this.parser = parser;
    this.tokens = parser.tokens();
    this.names = parser.names();
    this.order = new QueryTail(parser);
  }

  Definition.CreateIndex create() {
    int position = tokens.expect(Keyword.CREATE).start();
    boolean unique = tokens.accept(Keyword.UNIQUE);
    tokens.expect(Keyword.INDEX);
    boolean concurrently = tokens.accept(Keyword.CONCURRENTLY);
    boolean ifNotExists = tokens.acceptIfNotExists();
    String name = ifNotExists || !tokens.at(Keyword.ON) ? names.columnName() : null;
    tokens.expect(Keyword.ON);
    List<String> table = parser.sources().relation().name();
    String method = tokens.accept(Keyword.USING) ? names.columnName() : null;
    List<IndexElement> elements = names.parenthesized(this::element);
    List<String> include = List.of();
    if (tokens.accept(Keyword.INCLUDE)) {
      include = included(names.parenthesized(this::element));
    }
    boolean nullsNotDistinct = nullsNotDistinct();
    Map<String, String> options = Map.of();
    if (tokens.accept(Keyword.WITH)) {
      options = parser.options().storage();
    }
    if (tokens.accept(Keyword.TABLESPACE)) {
      names.columnName();
      tokens.unsupported("TABLESPACE");
    }
    Expression predicate = null;
    String predicateText = null;
    if (tokens.accept(Keyword.WHERE)) {
      int start = tokens.position();
      predicate = parser.expressions().expression();
      predicateText = tokens.text(start, tokens.previousEnd());
    }
    return new Definition.CreateIndex(
        name,
        table,
        unique,
        concurrently,
        ifNotExists,
        method,
        elements,
        include,
        nullsNotDistinct,
        options,
        predicate,
        predicateText,
        position);
  }

  private List<String> included(List<IndexElement> elements) {
    List<String> columns = new ArrayList<>();
    for (IndexElement element : elements) {
      if (element.expression() instanceof Expression.ColumnReference column) {
        columns.add(column.name().getLast());
      } else {
        tokens.unsupported("INCLUDE of an expression");
      }
    }
    return List.copyOf(columns);
  }

  /** NULLS [NOT] DISTINCT, or nothing: true for NOT. */
  boolean nullsNotDistinct() {
    if (!tokens.at(Keyword.NULLS)) {
      return false;
    }
    tokens.next();
    boolean not = tokens.accept(Keyword.NOT);
    tokens.expect(Keyword.DISTINCT);
    return not;
  }

  /** A column, a call or an expression in parentheses, with collation, class and order. */
  IndexElement element() {
    int start = tokens.position();
    Expression expression = keyExpression();
    String text = tokens.text(start, tokens.previousEnd());
    List<String> collation = tokens.accept(Keyword.COLLATE) ? names.anyName() : List.of();
    List<String> opclass = List.of();
    if (names.isColumnName(tokens.peek())) {
      opclass = names.anyName();
      if (tokens.at(TokenKind.LEFT_PARENTHESIS)) {
        parser.options().storage();
        tokens.unsupported("operator class parameters");
      }
    }
    Direction direction = order.direction();
    NullOrder nulls = order.nullOrder();
    return new IndexElement(expression, text, collation, opclass, direction, nulls);
  }

  /** What an index or a partition is made by. */
  Expression keyExpression() {
    if (tokens.accept(TokenKind.LEFT_PARENTHESIS)) {
      Expression expression = parser.expressions().expression();
      tokens.expect(TokenKind.RIGHT_PARENTHESIS);
      return expression;
    }
    Expression call = parser.functions().windowless();
    if (call != null) {
      return call;
    }
    int position = tokens.position();
    return new Expression.ColumnReference(List.of(names.columnName()), position);
  }
}
