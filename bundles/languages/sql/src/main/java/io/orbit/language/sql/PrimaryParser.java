package io.orbit.language.sql;

import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.Query;
import io.orbit.api.query.tree.TypeName;
import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operands (PostgreSQL's c_expr): constants, columns, calls, parentheses, subscripts, CASE. */
final class PrimaryParser {
  private static final DataType BITS = DataType.of(TypeKind.BIT);

  private final Parser parser;
  private final Tokens tokens;
  private final Names names;

  PrimaryParser(Parser parser) {
    this.parser = parser;
    this.tokens = parser.tokens();
    this.names = parser.names();
  }

  /**
   * @param overlaps whether {@code row OVERLAPS row} may stand here
   */
  Expression primary(boolean overlaps) {
    tokens.enter(2);
    Token token = tokens.peek();
    Expression primary =
        switch (token.kind()) {
          case LEFT_PARENTHESIS -> fromInside(parenthesized(), token, overlaps);
          case INTEGER -> Literals.integer(tokens.next().number(), token.start());
          case NUMBER -> Literals.number(tokens.next().text(), token.start());
          case STRING -> Literals.string(tokens.next().text(), token.start());
          case BIT_STRING, HEX_STRING -> bitString(token);
          case PARAMETER -> parameter(token);
          case IDENTIFIER -> named(token);
          case KEYWORD -> keyword(token, overlaps);
          default -> throw tokens.syntaxError();
        };
    tokens.leave(2);
    return primary;
  }

  /** {@code B'01'} and {@code X'1F'}. */
  private Expression bitString(Token token) {
    tokens.next();
    String digits = (token.is(TokenKind.HEX_STRING) ? "x" : "b") + token.text();
    return new Expression.Literal(digits, BITS, token.start());
  }

  private Expression parameter(Token token) {
    tokens.next();
    tokens.parameter(token.number());
    return indirection(new Expression.Parameter(token.number(), token.start()));
  }

  private Expression keyword(Token token, boolean overlaps) {
    boolean call = tokens.peek(1).is(TokenKind.LEFT_PARENTHESIS);
    return switch (token.keyword()) {
      case TRUE, FALSE -> {
        tokens.next();
        yield new Expression.Literal(token.is(Keyword.TRUE), DataType.BOOLEAN, token.start());
      }
      case NULL -> {
        tokens.next();
        yield new Expression.Literal(null, DataType.UNKNOWN, token.start());
      }
      case CASE -> caseExpression(token);
      case ARRAY -> array(token);
      case ROW -> call ? afterRow(explicitRow(token), token, overlaps) : named(token);
      case EXISTS -> call ? exists(token) : named(token);
      case GROUPING -> call ? grouping(token) : named(token);
      case null -> throw tokens.syntaxError();
      default -> {
        Expression special = parser.functions().special(token, call);
        yield special == null ? named(token) : special;
      }
    };
  }

  // Parentheses

  /**
   * What stands between parentheses: a query, or one or more expressions.
   *
   * @param comma the first comma, for whoever wants one expression only
   */
  record Inside(@Nullable Query query, List<Expression> expressions, Token comma) {}

  /**
   * Reads from the opening to the closing parenthesis. {@code ((SELECT …))} is a query, {@code
   * ((SELECT …) + 1)} is not, which shows only behind the inner one: so the two are read by one
   * rule, without going back.
   */
  Inside parenthesized() {
    Token open = tokens.expect(TokenKind.LEFT_PARENTHESIS);
    tokens.enter(2);
    Inside inside;
    if (parser.queries().atQuery()) {
      inside = new Inside(parser.queries().query(), List.of(), open);
    } else if (tokens.at(TokenKind.LEFT_PARENTHESIS)) {
      inside = afterParenthesis();
    } else {
      inside = expressions(parser.expressions().expression());
    }
    tokens.leave(2);
    tokens.expect(TokenKind.RIGHT_PARENTHESIS);
    return inside;
  }

  private Inside afterParenthesis() {
    Token open = tokens.peek();
    Inside inner = parenthesized();
    if (inner.query() != null) {
      if (tokens.at(TokenKind.RIGHT_PARENTHESIS)) {
        return inner;
      }
      if (parser.queries().atContinuation()) {
        return new Inside(parser.queries().continued(inner.query()), List.of(), open);
      }
    }
    Expression first = fromInside(inner, open, true);
    return expressions(parser.expressions().continued(first));
  }

  private Inside expressions(Expression first) {
    Token comma = tokens.peek();
    if (!comma.is(TokenKind.COMMA)) {
      return new Inside(null, List.of(first), comma);
    }
    List<Expression> all = new ArrayList<>();
    all.add(first);
    while (tokens.accept(TokenKind.COMMA)) {
      all.add(parser.expressions().expression());
    }
    return new Inside(null, List.copyOf(all), comma);
  }

  private Expression fromInside(Inside inside, Token open, boolean overlaps) {
    if (inside.query() != null) {
      return indirection(new Expression.ScalarQuery(inside.query(), open.start()));
    }
    if (inside.expressions().size() == 1) {
      return indirection(inside.expressions().getFirst());
    }
    return afterRow(new Expression.Row(inside.expressions(), false, open.start()), open, overlaps);
  }

  private Expression.Row explicitRow(Token token) {
    tokens.next();
    tokens.expect(TokenKind.LEFT_PARENTHESIS);
    List<Expression> fields =
        tokens.at(TokenKind.RIGHT_PARENTHESIS) ? List.of() : parser.expressions().list();
    tokens.expect(TokenKind.RIGHT_PARENTHESIS);
    return new Expression.Row(fields, true, token.start());
  }

  private Expression afterRow(Expression.Row left, Token first, boolean overlaps) {
    if (!overlaps || !tokens.at(Keyword.OVERLAPS)) {
      return left;
    }
    Token operator = tokens.next();
    Token second = tokens.peek();
    Expression.Row right = row(second);
    refuseUnlessPair(left, "left", first);
    refuseUnlessPair(right, "right", second);
    List<Expression> arguments = new ArrayList<>(left.fields());
    arguments.addAll(right.fields());
    return FunctionParser.system(
        "overlaps", operator.start(), arguments.toArray(Expression[]::new));
  }

  private Expression.Row row(Token first) {
    if (tokens.at(Keyword.ROW)) {
      return explicitRow(first);
    }
    if (parser.queries().atQuery(1)) {
      throw tokens.syntaxError(tokens.peek(1));
    }
    Inside inside = parenthesized();
    if (inside.query() != null || inside.expressions().size() < 2) {
      throw tokens.syntaxError();
    }
    return new Expression.Row(inside.expressions(), false, first.start());
  }

  private static void refuseUnlessPair(Expression.Row row, String side, Token token) {
    if (row.fields().size() != 2) {
      throw Errors.syntax(
          "wrong number of parameters on " + side + " side of OVERLAPS expression", token.start());
    }
  }

  // Subscripts and fields

  /** What {@code .field} and {@code [subscript]} behind an operand make of it. */
  Expression indirection(Expression operand) {
    Expression result = operand;
    while (true) {
      Token token = tokens.peek();
      if (token.is(TokenKind.LEFT_BRACKET)) {
        List<Expression.Index> indexes = new ArrayList<>(2);
        while (tokens.at(TokenKind.LEFT_BRACKET)) {
          indexes.add(index());
        }
        result = new Expression.Subscript(result, List.copyOf(indexes), token.start());
      } else if (token.is(TokenKind.DOT)) {
        tokens.next();
        String field = tokens.accept(TokenKind.STAR) ? "*" : names.label();
        result = new Expression.Field(result, field, token.start());
        if (field.equals("*")) {
          refuseMore();
          return result;
        }
      } else {
        return result;
      }
    }
  }

  /** PostgreSQL complains of what follows a star once it has read all of it. */
  private void refuseMore() {
    boolean more = false;
    while (tokens.at(TokenKind.DOT) || tokens.at(TokenKind.LEFT_BRACKET)) {
      more = true;
      if (tokens.at(TokenKind.LEFT_BRACKET)) {
        index();
      } else {
        tokens.next();
        if (!tokens.accept(TokenKind.STAR)) {
          names.label();
        }
      }
    }
    if (more) {
      throw tokens.error("improper use of \"*\"", tokens.peek());
    }
  }

  Expression.Index index() {
    tokens.expect(TokenKind.LEFT_BRACKET);
    Expression lower = tokens.at(TokenKind.COLON) ? null : parser.expressions().expression();
    if (!tokens.accept(TokenKind.COLON)) {
      tokens.expect(TokenKind.RIGHT_BRACKET);
      return new Expression.Index(lower, null, false);
    }
    Expression upper =
        tokens.at(TokenKind.RIGHT_BRACKET) ? null : parser.expressions().expression();
    tokens.expect(TokenKind.RIGHT_BRACKET);
    return new Expression.Index(lower, upper, true);
  }

  // Columns, calls and constants with a type before them

  private Expression named(Token token) {
    if (parser.types().atSpelledOut() && beginsType()) {
      return typedConstant();
    }
    boolean column = names.isColumnName(token);
    boolean function = names.isTypeOrFunctionName(token);
    if (!column && !function) {
      throw tokens.syntaxError();
    }
    List<String> name = new ArrayList<>(2);
    name.add(tokens.next().text());
    while (column && tokens.at(TokenKind.DOT)) {
      tokens.next();
      if (tokens.accept(TokenKind.STAR)) {
        refuseMore();
        return new Expression.Star(List.copyOf(name), token.start());
      }
      name.add(names.label());
      function = true;
    }
    if (function && tokens.at(TokenKind.LEFT_PARENTHESIS)) {
      return parser.functions().call(List.copyOf(name), token);
    }
    if (function && tokens.at(TokenKind.STRING)) {
      TypeName type = new TypeName(List.copyOf(name), List.of(), "", 0, false, token.start());
      return constant(type, token);
    }
    if (!column) {
      throw tokens.syntaxError();
    }
    return indirection(new Expression.ColumnReference(List.copyOf(name), token.start()));
  }

  /** True where the word at hand must be a type, since a column could not go on so. */
  private boolean beginsType() {
    Token following = tokens.peek(1);
    return switch (following.kind()) {
      case STRING, LEFT_PARENTHESIS -> true;
      case KEYWORD ->
          switch (following.keyword()) {
            case VARYING, PRECISION, CHARACTER, CHAR -> true;
            case WITH, WITHOUT -> tokens.peek(2).is(Keyword.TIME);
            case null, default -> false;
          };
      default -> false;
    };
  }

  private Expression typedConstant() {
    Token first = tokens.peek();
    TypeName type = parser.types().spelledOut();
    if (type == null) {
      throw tokens.syntaxError();
    }
    boolean length = tokens.peek(-1).is(TokenKind.RIGHT_PARENTHESIS);
    if (!length && type.name().getLast().matches("bpchar|bit")) {
      // A column of type char has length one, a constant has the length it has.
      type = new TypeName(type.name(), List.of(), "", 0, false, type.position());
    }
    boolean interval = type.name().getLast().equals("interval") && type.modifiers().isEmpty();
    if (!interval) {
      return constant(type, first);
    }
    Token value = tokens.expect(TokenKind.STRING);
    return new Expression.Cast(
        Literals.string(value.text(), value.start()),
        parser.types().withFields(type),
        first.start());
  }

  /** {@code type 'text'}: a cast that is made when the statement is read. */
  Expression constant(TypeName type, Token first) {
    Token value = tokens.expect(TokenKind.STRING);
    return new Expression.Cast(Literals.string(value.text(), value.start()), type, first.start());
  }

  // Constructs

  private Expression caseExpression(Token token) {
    tokens.next();
    Expression operand = tokens.at(Keyword.WHEN) ? null : parser.expressions().expression();
    List<Expression.When> branches = new ArrayList<>();
    do {
      tokens.expect(Keyword.WHEN);
      Expression condition = parser.expressions().expression();
      tokens.expect(Keyword.THEN);
      branches.add(new Expression.When(condition, parser.expressions().expression()));
    } while (tokens.at(Keyword.WHEN));
    Expression otherwise = tokens.accept(Keyword.ELSE) ? parser.expressions().expression() : null;
    tokens.expect(Keyword.END);
    return new Expression.Case(operand, List.copyOf(branches), otherwise, token.start());
  }

  private Expression array(Token token) {
    tokens.next();
    if (tokens.at(TokenKind.LEFT_BRACKET)) {
      return arrayConstructor(token.start());
    }
    if (!tokens.at(TokenKind.LEFT_PARENTHESIS)) {
      throw tokens.syntaxError();
    }
    return new Expression.ArrayQuery(parser.queries().parenthesizedQuery(), token.start());
  }

  private Expression arrayConstructor(int position) {
    tokens.expect(TokenKind.LEFT_BRACKET);
    tokens.enter(2);
    List<Expression> elements;
    if (tokens.at(TokenKind.RIGHT_BRACKET)) {
      elements = List.of();
    } else if (tokens.at(TokenKind.LEFT_BRACKET)) {
      elements = names.list(() -> arrayConstructor(tokens.position()));
    } else {
      elements = parser.expressions().list();
    }
    tokens.leave(2);
    tokens.expect(TokenKind.RIGHT_BRACKET);
    return new Expression.ArrayConstructor(elements, position);
  }

  private Expression exists(Token token) {
    tokens.next();
    return new Expression.Exists(parser.queries().parenthesizedQuery(), token.start());
  }

  private Expression grouping(Token token) {
    tokens.next();
    return new Expression.Grouping(
        names.parenthesized(parser.expressions()::expression), token.start());
  }
}
