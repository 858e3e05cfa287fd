package io.orbit.protocol.redis.scripting.lua;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tokens to expressions, by precedence. */
final class ExpressionParser {
  private static final int UNARY = 8;

  private final Lexer lexer;
  private final Parser parser;

  ExpressionParser(Lexer lexer, Parser parser) {
    this.lexer = lexer;
    this.parser = parser;
  }

  /** One or more, separated by commas. */
  Expression[] list() {
    List<Expression> all = new ArrayList<>();
    do {
      all.add(expression());
    } while (parser.take(Token.COMMA));
    return all.toArray(new Expression[0]);
  }

  Expression expression() {
    return expression(0);
  }

  /** An expression of operators that bind more tightly than a limit. */
  private Expression expression(int limit) {
    parser.enterLevel();
    Expression left = unary();
    while (leftBinding(lexer.token()) > limit) {
      Token operator = lexer.token();
      int line = lexer.line();
      lexer.next();
      left = binary(line, operator, left, expression(rightBinding(operator)));
    }
    parser.leaveLevel();
    return left;
  }

  private static int leftBinding(Token operator) {
    return switch (operator) {
      case OR -> 1;
      case AND -> 2;
      case LESS, GREATER, LESS_OR_EQUAL, GREATER_OR_EQUAL, EQUAL, UNEQUAL -> 3;
      case CONCAT -> 5;
      case PLUS, MINUS -> 6;
      case STAR, SLASH, PERCENT -> 7;
      case CARET -> 10;
      default -> 0;
    };
  }

  /** Lower than the left one for operators that are grouped from the right. */
  private static int rightBinding(Token operator) {
    return switch (operator) {
      case CONCAT -> 4;
      case CARET -> 9;
      default -> leftBinding(operator);
    };
  }

  private static Expression binary(int line, Token operator, Expression left, Expression right) {
    return switch (operator) {
      case OR -> new Expression.Logical(line, false, left, right);
      case AND -> new Expression.Logical(line, true, left, right);
      case CONCAT -> new Expression.Concatenation(line, left, right);
      case LESS -> comparison(line, Operators.Comparison.LESS, left, right);
      case GREATER -> comparison(line, Operators.Comparison.GREATER, left, right);
      case LESS_OR_EQUAL -> comparison(line, Operators.Comparison.LESS_OR_EQUAL, left, right);
      case GREATER_OR_EQUAL -> comparison(line, Operators.Comparison.GREATER_OR_EQUAL, left, right);
      case EQUAL -> comparison(line, Operators.Comparison.EQUAL, left, right);
      case UNEQUAL -> comparison(line, Operators.Comparison.UNEQUAL, left, right);
      default -> new Expression.Arithmetic(line, arithmetic(operator), left, right);
    };
  }

  private static Expression comparison(
      int line, Operators.Comparison operator, Expression left, Expression right) {
    return new Expression.Comparison(line, operator, left, right);
  }

  private static Operators.Arithmetic arithmetic(Token operator) {
    return switch (operator) {
      case PLUS -> Operators.Arithmetic.ADD;
      case MINUS -> Operators.Arithmetic.SUBTRACT;
      case STAR -> Operators.Arithmetic.MULTIPLY;
      case SLASH -> Operators.Arithmetic.DIVIDE;
      case PERCENT -> Operators.Arithmetic.MODULO;
      case CARET -> Operators.Arithmetic.POWER;
      default -> throw new IllegalArgumentException(operator.text);
    };
  }

  private Expression unary() {
    int line = lexer.line();
    return switch (lexer.token()) {
      case NOT -> {
        lexer.next();
        yield new Expression.Not(line, expression(UNARY));
      }
      case MINUS -> {
        lexer.next();
        Expression operand = expression(UNARY);
        yield operand instanceof Expression.Constant constant
                && constant.value instanceof Double number
            ? new Expression.Constant(line, -number)
            : new Expression.Negation(line, operand);
      }
      case HASH -> {
        lexer.next();
        yield new Expression.Length(line, expression(UNARY));
      }
      default -> simple(line);
    };
  }

