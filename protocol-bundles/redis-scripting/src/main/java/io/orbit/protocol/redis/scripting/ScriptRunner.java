package io.orbit.protocol.redis.scripting;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.CommandFailure;
import io.orbit.api.keyspace.Keyspace;
import io.orbit.api.keyspace.Reply;
import io.orbit.protocol.redis.scripting.lua.LuaError;
import io.orbit.protocol.redis.scripting.lua.LuaFunction;
import io.orbit.protocol.redis.scripting.lua.Nil;
import java.util.ArrayList;
import java.util.List;

/** Runs scripts and functions, each as one transaction. Thread-safe. */
final class ScriptRunner {
  private static final long MEMORY = 256L << 20;
  private static final int NUMBER_AT = 2;

  private final Interpreters interpreters =
      new Interpreters(Math.min(MEMORY, Runtime.getRuntime().maxMemory() / 8));
  private final RunningScripts running = new RunningScripts();

  /** What is to be called, once an interpreter is there. */
  @FunctionalInterface
  interface Body {
    Object[] call(Interpreter interpreter, List<byte[]> keys, List<byte[]> arguments);
  }

  RunningScripts running() {
    return running;
  }

  Interpreters interpreters() {
    return interpreters;
  }

  /**
   * Runs something in the call's transaction, or one of its own. It begins anew when other
   * transactions made it fail.
   *
   * @param badNumber the error when the number of keys is no number
   */
  Reply run(ScriptRun run, String badNumber, Body body) {
    List<byte[]> keys = new ArrayList<>();
    List<byte[]> arguments = new ArrayList<>();
    split(run, badNumber, keys, arguments);
    Keyspace keyspace = run.call.keyspace();
    Reply[] reply = {new Reply.Nothing()};
    if (!run.isReadOnly) {
      run.call.awaitChanges();
    }
    Interpreter interpreter = interpreters.take();
    running.begin(run);
    try {
      if (run.isReadOnly) {
        keyspace.consistently(() -> reply[0] = attempt(interpreter, run, keys, arguments, body));
      } else {
        boolean ignored =
            keyspace.atomically(
                keys.stream().map(ByteRange::of).toList(),
                List.of(),
                () -> reply[0] = attempt(interpreter, run, keys, arguments, body));
      }
      return reply[0];
    } finally {
      running.end(run);
      interpreters.giveBack(interpreter);
    }
  }

  private static void split(
      ScriptRun run, String badNumber, List<byte[]> keys, List<byte[]> arguments) {
    long count;
    try {
      count = Long.parseLong(run.call.word(NUMBER_AT));
    } catch (NumberFormatException e) {
      throw new CommandFailure(badNumber);
    }
    int given = run.call.size() - NUMBER_AT - 1;
    if (count > given) {
      throw new CommandFailure("ERR Number of keys can't be greater than number of args");
    }
    if (count < 0) {
      throw new CommandFailure("ERR Number of keys can't be negative");
    }
    for (int i = 0; i < given; i++) {
      byte[] word = run.call.argument(NUMBER_AT + 1 + i).copy();
      (i < count ? keys : arguments).add(word);
    }
  }

  private static Reply attempt(
      Interpreter interpreter,
      ScriptRun run,
      List<byte[]> keys,
      List<byte[]> arguments,
      Body body) {
    Keyspace keyspace = run.call.keyspace();
    int selected = keyspace.selected();
    run.resp = 2;
    interpreter.begin(run);
    try {
      Object[] values = body.call(interpreter, keys, arguments);
      Object value = values.length == 0 ? Nil.NIL : values[0];
      return interpreter.api.replies().fromLua(value, run.resp);
    } catch (LuaError e) {
      return failure(run, RedisApi.messageOf(e.value()), e.source(), e.line());
    } catch (StackOverflowError e) {
      return new Reply.Failure("ERR stack overflow script: " + run.name);
    } catch (OrbitException e) {
      if (e.code() == ErrorCode.QUERY_CANCELED) {
        throw new OrbitException(e.code(), e.getMessage() + " script: " + run.name, e);
      }
      throw e;
    } finally {
      interpreter.end();
      if (keyspace.selected() != selected) {
        keyspace.select(selected);
      }
    }
  }

  private static Reply failure(ScriptRun run, String message, String source, int line) {
    String place =
        source.isEmpty() ? "" : " script: " + run.name + ", on " + source + ":" + line + ".";
    return new Reply.Failure(message.replace('\r', ' ').replace('\n', ' ') + place);
  }

  /** Calls a function without arguments of Lua's own. */
  static Object[] call(Interpreter interpreter, LuaFunction function, Object... arguments) {
    return interpreter.state.call(function, arguments);
  }
}
