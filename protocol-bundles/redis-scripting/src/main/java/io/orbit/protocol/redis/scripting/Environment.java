package io.orbit.protocol.redis.scripting;

import io.orbit.protocol.redis.scripting.lua.Arguments;
import io.orbit.protocol.redis.scripting.lua.LuaState;
import io.orbit.protocol.redis.scripting.lua.LuaTable;
import io.orbit.protocol.redis.scripting.lua.NativeFunction;

/**
 * The globals of a library: while it is loaded its own {@code redis}, afterwards, when its
 * functions run, the interpreter's.
 */
final class Environment {
  private Environment() {}

  static LuaTable over(LuaState state, LuaTable loading, boolean[] isLoading) {
    LuaTable environment = state.newTable();
    LuaTable metatable = state.newTable();
    metatable.put(
        "__index",
        new NativeFunction(
            "__index",
            a -> {
              Object name = a.get(2);
              if (!isLoading[0]) {
                return Arguments.one(state.index(state.globals(), name));
              }
              if (name.toString().equals("redis")) {
                return Arguments.one(loading);
              }
              throw Interpreter.unknown(state, name);
            }));
    metatable.setReadOnly(true);
    environment.setMetatable(metatable);
    environment.setReadOnly(true);
    return environment;
  }
}
