package io.orbit.protocol.redis.scripting;

import io.orbit.protocol.redis.scripting.library.Libraries;
import io.orbit.protocol.redis.scripting.library.MathLibrary;
import io.orbit.protocol.redis.scripting.lua.LuaError;
import io.orbit.protocol.redis.scripting.lua.LuaFunction;
import io.orbit.protocol.redis.scripting.lua.LuaState;
import io.orbit.protocol.redis.scripting.lua.LuaTable;
import io.orbit.protocol.redis.scripting.lua.NativeFunction;
import io.orbit.protocol.redis.scripting.lua.Values;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Lua state with all libraries, whose globals nobody can change, so that one script leaves
 * nothing for the next. One script at a time.
 */
final class Interpreter {
  private static final int MOST_LIBRARIES = 64;

  final LuaState state;
  final RedisApi api;
  private final MathLibrary math;
  private final Map<FunctionLibrary, Map<String, LuaFunction>> loaded = new HashMap<>();

  /**
   * @param memoryLimit most bytes of a script's live values
   */
  Interpreter(long memoryLimit) {
    state = new LuaState(memoryLimit);
    math = Libraries.addTo(state);
    api = new RedisApi(state);
    state.globals().put("redis", api.table());
    state.globals().setMetatable(onlyKnown(state));
    Libraries.protect(state.globals());
    Libraries.protectStrings(state);
  }

  /** A global variable that is not there is an error. */
  static LuaTable onlyKnown(LuaState state) {
    LuaTable metatable = state.newTable();
    metatable.put(
        "__index",
        new NativeFunction(
            "__index",
            a -> {
              throw unknown(a.state(), a.get(2));
            }));
    return metatable;
  }

  static LuaError unknown(LuaState state, Object name) {
    return state.error(
        "Script attempted to access nonexistent global variable '" + Values.show(name) + "'");
  }

  void begin(ScriptRun run) {
    math.restart();
    state.setSupervisor(run);
    api.setRun(run);
  }

  void end() {
    state.abandonCoroutines();
    state.setSupervisor(() -> {});
    api.setRun(null);
    state.globals().remove("KEYS");
    state.globals().remove("ARGV");
  }

  void setArguments(List<byte[]> keys, List<byte[]> arguments) {
    state.globals().put("KEYS", api.list(keys));
    state.globals().put("ARGV", api.list(arguments));
  }

  /** A library's function, which is loaded when this interpreter meets the library first. */
  @Nullable LuaFunction function(FunctionLibrary library, String name) {
    Map<String, LuaFunction> functions = loaded.get(library);
    if (functions == null) {
      if (loaded.size() >= MOST_LIBRARIES) {
        loaded.clear();
      }
      functions = LibraryLoader.load(this, library).callbacks();
      loaded.put(library, functions);
    }
    return functions.get(name);
  }
}
