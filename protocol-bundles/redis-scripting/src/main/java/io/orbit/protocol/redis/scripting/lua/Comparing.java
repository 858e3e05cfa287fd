package io.orbit.protocol.redis.scripting.lua;

/** Comparison for libraries. */
public final class Comparing {
  private Comparing() {}

  /** As {@code left < right}. */
  public static boolean isLess(LuaState state, Object left, Object right) {
    boolean plain =
        (left instanceof Double && right instanceof Double)
            || (left instanceof LuaString && right instanceof LuaString);
    if (!plain && state.metamethod(left, "__lt") == Nil.NIL) {
      throw state.raise(LuaString.of(Operators.uncomparable(left, right)));
    }
    return Operators.less(state, left, right);
  }
}
