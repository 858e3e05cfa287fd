package io.orbit.query.function.library;

import io.orbit.api.value.Array;
import io.orbit.api.value.Decimal;
import io.orbit.api.value.Interval;
import io.orbit.api.value.TimeWithZone;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a call's arguments, which are not null, as what their types say they are. */
final class Arguments {
  private Arguments() {}

  static Object value(@Nullable Object[] arguments, int index) {
    return Objects.requireNonNull(arguments[index]);
  }

  static String text(@Nullable Object[] arguments, int index) {
    return (String) value(arguments, index);
  }

  static boolean truth(@Nullable Object[] arguments, int index) {
    return (Boolean) value(arguments, index);
  }

  static int integer(@Nullable Object[] arguments, int index) {
    return ((Number) value(arguments, index)).intValue();
  }

  static long bigint(@Nullable Object[] arguments, int index) {
    return ((Number) value(arguments, index)).longValue();
  }

  static double real(@Nullable Object[] arguments, int index) {
    return ((Number) value(arguments, index)).doubleValue();
  }

  static Decimal decimal(@Nullable Object[] arguments, int index) {
    return (Decimal) value(arguments, index);
  }

  static BigDecimal number(@Nullable Object[] arguments, int index) {
    return decimal(arguments, index).number();
  }

  static byte[] bytes(@Nullable Object[] arguments, int index) {
    return (byte[]) value(arguments, index);
  }

  static Array array(@Nullable Object[] arguments, int index) {
    return (Array) value(arguments, index);
  }

  static Interval interval(@Nullable Object[] arguments, int index) {
    return (Interval) value(arguments, index);
  }

  static TimeWithZone timeWithZone(@Nullable Object[] arguments, int index) {
    return (TimeWithZone) value(arguments, index);
  }
}
