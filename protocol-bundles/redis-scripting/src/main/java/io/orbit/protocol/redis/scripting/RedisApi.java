package io.orbit.protocol.redis.scripting;

import io.orbit.api.keyspace.CommandCall.CallMode;
import io.orbit.api.keyspace.CommandFailure;
import io.orbit.api.keyspace.FloatText;
import io.orbit.api.keyspace.Reply;
import io.orbit.protocol.redis.scripting.library.Library;
import io.orbit.protocol.redis.scripting.lua.Arguments;
import io.orbit.protocol.redis.scripting.lua.LuaError;
import io.orbit.protocol.redis.scripting.lua.LuaFunction;
import io.orbit.protocol.redis.scripting.lua.LuaState;
import io.orbit.protocol.redis.scripting.lua.LuaString;
import io.orbit.protocol.redis.scripting.lua.LuaTable;
import io.orbit.protocol.redis.scripting.lua.Nil;
import io.orbit.protocol.redis.scripting.lua.StackGuard;
import io.orbit.protocol.redis.scripting.lua.Values;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table {@code redis} of an interpreter. */
final class RedisApi {
  private static final Logger LOG = LoggerFactory.getLogger(RedisApi.class);
  private static final int VERSION_NUMBER = 0x00070206;
  private static final String VERSION = "7.2.6";
  private static final int REPLICATE_ALL = 3;

  private final LuaState state;
  private final ReplyValues replies;
  private final LuaTable table;
  private @Nullable ScriptRun run;

  RedisApi(LuaState state) {
    this.state = state;
    this.replies = new ReplyValues(state);
    this.table = build();
  }

  LuaTable table() {
    return table;
  }

  void setRun(@Nullable ScriptRun current) {
    run = current;
  }

  private ScriptRun run() {
    ScriptRun current = run;
    if (current == null) {
      throw failure("redis.call() has no meaning here");
    }
    return current;
  }

  private LuaTable build() {
    Library library =
        Library.in(state)
            .with("call", a -> call(a, true))
            .with("pcall", a -> call(a, false))
            .with("error_reply", this::errorReply)
            .with("status_reply", this::statusReply)
            .with("sha1hex", this::digest);
    log(library);
    library
        .with("setresp", this::setResp)
        .with("replicate_commands", a -> Arguments.one(Boolean.TRUE))
        .with("set_repl", this::setReplication)
        .with("REPL_NONE", 0)
        .with("REPL_AOF", 1)
        .with("REPL_SLAVE", 2)
        .with("REPL_REPLICA", 2)
        .with("REPL_ALL", REPLICATE_ALL)
        .with("breakpoint", a -> Arguments.one(Boolean.FALSE))
        .with("debug", a -> LuaFunction.NOTHING)
        .with("acl_check_cmd", this::mayCall);
    return library.table();
  }

  /** What libraries have while they are loaded too. */
  static void log(Library library) {
    library
        .with("log", RedisApi::log)
        .with("LOG_DEBUG", 0)
        .with("LOG_VERBOSE", 1)
        .with("LOG_NOTICE", 2)
        .with("LOG_WARNING", 3)
        .with("REDIS_VERSION_NUM", VERSION_NUMBER);
    library.table().put("REDIS_VERSION", LuaString.of(VERSION));
  }

  // ---- errors

  /** An error as a table; a message without a leading - gets the code ERR. */
  static LuaTable errorTable(LuaState state, String latin1) {
    String message = latin1.strip();
    if (message.startsWith("-")) {
      message = message.indexOf(' ') < 0 ? "ERR " + message.substring(1) : message.substring(1);
    } else {
      message = "ERR " + message;
    }
    LuaTable error = state.newTable();
    error.put("err", LuaString.of(message));
    return error;
  }

  private LuaError failure(String message) {
    return state.raise(errorTable(state, message));
  }

  // ---- commands

  private Object[] call(Arguments a, boolean raises) {
    LuaTable error;
    try {
      List<byte[]> words = words(a);
      StackGuard.require(state);
      ScriptRun current = run();
      Reply reply =
          current.call.call(
              words, new CallMode(current.isReadOnly, current.resp == 3, current.mayTakeMemory()));
      if (!(reply instanceof Reply.Failure)) {
        current.ran(words);
        return Arguments.one(replies.toLua(reply, current.resp));
      }
      error = (LuaTable) replies.toLua(reply, current.resp);
      error.put("ignore_error_stats_update", Boolean.TRUE);
    } catch (CommandFailure e) {
      error = state.newTable();
      error.put("err", LuaString.of(e.getMessage()));
    }
    if (raises) {
      throw state.raise(error);
    }
    return Arguments.one(error);
  }

