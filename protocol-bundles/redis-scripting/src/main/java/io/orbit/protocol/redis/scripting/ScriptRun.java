package io.orbit.protocol.redis.scripting;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.CommandCall;
import io.orbit.api.keyspace.CommandFailure;
import io.orbit.protocol.redis.scripting.lua.Supervisor;
import java.util.List;

/** A script or function while it runs. Its client's thread runs it, others may kill it. */
final class ScriptRun implements Supervisor {
  final CommandCall call;

  /** The digest, or the function's name. */
  final String name;

  final boolean isFunction;
  final boolean isReadOnly;

  /** It writes though memory is full. */
  private final boolean allowsFullMemory;

  private final boolean memoryIsFull;
  private boolean written;
  private final long begunAt = System.nanoTime();
  private volatile boolean killed;

  /** The version of the protocol in which replies come to the script. */
  int resp = 2;

  ScriptRun(
      CommandCall call,
      String name,
      boolean isFunction,
      boolean isReadOnly,
      boolean allowsFullMemory) {
    this.call = call;
    this.name = name;
    this.isFunction = isFunction;
    this.isReadOnly = isReadOnly;
    this.allowsFullMemory = allowsFullMemory;
    this.memoryIsFull = call.isMemoryFull();
  }

  /**
   * Before it begins.
   *
   * @param declares whether it says of itself what it does; if not, each command is asked
   * @throws CommandFailure when it may write, and memory was full
   */
  void requireMemory(boolean declares) {
    if (declares && memoryIsFull && !isReadOnly && !allowsFullMemory) {
      throw new CommandFailure(
          "OOM allow-oom flag is not set on the script, can not run it when used memory >"
              + " 'maxmemory'");
    }
  }

  /** Whether a command may take memory now: what has begun to write may go on. */
  boolean mayTakeMemory() {
    return !memoryIsFull || allowsFullMemory || written;
  }

  /** A command has run that was not refused. */
  void ran(List<byte[]> words) {
    if (memoryIsFull && !written) {
      written = call.writes(words);
    }
  }

  long milliseconds() {
    return (System.nanoTime() - begunAt) / 1_000_000;
  }

  void kill() {
    killed = true;
  }

  /** No pcall catches this, and what the script has written is undone. */
  @Override
  public void check() {
    if (killed) {
      throw new OrbitException(
          ErrorCode.QUERY_CANCELED,
          isFunction
              ? "Script killed by user with FUNCTION KILL."
              : "Script killed by user with SCRIPT KILL.");
    }
    call.session().checkCanceled();
  }
}
