package io.orbit.language.sql;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Decimal;
import io.orbit.api.value.TypeKind;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Constants, with the types PostgreSQL gives them: int4, int8 or numeric by size. */
final class Literals {
  private static final BigDecimal LONGEST_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

  private Literals() {}

  static Expression.Literal string(String value, int position) {
    return new Expression.Literal(value, DataType.UNKNOWN, position);
  }

  static Expression.Literal integer(int value, int position) {
    return new Expression.Literal(value, DataType.INT32, position);
  }

  /** A number that is no 32-bit integer, by its digits. */
  static Expression.Literal number(String digits, int position) {
    BigDecimal value;
    try {
      value = new BigDecimal(digits);
    } catch (NumberFormatException | ArithmeticException tooLarge) {
      throw Errors.of(
          ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "value overflows numeric format", position);
    }
    return number(value, digits.indexOf('.') < 0 && !hasExponent(digits), position);
  }

  private static boolean hasExponent(String digits) {
    return digits.indexOf('e') >= 0 || digits.indexOf('E') >= 0;
  }

  private static Expression.Literal number(BigDecimal value, boolean whole, int position) {
    if (whole && value.abs().compareTo(LONGEST_MAX) <= 0) {
      return whole(value.longValueExact(), position);
    }
    if (whole && value.compareTo(BigDecimal.valueOf(Long.MIN_VALUE)) == 0) {
      return whole(Long.MIN_VALUE, position);
    }
    return new Expression.Literal(Decimal.of(value), DataType.DECIMAL, position);
  }

  private static Expression.Literal whole(long value, int position) {
    return (int) value == value
        ? new Expression.Literal((int) value, DataType.INT32, position)
        : new Expression.Literal(value, DataType.INT64, position);
  }

  /** A number's negation, or null for what is no number. */
  static Expression.@Nullable Literal negated(Expression.Literal literal, int position) {
    Object value = literal.value();
    if (literal.type().kind() == TypeKind.INT32 && value instanceof Integer number) {
      return whole(-(long) number, position);
    }
    if (literal.type().kind() == TypeKind.INT64 && value instanceof Long number) {
      return number(BigDecimal.valueOf(number).negate(), true, position);
    }
    if (literal.type().kind() == TypeKind.DECIMAL && value instanceof Decimal number) {
      BigDecimal negated = number.number().negate();
      boolean minimum = negated.scale() == 0 && negated.equals(BigDecimal.valueOf(Long.MIN_VALUE));
      return number(negated, minimum, position);
    }
    return null;
  }
}