  private Expression simple(int line) {
    Expression literal =
        switch (lexer.token()) {
          case NUMBER -> new Expression.Constant(line, lexer.number());
          case STRING -> new Expression.Constant(line, lexer.string());
          case NIL -> new Expression.Constant(line, Nil.NIL);
          case TRUE -> new Expression.Constant(line, Boolean.TRUE);
          case FALSE -> new Expression.Constant(line, Boolean.FALSE);
          case VARARGS -> varargs(line);
          default -> null;
        };
    if (literal != null) {
      lexer.next();
      return literal;
    }
    return switch (lexer.token()) {
      case OPEN_BRACE -> tableLiteral();
      case FUNCTION -> {
        lexer.next();
        yield parser.function(line, false);
      }
      default -> suffixed();
    };
  }

  private Expression varargs(int line) {
    if (!parser.scope().isVariadic) {
      throw lexer.error("cannot use '...' outside a vararg function", true);
    }
    return new Expression.Varargs(line);
  }

  Expression variable(LuaString name, int line) {
    String text = name.toString();
    Prototype.Variable local = parser.scope().find(text);
    if (local != null) {
      return new Expression.Local(line, local);
    }
    int captured = parser.scope().capture(lexer, text);
    return captured >= 0
        ? new Expression.Captured(line, captured, text)
        : new Expression.Global(line, name);
  }

  /** A variable, or something in parentheses, with all that is indexed and called behind it. */
  Expression suffixed() {
    int line = lexer.line();
    Expression value;
    if (lexer.token() == Token.NAME) {
      value = variable(parser.name(), line);
    } else if (parser.take(Token.OPEN)) {
      Expression inner = expression();
      parser.expectEnd(Token.CLOSE, Token.OPEN, line);
      value = new Expression.Parenthesized(inner);
    } else {
      throw lexer.error("unexpected symbol", true);
    }
    while (true) {
      Expression next = suffix(value);
      if (next == null) {
        return value;
      }
      value = next;
    }
  }

  private @Nullable Expression suffix(Expression value) {
    int line = lexer.line();
    switch (lexer.token()) {
      case DOT -> {
        lexer.next();
        return new Expression.Index(line, value, new Expression.Constant(line, parser.name()));
      }
      case OPEN_BRACKET -> {
        lexer.next();
        Expression key = expression();
        parser.expect(Token.CLOSE_BRACKET);
        return new Expression.Index(line, value, key);
      }
      case COLON -> {
        lexer.next();
        LuaString name = parser.name();
        return new Expression.MethodCall(line, value, name, arguments());
      }
      case OPEN, STRING, OPEN_BRACE -> {
        return new Expression.FunctionCall(line, value, arguments());
      }
      default -> {
        return null;
      }
    }
  }

  private Expression[] arguments() {
    int line = lexer.line();
    switch (lexer.token()) {
      case STRING -> {
        Expression text = new Expression.Constant(line, lexer.string());
        lexer.next();
        return new Expression[] {text};
      }
      case OPEN_BRACE -> {
        return new Expression[] {tableLiteral()};
      }
      case OPEN -> {
        if (line != lexer.lastLine()) {
          throw lexer.error("ambiguous syntax (function call x new statement)", true);
        }
        lexer.next();
        if (parser.take(Token.CLOSE)) {
          return new Expression[0];
        }
        Expression[] all = list();
        parser.expectEnd(Token.CLOSE, Token.OPEN, line);
        return all;
      }
      default -> throw lexer.error("function arguments expected", true);
    }
  }

  private Expression tableLiteral() {
    int line = lexer.line();
    parser.expect(Token.OPEN_BRACE);
    List<@Nullable Expression> keys = new ArrayList<>();
    List<Expression> values = new ArrayList<>();
    while (lexer.token() != Token.CLOSE_BRACE) {
      if (lexer.token() == Token.OPEN_BRACKET) {
        lexer.next();
        keys.add(expression());
        parser.expect(Token.CLOSE_BRACKET);
        parser.expect(Token.ASSIGN);
      } else if (lexer.token() == Token.NAME && lexer.lookAhead() == Token.ASSIGN) {
        keys.add(new Expression.Constant(line, parser.name()));
        parser.expect(Token.ASSIGN);
      } else {
        keys.add(null);
      }
      values.add(expression());
      if (!parser.take(Token.COMMA) && !parser.take(Token.SEMICOLON)) {
        break;
      }
    }
    parser.expectEnd(Token.CLOSE_BRACE, Token.OPEN_BRACE, line);
    return new Expression.TableLiteral(
        line, keys.toArray(new Expression[0]), values.toArray(new Expression[0]));
  }
}
