package io.orbit.query.bind;

import io.orbit.api.error.OrbitException;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import io.orbit.api.value.text.TextContext;
import io.orbit.api.value.text.ValueText;
import io.orbit.query.plan.Scalar;

/** Constants as they were written, as values. */
final class Constants {
  private Constants() {}

  /** The constant; the digits of a bit string are read here, as PostgreSQL does. */
  static Scalar.Constant bind(Expression.Literal literal) {
    Object value = literal.value();
    if (value == null) {
      return new Scalar.Constant(null, DataType.UNKNOWN);
    }
    if (literal.type().kind() != TypeKind.BIT) {
      return new Scalar.Constant(value, literal.type());
    }
    try {
      return new Scalar.Constant(
          ValueText.parse(value.toString(), literal.type(), TextContext.UTC), literal.type());
    } catch (OrbitException malformed) {
      throw malformed.at(literal.position());
    }
  }
}
