package io.orbit.protocol.redis.scripting.lua;

import org.jspecify.annotations.Nullable;

/** Calls whose errors are values: pcall and xpcall. */
public final class ProtectedCall {
  private ProtectedCall() {}

  /**
   * Answers true and what the function answers, or false and the error.
   *
   * @param handler makes something of the error, where it was raised
   */
  public static Object[] run(
      LuaState state, Object function, Object[] arguments, @Nullable Object handler) {
    LuaState.Mark mark = state.mark();
    Object failure;
    try {
      return with(Boolean.TRUE, state.callByLibrary(function, arguments));
    } catch (LuaError e) {
      failure = e.value();
    } catch (StackOverflowError e) {
      state.backTo(mark);
      failure = LuaString.of(state.where(1) + "stack overflow");
    }
    if (handler != null) {
      try {
        Object[] handled = state.call(handler, failure);
        state.backTo(mark);
        return with(Boolean.FALSE, handled);
      } catch (LuaError | StackOverflowError e) {
        failure = LuaString.of("error in error handling");
      }
    }
    state.backTo(mark);
    return new Object[] {Boolean.FALSE, failure};
  }

  private static Object[] with(Object first, Object[] rest) {
    Object[] all = new Object[rest.length + 1];
    all[0] = first;
    System.arraycopy(rest, 0, all, 1, rest.length);
    return all;
  }
}
