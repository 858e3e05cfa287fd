package io.orbit.protocol.redis.scripting.library;

import io.orbit.protocol.redis.scripting.lua.LuaState;
import io.orbit.protocol.redis.scripting.lua.LuaString;
import io.orbit.protocol.redis.scripting.lua.LuaTable;

/** All libraries of a state. */
public final class Libraries {
  private Libraries() {}

  /** Fills the globals; answers what begins anew with each script. */
  public static MathLibrary addTo(LuaState state) {
    BaseLibrary.addTo(state);
    StringLibrary.addTo(state);
    TableLibrary.addTo(state);
    CoroutineLibrary.addTo(state);
    BitLibrary.addTo(state);
    StructLibrary.addTo(state);
    JsonLibrary.addTo(state);
    MessagePackLibrary.addTo(state);
    MathLibrary math = new MathLibrary();
    math.addTo(state);
    return math;
  }

  /** What a string's methods are found by can no longer be changed. */
  public static void protectStrings(LuaState state) {
    LuaTable metatable = state.metatable(LuaString.EMPTY);
    if (metatable != null) {
      protect(metatable);
    }
  }

  /** A table and all tables in it can no longer be changed. */
  public static void protect(LuaTable table) {
    if (table.isReadOnly()) {
      return;
    }
    table.setReadOnly(true);
    table.forEach(
        (key, value) -> {
          if (value instanceof LuaTable inner) {
            protect(inner);
          }
        });
    LuaTable metatable = table.metatable();
    if (metatable != null) {
      protect(metatable);
    }
  }
}
