package io.orbit.protocol.redis.scripting.lua;

/** Something that can be called with values and answers values. */
public abstract class LuaFunction {
  public static final Object[] NOTHING = new Object[0];

  public abstract Object[] call(LuaState state, Object[] arguments);

  @Override
  public String toString() {
    return "function: 0x%014x".formatted(System.identityHashCode(this));
  }
}
