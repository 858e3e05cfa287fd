/**
 * Scripts and functions of Redis 7.2 (EVAL, SCRIPT, FUNCTION, FCALL) as a module of the Redis
 * protocol. A script is one transaction: it holds the locks of the keys it names, and of those that
 * its calls name, until it ends. What it has written stays when it fails, as in Redis, and goes
 * when it is killed.
 */
@NullMarked
package io.orbit.protocol.redis.scripting;

import org.jspecify.annotations.NullMarked;
