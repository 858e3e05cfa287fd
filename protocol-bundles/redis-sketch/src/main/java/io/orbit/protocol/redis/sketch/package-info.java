/**
 * Probabilistic values as RedisBloom 2.6 has them: Bloom filters, cuckoo filters, count-min
 * sketches, the most frequent items, t-digests. A module of the Redis protocol.
 *
 * <p>A value is a tree: under {@code h} its parameters (numbers of eight bytes, the highest first),
 * under {@code p}, a layer's byte and a page's number (four bytes) pages of {@value
 * io.orbit.protocol.redis.sketch.Pages#BYTES} bytes. A page of zeros is not there. So an operation
 * reads and writes the pages it touches, however large the value is.
 */
@NullMarked
package io.orbit.protocol.redis.sketch;

import org.jspecify.annotations.NullMarked;
