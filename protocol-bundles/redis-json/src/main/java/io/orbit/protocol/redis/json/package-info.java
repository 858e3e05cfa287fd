/**
 * JSON documents as RedisJSON 2.6 has them (redis.io/docs/data-types/json): a module of the Redis
 * protocol. A document is one element with an empty key, whose value is the text as JSON.GET writes
 * it, members in the order in which they came; SQL shows it as {@code redis.json}.
 */
@NullMarked
package io.orbit.protocol.redis.json;

import org.jspecify.annotations.NullMarked;