  private List<byte[]> words(Arguments a) {
    if (a.count() == 0) {
      throw new CommandFailure("ERR Please specify at least one argument for this redis lib call");
    }
    List<byte[]> words = new ArrayList<>(a.count());
    for (Object value : a.values()) {
      switch (value) {
        case LuaString string -> words.add(string.bytes());
        case Double number ->
            words.add(FloatText.format(number).getBytes(StandardCharsets.US_ASCII));
        default ->
            throw new CommandFailure(
                "ERR Lua redis lib command arguments must be strings or integers");
      }
    }
    return words;
  }

  private Object[] mayCall(Arguments a) {
    if (a.count() == 0) {
      throw failure("Please specify at least one argument for this redis.acl_check_cmd() call");
    }
    try {
      return Arguments.one(run().call.mayCall(words(a)));
    } catch (CommandFailure e) {
      throw failure("-" + e.getMessage());
    }
  }

  // ---- replies

  private Object[] errorReply(Arguments a) {
    if (a.count() != 1 || !(a.get(1) instanceof LuaString message)) {
      return Arguments.one(errorTable(state, "wrong number or type of arguments"));
    }
    String text = message.toString();
    return Arguments.one(errorTable(state, text.startsWith("-") ? text : "-" + text));
  }

  private Object[] statusReply(Arguments a) {
    if (a.count() != 1 || !(a.get(1) instanceof LuaString)) {
      return Arguments.one(errorTable(state, "wrong number or type of arguments"));
    }
    LuaTable status = state.newTable();
    status.put("ok", a.get(1));
    return Arguments.one(status);
  }

  private Object[] digest(Arguments a) {
    if (a.count() != 1) {
      throw failure("wrong number of arguments");
    }
    LuaString text = Values.toStringValue(a.get(1));
    byte[] bytes = text == null ? new byte[0] : text.bytes();
    return Arguments.one(LuaString.of(Digests.sha1(bytes)));
  }

  private Object[] setResp(Arguments a) {
    if (a.count() != 1) {
      throw failure("redis.setresp() requires one argument.");
    }
    int version = (int) a.integer(1);
    if (version != 2 && version != 3) {
      throw failure("RESP version must be 2 or 3.");
    }
    run().resp = version;
    return LuaFunction.NOTHING;
  }

  private Object[] setReplication(Arguments a) {
    if (a.count() != 1) {
      throw failure("redis.set_repl() requires one argument.");
    }
    long flags = a.integer(1);
    if ((flags & ~REPLICATE_ALL) != 0) {
      throw failure(
          "Invalid replication flags. Use REPL_AOF, REPL_REPLICA, REPL_ALL or REPL_NONE.");
    }
    return LuaFunction.NOTHING;
  }

  private static Object[] log(Arguments a) {
    LuaState state = a.state();
    if (a.count() < 2) {
      throw state.raise(errorTable(state, "redis.log() requires two arguments or more."));
    }
    if (!(a.get(1) instanceof Double)) {
      throw state.raise(errorTable(state, "First argument must be a number (log level)."));
    }
    long level = a.integer(1);
    if (level < 0 || level > 3) {
      throw state.raise(errorTable(state, "Invalid debug level."));
    }
    StringBuilder message = new StringBuilder();
    for (int i = 2; i <= a.count(); i++) {
      LuaString part = Values.toStringValue(a.get(i));
      if (part != null) {
        message.append(i > 2 ? " " : "").append(ReplyValues.utf8(part));
      }
    }
    switch ((int) level) {
      case 0, 1 -> LOG.debug("a script: {}", message);
      case 2 -> LOG.info("a script: {}", message);
      default -> LOG.warn("a script: {}", message);
    }
    return LuaFunction.NOTHING;
  }

  ReplyValues replies() {
    return replies;
  }

  /** A list of words as a table. */
  LuaTable list(List<byte[]> words) {
    LuaTable list = state.newTable();
    for (int i = 0; i < words.size(); i++) {
      list.put(i + 1, state.newString(words.get(i)));
    }
    return list;
  }

  /** The message of an error that nothing caught, without where it was raised. */
  static String messageOf(Object error) {
    if (error instanceof LuaTable table) {
      return table.get("err") instanceof LuaString message
          ? message.toString()
          : "ERR unknown error";
    }
    LuaString text = error == Nil.NIL ? LuaString.of("nil") : Values.show(error);
    return "ERR " + text;
  }
}
