package io.orbit.language.sql;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.Expression.Connective;
import io.orbit.api.query.tree.Expression.PatternKind;
import io.orbit.api.query.tree.Expression.Quantifier;
import io.orbit.api.query.tree.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Operators, by precedence climbing over PostgreSQL's levels. {@link #expression} reads its a_expr,
 * {@link #basicExpression} its b_expr, which leaves out what would be ambiguous before AND or IN.
 */
final class ExpressionParser {
  private static final int NONE = 0;
  private static final int OR = 1;
  private static final int AND = 2;
  private static final int NOT = 3;
  private static final int IS = 4;
  private static final int COMPARISON = 5;
  private static final int PATTERN = 6;
  private static final int OTHER = 7;
  private static final int SUM = 8;
  private static final int PRODUCT = 9;
  private static final int POWER = 10;
  private static final int AT = 11;
  private static final int COLLATE = 12;
  private static final int SIGN = 13;
  private static final int CAST = 14;

  /** A chain of operators makes a tree as deep as it is long; whoever walks that needs stack. */
  private static final int LONGEST_CHAIN = 4000;

  private final Parser parser;
  private final Tokens tokens;
  private final Names names;

  /** What may follow the whole expression, where a word could also go on with it. */
  private enum End {
    ANY,
    /** A column label without AS: in {@code SELECT a LIKE, b} LIKE is one. */
    LABEL,
    /** SIMILAR without TO, in SUBSTRING. */
    SIMILAR
  }

  /**
   * Index of the operator whose right operand was read last. A comparison with one may not be
   * followed by another of its level, one without (IS NULL, IN, = ANY) may.
   */
  private int rightOperandOf = -1;

  ExpressionParser(Parser parser) {
    this.parser = parser;
    this.tokens = parser.tokens();
    this.names = parser.names();
  }

  Expression expression() {
    return chain(operand(false), OR, false, End.ANY);
  }

  /** An item of a select list, up to its label. */
  Expression labelled() {
    return chain(operand(false), OR, false, End.LABEL);
  }

  /** The first part of SUBSTRING (x SIMILAR pattern ESCAPE e). */
  Expression beforeSimilar() {
    return chain(operand(false), OR, false, End.SIMILAR);
  }

  Expression basicExpression() {
    return chain(operand(true), OR, true, End.ANY);
  }

  List<Expression> list() {
    return names.list(this::expression);
  }

  /** Goes on behind an operand that is read already. */
  Expression continued(Expression left) {
    return chain(left, OR, false, End.ANY);
  }

  private Expression operators(int lowest, boolean basic) {
    return chain(operand(basic), lowest, basic, End.ANY);
  }

  private Expression chain(Expression first, int lowest, boolean basic, End end) {
    Expression left = first;
    int refused = NONE;
    int links = 0;
    while (true) {
      Token operator = tokens.peek();
      int level = level(operator, basic);
      if (level < lowest || level == NONE) {
        return left;
      }
      if (level == refused) {
        throw tokens.syntaxError();
      }
      if (ends(operator, end)) {
        return left;
      }
      if (++links > LONGEST_CHAIN) {
        throw new OrbitException(ErrorCode.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded")
            .withHint("An expression chains more than " + LONGEST_CHAIN + " operators.")
            .at(operator.start());
      }
      int here = tokens.index();
      left = infix(left, operator, level, basic, end);
      boolean binary = rightOperandOf == here;
      refused = binary && level >= IS && level <= PATTERN ? level : NONE;
    }
  }

  /** True when the word at hand does not go on with the expression. */
  private boolean ends(Token word, End end) {
    return switch (end) {
      case ANY -> false;
      case LABEL -> isLabel(word);
      case SIMILAR -> word.is(Keyword.SIMILAR) && !tokens.peek(1).is(Keyword.TO);
    };
  }

  private boolean isLabel(Token operator) {
    Keyword word = operator.keyword();
    if (word == null || word.label != Keyword.Label.BARE) {
      return false;
    }
    Token following = tokens.peek(1);
    return switch (following.kind()) {
      case COMMA, RIGHT_PARENTHESIS, SEMICOLON, END -> true;
      default -> following.keyword() != null && endsItem(following.keyword());
    };
  }

  private static boolean endsItem(Keyword word) {
    return switch (word) {
      case FROM,
          WHERE,
          GROUP,
          HAVING,
          WINDOW,
          ORDER,
          LIMIT,
          OFFSET,
          FETCH,
          FOR,
          INTO,
          UNION,
          INTERSECT,
          EXCEPT ->
          true;
      default -> false;
    };
  }

  private int level(Token token, boolean basic) {
    return switch (token.kind()) {
      case LESS, GREATER, EQUALS, LESS_EQUALS, GREATER_EQUALS, NOT_EQUALS -> COMPARISON;
      case OPERATOR -> OTHER;
      case PLUS, MINUS -> SUM;
      case STAR, SLASH, PERCENT -> PRODUCT;
      case CARET -> POWER;
      case TYPECAST -> CAST;
      case KEYWORD -> keywordLevel(token.keyword(), basic);
      default -> NONE;
    };
  }

  private int keywordLevel(@Nullable Keyword word, boolean basic) {
    return switch (word) {
      case OPERATOR -> tokens.peek(1).is(TokenKind.LEFT_PARENTHESIS) ? OTHER : NONE;
      case IS -> IS;
      case OR -> basic ? NONE : OR;
      case AND -> basic ? NONE : AND;
      case ISNULL, NOTNULL -> basic ? NONE : IS;
      case LIKE, ILIKE, SIMILAR, BETWEEN, IN -> basic ? NONE : PATTERN;
      case NOT -> !basic && isNegatedTest(tokens.peek(1).keyword()) ? PATTERN : NONE;
      case AT -> basic ? NONE : AT;
      case COLLATE -> basic ? NONE : COLLATE;
      case null, default -> NONE;
    };
  }

  /** True for what makes of a NOT before it part of one test. */
  static boolean isNegatedTest(@Nullable Keyword word) {
    return word == Keyword.LIKE
        || word == Keyword.ILIKE
        || word == Keyword.SIMILAR
        || word == Keyword.BETWEEN
        || word == Keyword.IN;
  }

  // Prefix operators

  private Expression operand(boolean basic) {
    Token token = tokens.peek();
    return switch (token.kind()) {
      case PLUS, MINUS -> {
        tokens.next();
        yield signed(token, nested(SIGN, basic));
      }
      case OPERATOR -> {
        tokens.next();
        yield new Expression.Operator(
            List.of(), token.text(), null, nested(OTHER + 1, basic), token.start());
      }
      case KEYWORD -> keywordOperand(token, basic);
      default -> parser.primaries().primary(!basic);
    };
  }

  private Expression keywordOperand(Token token, boolean basic) {
    if (token.is(Keyword.NOT) && !basic) {
      tokens.next();
      return new Expression.Not(nested(NOT, false), token.start());
    }
    if (token.is(Keyword.OPERATOR) && tokens.peek(1).is(TokenKind.LEFT_PARENTHESIS)) {
      QualifiedOperator operator = qualifiedOperator();
      return new Expression.Operator(
          operator.schema(), operator.symbol(), null, nested(OTHER + 1, basic), token.start());
    }
    if (token.is(Keyword.DEFAULT) && !basic) {
      tokens.next();
      return new Expression.Default(token.start());
    }
    if (token.is(Keyword.UNIQUE) && !basic) {
      return uniquePredicate(token);
    }
    return parser.primaries().primary(!basic);
  }

  private Expression uniquePredicate(Token token) {
    tokens.next();
    if (tokens.accept(Keyword.NULLS)) {
      tokens.accept(Keyword.NOT);
      tokens.expect(Keyword.DISTINCT);
    }
    parser.queries().parenthesizedQuery();
    throw Errors.unsupported("UNIQUE predicate is not yet implemented", token.start());
  }

  private Expression nested(int lowest, boolean basic) {
    tokens.enter(1);
    Expression operand = operators(lowest, basic);
    tokens.leave(1);
    return operand;
  }

  /** A sign and a number. */
  Expression signedNumber() {
    return operand(true);
  }

  /** A negated number is a number, as in PostgreSQL. */
  private static Expression signed(Token sign, Expression operand) {
    if (sign.is(TokenKind.MINUS) && operand instanceof Expression.Literal literal) {
      Expression negated = Literals.negated(literal, sign.start());
      if (negated != null) {
        return negated;
      }
    }
    return new Expression.Operator(List.of(), sign.text(), null, operand, sign.start());
  }

  // Infix and postfix operators

  private Expression infix(Expression left, Token operator, int level, boolean basic, End end) {
    return switch (level) {
      case OR -> logical(Connective.OR, left, AND, operator, end);
      case AND -> logical(Connective.AND, left, NOT, operator, end);
      case IS -> is(left, operator, basic);
      case PATTERN -> pattern(left, operator);
      case AT -> atTimeZone(left, operator);
      case COLLATE -> {
        tokens.next();
        yield new Expression.Collate(left, names.anyName(), operator.start());
      }
      case CAST -> {
        tokens.next();
        TypeName type = parser.types().typeName();
        yield new Expression.Cast(left, type, operator.start());
      }
      default -> binary(left, operator, level, basic);
    };
  }

  private Expression logical(
      Connective connective, Expression left, int operandLevel, Token operator, End end) {
    List<Expression> operands = new ArrayList<>();
    if (left instanceof Expression.Logical already && already.connective() == connective) {
      operands.addAll(already.operands());
    } else {
      operands.add(left);
    }
    Keyword word = connective == Connective.AND ? Keyword.AND : Keyword.OR;
    while (tokens.at(word) && !ends(tokens.peek(), end)) {
      tokens.next();
      operands.add(operators(operandLevel, false));
    }
    return new Expression.Logical(connective, List.copyOf(operands), operator.start());
  }

  private Expression right(int operatorIndex, int lowest, boolean basic) {
    Expression right = operators(lowest, basic);
    rightOperandOf = operatorIndex;
    return right;
  }

  private Expression binary(Expression left, Token operator, int level, boolean basic) {
    int index = tokens.index();
    QualifiedOperator symbol = operatorSymbol();
    if (!basic && atQuantifier()) {
      return quantified(left, symbol.schema(), symbol.symbol(), operator.start());
    }
    Expression right = right(index, level + 1, basic);
    return new Expression.Operator(symbol.schema(), symbol.symbol(), left, right, operator.start());
  }

  /** An operator with the schema {@code OPERATOR(schema.symbol)} may give it. */
  record QualifiedOperator(List<String> schema, String symbol) {}

  private QualifiedOperator operatorSymbol() {
    return tokens.at(Keyword.OPERATOR)
        ? qualifiedOperator()
        : new QualifiedOperator(List.of(), tokens.next().text());
  }

  private QualifiedOperator qualifiedOperator() {
    tokens.expect(Keyword.OPERATOR);
    tokens.expect(TokenKind.LEFT_PARENTHESIS);
    QualifiedOperator operator = anyOperator();
    tokens.expect(TokenKind.RIGHT_PARENTHESIS);
    return operator;
  }

  /** An operator where only one may stand: {@code +} or {@code schema.+}. */
  QualifiedOperator anyOperator() {
    List<String> schema = new ArrayList<>();
    while (!isOperator(tokens.peek())) {
      schema.add(names.columnName());
      tokens.expect(TokenKind.DOT);
    }
    return new QualifiedOperator(List.copyOf(schema), tokens.next().text());
  }

  /** An operator as ORDER BY … USING and definitions have it. */
  QualifiedOperator operatorOrQualified() {
    if (tokens.at(Keyword.OPERATOR)) {
      return qualifiedOperator();
    }
    if (!isOperator(tokens.peek())) {
      throw tokens.syntaxError();
    }
    return new QualifiedOperator(List.of(), tokens.next().text());
  }

  static boolean isOperator(Token token) {
    return switch (token.kind()) {
      case OPERATOR,
          PLUS,
          MINUS,
          STAR,
          SLASH,
          PERCENT,
          CARET,
          LESS,
          GREATER,
          EQUALS,
          LESS_EQUALS,
          GREATER_EQUALS,
          NOT_EQUALS ->
          true;
      default -> false;
    };
  }

  private boolean atQuantifier() {
    return tokens.atAny(Keyword.ANY, Keyword.SOME, Keyword.ALL);
  }

  private Expression quantified(Expression left, List<String> schema, String symbol, int position) {
    Quantifier quantifier = tokens.next().is(Keyword.ALL) ? Quantifier.ALL : Quantifier.ANY;
    if (!schema.isEmpty() && !schema.equals(List.of("pg_catalog"))) {
      tokens.unsupported("OPERATOR with a schema before ANY or ALL");
    }
    PrimaryParser.Inside inside = parser.primaries().parenthesized();
    if (inside.query() != null) {
      return new Expression.QuantifiedQuery(left, symbol, quantifier, inside.query(), position);
    }
    if (inside.expressions().size() > 1) {
      throw tokens.syntaxError(inside.comma());
    }
    return new Expression.QuantifiedArray(
        left, symbol, quantifier, inside.expressions().getFirst(), position);
  }

  private Expression atTimeZone(Expression left, Token at) {
    tokens.next();
    if (tokens.accept(Keyword.LOCAL)) {
      return FunctionParser.system("timezone", at.start(), left);
    }
    tokens.expect(Keyword.TIME, Keyword.ZONE);
    Expression zone = operators(AT + 1, false);
    return FunctionParser.system("timezone", at.start(), zone, left);
  }

  // IS

  private Expression is(Expression left, Token operator, boolean basic) {
    int index = tokens.index();
    tokens.next();
    if (!operator.is(Keyword.IS)) {
      return new Expression.Is(
          left, Expression.Test.NULL, operator.is(Keyword.NOTNULL), operator.start());
    }
    boolean negated = tokens.accept(Keyword.NOT);
    if (tokens.at(Keyword.DISTINCT)) {
      tokens.next();
      tokens.expect(Keyword.FROM);
      Expression right = right(index, IS + 1, basic);
      return new Expression.IsDistinctFrom(left, right, negated, operator.start());
    }
    if (basic && !tokens.at(Keyword.DOCUMENT)) {
      throw tokens.syntaxError();
    }
    return new Test(left, negated, operator.start()).read();
  }

  /** What follows IS or IS NOT. */
  private final class Test {
    private final Expression operand;
    private final boolean negated;
    private final int position;

    Test(Expression operand, boolean negated, int position) {
      this.operand = operand;
      this.negated = negated;
      this.position = position;
    }

    Expression read() {
      Token token = tokens.peek();
      return switch (token.keyword()) {
        case NULL -> simple(Expression.Test.NULL);
        case TRUE -> simple(Expression.Test.TRUE);
        case FALSE -> simple(Expression.Test.FALSE);
        case UNKNOWN -> simple(Expression.Test.UNKNOWN);
        case DOCUMENT -> simple(Expression.Test.DOCUMENT);
        case JSON -> json();
        case NORMALIZED, NFC, NFD, NFKC, NFKD -> normalized(token);
        case null, default -> throw tokens.syntaxError();
      };
    }

    private Expression simple(Expression.Test test) {
      tokens.next();
      return new Expression.Is(operand, test, negated, position);
    }

    private Expression json() {
      Expression test = simple(Expression.Test.JSON);
      if (tokens.atAny(Keyword.VALUE, Keyword.ARRAY, Keyword.OBJECT, Keyword.SCALAR)) {
        tokens.unsupported("IS JSON " + tokens.next().text().toUpperCase(Locale.ROOT));
      }
      boolean keys = tokens.at(Keyword.WITH, Keyword.UNIQUE);
      if (keys || tokens.at(Keyword.WITHOUT, Keyword.UNIQUE)) {
        tokens.next();
        tokens.next();
        tokens.accept(Keyword.KEYS);
        tokens.unsupported("IS JSON WITH UNIQUE KEYS");
      }
      return test;
    }

    private Expression normalized(Token token) {
      List<Expression> arguments = new ArrayList<>();
      arguments.add(operand);
      if (!token.is(Keyword.NORMALIZED)) {
        tokens.next();
        arguments.add(Literals.string(token.text().toUpperCase(Locale.ROOT), token.start()));
      }
      tokens.expect(Keyword.NORMALIZED);
      Expression call =
          FunctionParser.system("is_normalized", position, arguments.toArray(Expression[]::new));
      return negated ? new Expression.Not(call, position) : call;
    }
  }

  // LIKE, ILIKE, SIMILAR TO, BETWEEN, IN

  private Expression pattern(Expression left, Token operator) {
    int index = tokens.index();
    boolean negated = tokens.accept(Keyword.NOT);
    Token word = tokens.next();
    int position = operator.start();
    return switch (word.keyword()) {
      case LIKE, ILIKE -> like(left, word, negated, index, position);
      case SIMILAR -> {
        tokens.expect(Keyword.TO);
        yield matched(PatternKind.SIMILAR_TO, left, negated, index, position);
      }
      case BETWEEN -> between(left, negated, index, position);
      case IN -> in(left, negated, position);
      case null, default -> throw tokens.syntaxError(word);
    };
  }

  private Expression like(Expression left, Token word, boolean negated, int index, int position) {
    boolean caseless = word.is(Keyword.ILIKE);
    if (atQuantifier()) {
      String symbol = (negated ? "NOT " : "") + (caseless ? "ILIKE" : "LIKE");
      return quantified(left, List.of(), symbol, position);
    }
    return matched(caseless ? PatternKind.ILIKE : PatternKind.LIKE, left, negated, index, position);
  }

  private Expression matched(
      PatternKind kind, Expression left, boolean negated, int index, int position) {
    Expression pattern = operators(PATTERN + 1, false);
    Expression escape = tokens.accept(Keyword.ESCAPE) ? operators(PATTERN + 1, false) : null;
    rightOperandOf = index;
    return new Expression.PatternMatch(kind, left, pattern, escape, negated, position);
  }

  private Expression between(Expression left, boolean negated, int index, int position) {
    boolean symmetric = tokens.accept(Keyword.SYMMETRIC);
    if (!symmetric) {
      tokens.accept(Keyword.ASYMMETRIC);
    }
    Expression low = basicExpression();
    tokens.expect(Keyword.AND);
    Expression high = right(index, PATTERN + 1, false);
    return new Expression.Between(left, low, high, symmetric, negated, position);
  }

  private Expression in(Expression left, boolean negated, int position) {
    PrimaryParser.Inside inside = parser.primaries().parenthesized();
    if (inside.query() != null) {
      return new Expression.InQuery(left, inside.query(), negated, position);
    }
    return new Expression.InList(left, inside.expressions(), negated, position);
  }
}
