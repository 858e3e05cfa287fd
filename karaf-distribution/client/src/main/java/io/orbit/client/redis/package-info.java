/** Redis commands over RESP: words, replies, streams of pushed messages, completion. */
@NullMarked
package io.orbit.client.redis;

import org.jspecify.annotations.NullMarked;
