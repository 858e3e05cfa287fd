package io.orbit.protocol.redis.scripting;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.CommandFailure;
import io.orbit.protocol.redis.scripting.lua.Arguments;
import io.orbit.protocol.redis.scripting.lua.Chunk;
import io.orbit.protocol.redis.scripting.lua.LuaError;
import io.orbit.protocol.redis.scripting.lua.LuaFunction;
import io.orbit.protocol.redis.scripting.lua.LuaState;
import io.orbit.protocol.redis.scripting.lua.LuaString;
import io.orbit.protocol.redis.scripting.lua.LuaTable;
import io.orbit.protocol.redis.scripting.lua.Nil;
import io.orbit.protocol.redis.scripting.lua.Values;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Runs a library's text, which registers its functions. */
final class LibraryLoader {
  /** What FUNCTION LOAD may take. */
  private static final long MOST_MILLISECONDS = 500;

  private static final String SOURCE = "@user_function";
  private static final String BAD_NAME =
      "Library names can only contain letters, numbers, or underscores(_) and must be at least one"
          + " character long";

  /**
   * A function as it was registered.
   *
   * @param description empty for none
   */
  record Registered(String name, String description, boolean described, Set<ScriptFlag> flags) {}

  /** What a library registered. */
  record Loaded(Map<String, Registered> functions, Map<String, LuaFunction> callbacks) {}

  private final LuaState state;
  private boolean ended;
  private final Map<String, Registered> functions = new LinkedHashMap<>();
  private final Map<String, LuaFunction> callbacks = new LinkedHashMap<>();

  private LibraryLoader(LuaState state) {
    this.state = state;
  }

  /**
   * Loads a library into an interpreter.
   *
   * @throws CommandFailure as FUNCTION LOAD says it
   */
  static Loaded load(Interpreter interpreter, FunctionLibrary library) {
    LibraryLoader loader = new LibraryLoader(interpreter.state);
    Chunk chunk;
    try {
      chunk = Chunk.compile(library.lua(), SOURCE);
    } catch (LuaError e) {
      throw new CommandFailure("ERR Error compiling function: " + e.value());
    }
    loader.run(chunk);
    if (loader.functions.isEmpty()) {
      throw new CommandFailure("ERR No functions registered");
    }
    return new Loaded(loader.functions, loader.callbacks);
  }

  private void run(Chunk chunk) {
    boolean[] loading = {true};
    LuaTable environment = Environment.over(state, RedisTable.forLoading(state, this), loading);
    long begun = System.nanoTime();
    var before = state.supervisor();
    state.setSupervisor(
        () -> {
          if (System.nanoTime() - begun > MOST_MILLISECONDS * 1_000_000) {
            throw new OrbitException(ErrorCode.QUERY_CANCELED, "FUNCTION LOAD timeout");
          }
          before.check();
        });
    try {
      Object[] ignored = state.call(state.load(chunk, environment));
    } catch (LuaError e) {
      throw new CommandFailure("ERR Error registering functions: " + RedisApi.messageOf(e.value()));
    } finally {
      loading[0] = false;
      ended = true;
      state.setSupervisor(before);
    }
  }

  // ---- redis.register_function

  Object[] register(Arguments a) {
    if (ended) {
      throw failure("redis.register_function can only be called on FUNCTION LOAD command");
    }
    if (a.count() < 1 || a.count() > 2) {
      throw failure("wrong number of arguments to redis.register_function");
    }
    if (a.count() == 1) {
      if (!(a.get(1) instanceof LuaTable named)) {
        throw failure(
            "calling redis.register_function with a single argument is only applicable to Lua"
                + " table (representing named arguments).");
      }
      registerNamed(named);
    } else {
      LuaString name = Values.toStringValue(a.get(1));
      if (name == null) {
        throw failure("first argument to redis.register_function must be a string");
      }
      if (!(a.get(2) instanceof LuaFunction callback)) {
        throw failure("second argument to redis.register_function must be a function");
      }
      add(name.toString(), "", false, EnumSet.noneOf(ScriptFlag.class), callback);
    }
    return LuaFunction.NOTHING;
  }

  private LuaError failure(String message) {
    return state.raise(RedisApi.errorTable(state, message));
  }

  private void registerNamed(LuaTable named) {
    Object name = named.get("function_name");
    Object description = named.get("description");
    Object callback = named.get("callback");
    Object flags = named.get("flags");
    named.forEach(
        (key, value) -> {
          LuaString word = Values.toStringValue(key);
          if (word == null) {
            throw failure("named argument key given to redis.register_function is not a string");
          }
          switch (word.toString().toLowerCase(java.util.Locale.ROOT)) {
            case "function_name" -> require(isText(value), "function_name", "a string");
            case "description" -> require(isText(value), "description", "a string");
            case "callback" -> require(value instanceof LuaFunction, "callback", "a function");
            case "flags" -> {
              if (!(value instanceof LuaTable)) {
                throw failure(
                    "flags argument to redis.register_function must be a table representing"
                        + " function flags");
              }
            }
            default -> throw failure("unknown argument given to redis.register_function");
          }
        });
    if (name == Nil.NIL) {
      throw failure("redis.register_function must get a function name argument");
    }
    if (!(callback instanceof LuaFunction function)) {
      throw failure("redis.register_function must get a callback argument");
    }
    add(
        Values.show(name).toString(),
        description == Nil.NIL ? "" : Values.show(description).toString(),
        description != Nil.NIL,
        flags instanceof LuaTable list ? flags(list) : EnumSet.noneOf(ScriptFlag.class),
        function);
  }

  private static boolean isText(Object value) {
    return Values.toStringValue(value) != null;
  }

  private void require(boolean holds, String argument, String kind) {
    if (!holds) {
      throw failure(argument + " argument given to redis.register_function must be " + kind);
    }
  }

  private Set<ScriptFlag> flags(LuaTable list) {
    Set<ScriptFlag> flags = EnumSet.noneOf(ScriptFlag.class);
    for (int i = 1; list.get(i) != Nil.NIL; i++) {
      if (!(list.get(i) instanceof LuaString name)) {
        throw failure("unknown flag given");
      }
      flags.add(ScriptFlag.of(name.toString()).orElseThrow(() -> failure("unknown flag given")));
    }
    return flags;
  }

  private void add(
      String name,
      String description,
      boolean described,
      Set<ScriptFlag> flags,
      LuaFunction callback) {
    if (!FunctionLibrary.isName(name)) {
      throw failure(BAD_NAME);
    }
    if (functions.keySet().stream().anyMatch(name::equalsIgnoreCase)) {
      throw failure("Function already exists in the library");
    }
    functions.put(name, new Registered(name, description, described, flags));
    callbacks.put(name, callback);
  }
}
