package io.orbit.protocol.redis.scripting;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.CommandCall;
import io.orbit.protocol.redis.scripting.lua.Supervisor;

/** A script or function while it runs. Its client's thread runs it, others may kill it. */
final class ScriptRun implements Supervisor {
  final CommandCall call;

  /** The digest, or the function's name. */
  final String name;

  final boolean isFunction;
  final boolean isReadOnly;
  private final long begunAt = System.nanoTime();
  private volatile boolean killed;

  /** The version of the protocol in which replies come to the script. */
  int resp = 2;

  ScriptRun(CommandCall call, String name, boolean isFunction, boolean isReadOnly) {
    this.call = call;
    this.name = name;
    this.isFunction = isFunction;
    this.isReadOnly = isReadOnly;
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
