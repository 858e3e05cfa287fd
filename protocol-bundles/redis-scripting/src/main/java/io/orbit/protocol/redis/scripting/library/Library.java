package io.orbit.protocol.redis.scripting.library;

import io.orbit.protocol.redis.scripting.lua.LuaState;
import io.orbit.protocol.redis.scripting.lua.LuaTable;
import io.orbit.protocol.redis.scripting.lua.NativeFunction;

/** A table of functions that is being filled. */
public record Library(LuaTable table) {
  public static Library in(LuaState state) {
    return new Library(state.newTable());
  }

  public Library with(String name, NativeFunction.Body body) {
    table.put(name, new NativeFunction(name, body));
    return this;
  }

  public Library with(String name, double value) {
    table.put(name, (Object) value);
    return this;
  }
}
