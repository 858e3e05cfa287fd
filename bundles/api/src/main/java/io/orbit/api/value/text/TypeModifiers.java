package io.orbit.api.value.text;

import io.orbit.api.value.BitString;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Decimal;
import io.orbit.api.value.Interval;
import io.orbit.api.value.TimeWithZone;

/** Fits a value into its type's declared length, precision or scale. */
public final class TypeModifiers {
  private TypeModifiers() {}

  /**
   * The value as the type's modifiers allow it: decimals and times are rounded, CHAR is padded,
   * strings that are too long are cut by a cast and refused by assignment (but for blanks).
   *
   * @param value a value of the type's kind
   * @param explicit true for a cast, false for assignment
   * @throws io.orbit.api.error.OrbitException STRING_DATA_RIGHT_TRUNCATION or
   *     NUMERIC_VALUE_OUT_OF_RANGE
   */
  public static Object apply(Object value, DataType type, boolean explicit) {
    if (type.kind() == io.orbit.api.value.TypeKind.NAME && value instanceof String text) {
      return CharacterText.name(text);
    }
    if (type.length() < 0) {
      return value;
    }
    return switch (value) {
      case String text -> CharacterText.fit(text, type, explicit);
      case BitString bits -> BitText.fit(bits, type, explicit);
      case Decimal decimal -> DecimalText.round(decimal, type);
      case Interval interval -> IntervalParser.round(interval, type.length());
      case TimeWithZone time ->
          new TimeWithZone(DateTimeText.round(time.micros(), type.length()), time.offsetSeconds());
      case Long micros -> round(micros, type);
      default -> value;
    };
  }

  private static long round(long micros, DataType type) {
    return switch (type.kind()) {
      case TIME -> DateTimeText.round(micros, type.length());
      case TIMESTAMP, TIMESTAMPTZ -> DateTimeText.roundTimestamp(micros, type.length());
      default -> micros;
    };
  }
}
