package io.orbit.protocol.redis.scripting.library;

import io.orbit.protocol.redis.scripting.lua.Arguments;
import io.orbit.protocol.redis.scripting.lua.LuaState;
import io.orbit.protocol.redis.scripting.lua.LuaString;
import java.util.function.IntBinaryOperator;

/** {@code bit}, as Lua BitOp has it (bitop.luajit.org): whole numbers of 32 bits. */
final class BitLibrary {
  private static final double WRAP = 4294967296.0;

  private BitLibrary() {}

  static void addTo(LuaState state) {
    Library bits =
        Library.in(state)
            .with("tobit", a -> of(bits(a, 1)))
            .with("bnot", a -> of(~bits(a, 1)))
            .with("bswap", a -> of(Integer.reverseBytes(bits(a, 1))))
            .with("tohex", BitLibrary::hexadecimal);
    all(bits, "band", (x, y) -> x & y);
    all(bits, "bor", (x, y) -> x | y);
    all(bits, "bxor", (x, y) -> x ^ y);
    shift(bits, "lshift", (x, n) -> x << n);
    shift(bits, "rshift", (x, n) -> x >>> n);
    shift(bits, "arshift", (x, n) -> x >> n);
    shift(bits, "rol", Integer::rotateLeft);
    shift(bits, "ror", Integer::rotateRight);
    state.globals().put("bit", bits.table());
  }

  private static Object[] of(int value) {
    return Arguments.one((double) value);
  }

  /** A number modulo 2^32, rounded to even. */
  private static int bits(Arguments a, int index) {
    double number = Math.rint(a.number(index));
    return (int) (long) (number - Math.floor(number / WRAP) * WRAP);
  }

  private static void all(Library bits, String name, IntBinaryOperator operator) {
    bits.with(
        name,
        a -> {
          int value = bits(a, 1);
          for (int i = 2; i <= a.count(); i++) {
            value = operator.applyAsInt(value, bits(a, i));
          }
          return of(value);
        });
  }

  private static void shift(Library bits, String name, IntBinaryOperator operator) {
    bits.with(name, a -> of(operator.applyAsInt(bits(a, 1), bits(a, 2) & 31)));
  }

  private static Object[] hexadecimal(Arguments a) {
    int digits = a.isAbsent(2) ? 8 : bits(a, 2);
    String text = "%08x".formatted(bits(a, 1));
    if (digits < 0) {
      digits = -digits;
      text = text.toUpperCase(java.util.Locale.ROOT);
    }
    return Arguments.one(LuaString.of(text.substring(8 - Math.min(8, digits))));
  }
}
