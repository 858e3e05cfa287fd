package io.orbit.protocol.redis.scripting.library;

import io.orbit.protocol.redis.scripting.lua.Coroutines;
import io.orbit.protocol.redis.scripting.lua.LuaState;

/** {@code coroutine}. */
final class CoroutineLibrary {
  private CoroutineLibrary() {}

  static void addTo(LuaState state) {
    state
        .globals()
        .put(
            "coroutine",
            Library.in(state)
                .with("create", Coroutines::create)
                .with("resume", Coroutines::resume)
                .with("yield", Coroutines::yield)
                .with("wrap", Coroutines::wrap)
                .with("status", Coroutines::status)
                .with("running", Coroutines::running)
                .table());
  }
}
