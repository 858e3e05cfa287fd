package io.orbit.protocol.redis.scripting;

import io.orbit.protocol.redis.scripting.library.Library;
import io.orbit.protocol.redis.scripting.lua.LuaState;
import io.orbit.protocol.redis.scripting.lua.LuaTable;

/** The table {@code redis} of a library that is being loaded: it registers, and calls nothing. */
final class RedisTable {
  private RedisTable() {}

  static LuaTable forLoading(LuaState state, LibraryLoader loader) {
    Library library = Library.in(state).with("register_function", loader::register);
    RedisApi.log(library);
    LuaTable table = library.table();
    table.setMetatable(Interpreter.onlyKnown(state));
    table.setReadOnly(true);
    return table;
  }
}
