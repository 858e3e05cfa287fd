package io.orbit.protocol.redis.scripting.lua;

/** Who may stop a script: asked every few hundred steps, on the script's thread. */
@FunctionalInterface
public interface Supervisor {
  /** Throws what is to stop the script; no pcall catches it unless it is a {@link LuaError}. */
  void check();
}
