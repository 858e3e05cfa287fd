/**
 * The libraries a script finds: Lua 5.1's base, string, table, math and coroutine without what
 * reaches outside, and Redis' bit, struct, cjson and cmsgpack.
 */
@NullMarked
package io.orbit.protocol.redis.scripting.library;

import org.jspecify.annotations.NullMarked;
