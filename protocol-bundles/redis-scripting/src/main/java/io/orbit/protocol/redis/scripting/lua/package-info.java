/**
 * Lua 5.1 (lua.org/manual/5.1) as a tree that is walked: {@link Parser} makes {@link Expression}s
 * and {@link Statement}s whose variables are numbered, {@link LuaState} calls functions made of
 * them. No bytecode, no way to files, threads or classes; a {@link Supervisor} is asked every few
 * hundred steps, and {@link Memory} bounds what is reachable.
 *
 * <p>Values are Java objects: {@link Nil#NIL}, Boolean, Double, {@link LuaString}, {@link
 * LuaTable}, {@link LuaFunction}, {@link Coroutine}.
 */
@NullMarked
package io.orbit.protocol.redis.scripting.lua;

import org.jspecify.annotations.NullMarked;
