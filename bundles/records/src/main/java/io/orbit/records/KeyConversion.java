package io.orbit.records;

import io.orbit.api.value.DataType;
import io.orbit.api.value.Decimal;
import io.orbit.api.value.TypeKind;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A referencing column's value as one of the referenced column's type, where numbers differ. */
final class KeyConversion {
  private KeyConversion() {}

  static @Nullable Object convert(@Nullable Object value, DataType from, DataType to) {
    if (value == null || from.kind() == to.kind() || !(value instanceof Number number)) {
      return value;
    }
    return switch (to.kind()) {
      case INT16 -> number.shortValue();
      case INT32 -> number.intValue();
      case INT64 -> number.longValue();
      case FLOAT32 -> number.floatValue();
      case FLOAT64 -> number.doubleValue();
      case DECIMAL -> decimal(number, from.kind());
      default -> value;
    };
  }

  private static Decimal decimal(Number number, TypeKind from) {
    boolean floating = from == TypeKind.FLOAT32 || from == TypeKind.FLOAT64;
    if (!floating) {
      return Decimal.of(number.longValue());
    }
    double exact = number.doubleValue();
    if (Double.isNaN(exact)) {
      return Decimal.NAN;
    }
    return Double.isInfinite(exact)
        ? exact > 0 ? Decimal.POSITIVE_INFINITY : Decimal.NEGATIVE_INFINITY
        : Decimal.of(new BigDecimal(number.toString()));
  }
}
