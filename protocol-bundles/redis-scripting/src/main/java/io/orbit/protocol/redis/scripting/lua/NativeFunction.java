package io.orbit.protocol.redis.scripting.lua;

/** A function of a library. */
public final class NativeFunction extends LuaFunction {
  /** What it does. */
  @FunctionalInterface
  public interface Body {
    Object[] call(Arguments arguments);
  }

  private final String name;
  private final Body body;

  public NativeFunction(String name, Body body) {
    this.name = name;
    this.body = body;
  }

  @Override
  public Object[] call(LuaState state, Object[] arguments) {
    return call(state, arguments, false);
  }

  /**
   * @param asMethod whether the first argument stands before a colon
   */
  Object[] call(LuaState state, Object[] arguments, boolean asMethod) {
    if (!state.takeFromNative()) {
      return body.call(new Arguments(state, name, arguments, asMethod));
    }
    Frame hidden = state.hidePlace();
    try {
      return body.call(new Arguments(state, name, arguments, asMethod));
    } finally {
      state.showPlace(hidden);
    }
  }
}
