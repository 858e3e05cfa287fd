package io.orbit.api.query.tree;

import io.orbit.api.value.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An expression as written. {@code position} is the zero-based UTF-16 offset in the statement's
 * text at which an error about the node is to be shown, or -1. Names keep the case the language's
 * folding gave them.
 */
public sealed interface Expression {
  int position();

  /**
   * A constant. A quoted string has type UNKNOWN until it is bound; integers are INT32 or INT64 by
   * size, other numbers DECIMAL; {@code null} is UNKNOWN. A bit string has type BIT and, until it
   * is bound, its digits behind {@code b} or {@code x} as a string: {@code b101}.
   */
  record Literal(@Nullable Object value, DataType type, int position) implements Expression {}

  /** {@code a}, {@code t.a}, {@code s.t.a}; the last part is the column. */
  record ColumnReference(List<String> name, int position) implements Expression {}

  /** {@code *} or {@code t.*}, in a select list, RETURNING or a row constructor. */
  record Star(List<String> qualifier, int position) implements Expression {}

  /** {@code $1}; one-based. */
  record Parameter(int number, int position) implements Expression {}

  /** A binary operator, or a prefix one when {@code left} is null. Not AND, OR, NOT. */
  record Operator(
      List<String> schema, String symbol, @Nullable Expression left, Expression right, int position)
      implements Expression {}

  enum Connective {
    AND,
    OR
  }

  /** AND or OR of two or more operands, flattened. */
  record Logical(Connective connective, List<Expression> operands, int position)
      implements Expression {}

  record Not(Expression operand, int position) implements Expression {}

  enum Test {
    NULL,
    TRUE,
    FALSE,
    UNKNOWN,
    JSON,
    DOCUMENT
  }

  /** {@code x IS [NOT] NULL} and its like. */
  record Is(Expression operand, Test test, boolean negated, int position) implements Expression {}

  record IsDistinctFrom(Expression left, Expression right, boolean negated, int position)
      implements Expression {}

  record Between(
      Expression operand,
      Expression low,
      Expression high,
      boolean symmetric,
      boolean negated,
      int position)
      implements Expression {}

  record InList(Expression operand, List<Expression> values, boolean negated, int position)
      implements Expression {}

  record InQuery(Expression operand, Query query, boolean negated, int position)
      implements Expression {}

  enum PatternKind {
    LIKE,
    ILIKE,
    SIMILAR_TO
  }

  record PatternMatch(
      PatternKind kind,
      Expression operand,
      Expression pattern,
      @Nullable Expression escape,
      boolean negated,
      int position)
      implements Expression {}

  enum Quantifier {
    ANY,
    ALL
  }

  /** {@code x op ANY (array)}. {@code symbol} may be LIKE, ILIKE and their negations too. */
  record QuantifiedArray(
      Expression left, String symbol, Quantifier quantifier, Expression array, int position)
      implements Expression {}

  /** {@code x op ANY (select …)}. */
  record QuantifiedQuery(
      Expression left, String symbol, Quantifier quantifier, Query query, int position)
      implements Expression {}

  record Exists(Query query, int position) implements Expression {}

  record ScalarQuery(Query query, int position) implements Expression {}

  /** {@code ARRAY(select …)}. */
  record ArrayQuery(Query query, int position) implements Expression {}

  /** {@code ARRAY[…]}. */
  record ArrayConstructor(List<Expression> elements, int position) implements Expression {}

  /** {@code ROW(…)}, or {@code (a, b)} when not explicit. */
  record Row(List<Expression> fields, boolean explicit, int position) implements Expression {}

  record Cast(Expression operand, TypeName type, int position) implements Expression {}

  record When(Expression condition, Expression result) {}

  /** CASE; with an operand the conditions are compared with it. */
  record Case(
      @Nullable Expression operand,
      List<When> branches,
      @Nullable Expression otherwise,
      int position)
      implements Expression {}

  enum ConditionalKind {
    COALESCE,
    NULLIF,
    GREATEST,
    LEAST
  }

  record Conditional(ConditionalKind kind, List<Expression> arguments, int position)
      implements Expression {}

  /** A function argument, {@code name => value} when named. */
  record Argument(@Nullable String name, Expression value) {}

  /**
   * A call of a function, aggregate or window function. SQL's special forms become calls under
   * PostgreSQL's names for them: EXTRACT → {@code extract(text, x)}, TRIM → {@code btrim}, {@code
   * ltrim}, {@code rtrim}, POSITION → {@code position(string, substring)}, SUBSTRING, OVERLAY, AT
   * TIME ZONE → {@code timezone(zone, x)}, NORMALIZE, IS NORMALIZED → {@code is_normalized(x,
   * form)}, OVERLAPS → {@code overlaps(a, b, c, d)}, {@code COLLATION FOR} → {@code
   * pg_collation_for}. Their names have the schema {@code pg_catalog}, so that no function of the
   * user's is meant.
   *
   * @param star {@code count(*)}
   * @param variadic the last argument is VARIADIC
   * @param orderBy the aggregate's own ORDER BY, or WITHIN GROUP's when {@code withinGroup}
   */
  record Call(
      List<String> name,
      List<Argument> arguments,
      boolean star,
      boolean distinct,
      boolean variadic,
      List<SortKey> orderBy,
      boolean withinGroup,
      @Nullable Expression filter,
      @Nullable Window over,
      int position)
      implements Expression {}

  enum SpecialValueKind {
    CURRENT_DATE,
    CURRENT_TIME,
    CURRENT_TIMESTAMP,
    LOCALTIME,
    LOCALTIMESTAMP,
    CURRENT_USER,
    SESSION_USER,
    SYSTEM_USER,
    CURRENT_ROLE,
    CURRENT_CATALOG,
    CURRENT_SCHEMA
  }

  /** A parameterless value of the session; precision is -1 when not given. */
  record SpecialValue(SpecialValueKind kind, int precision, int position) implements Expression {}

  /** One subscript: an index, or a slice whose bounds may be open. */
  record Index(@Nullable Expression lower, @Nullable Expression upper, boolean slice) {}

  record Subscript(Expression operand, List<Index> indexes, int position) implements Expression {}

  /** {@code (expr).field}; {@code field} is {@code "*"} for all of them. */
  record Field(Expression operand, String field, int position) implements Expression {}

  record Collate(Expression operand, List<String> collation, int position) implements Expression {}

  /** {@code GROUPING(a, b)}. */
  record Grouping(List<Expression> arguments, int position) implements Expression {}

  /** {@code DEFAULT} in VALUES or SET. */
  record Default(int position) implements Expression {}

  /** {@code CURRENT OF cursor} in UPDATE and DELETE. */
  record CurrentOf(String cursor, int position) implements Expression {}
}
