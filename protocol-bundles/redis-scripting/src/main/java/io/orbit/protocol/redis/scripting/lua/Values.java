package io.orbit.protocol.redis.scripting.lua;

import org.jspecify.annotations.Nullable;

/** What any value is. */
public final class Values {
  private Values() {}

  public static boolean isTrue(Object value) {
    return value != Nil.NIL && value != Boolean.FALSE;
  }

  public static String typeName(Object value) {
    return switch (value) {
      case Nil nil -> "nil";
      case Boolean truth -> "boolean";
      case Double number -> "number";
      case LuaString string -> "string";
      case LuaTable table -> "table";
      case LuaFunction function -> "function";
      case Coroutine coroutine -> "thread";
      default -> "userdata";
    };
  }

  public static boolean rawEquals(Object left, Object right) {
    if (left == right) {
      return !(left instanceof Double number) || !number.isNaN();
    }
    if (left instanceof Double a && right instanceof Double b) {
      return a.doubleValue() == b.doubleValue();
    }
    return left instanceof LuaString a && a.equals(right);
  }

  /** A string, or a number as one; null for all else. */
  public static @Nullable LuaString toStringValue(Object value) {
    if (value instanceof LuaString string) {
      return string;
    }
    return value instanceof Double number ? LuaString.of(Numbers.format(number)) : null;
  }

  /** As {@code tostring} shows it without a metatable. */
  public static LuaString show(Object value) {
    LuaString string = toStringValue(value);
    return string == null ? LuaString.of(value.toString()) : string;
  }
}
