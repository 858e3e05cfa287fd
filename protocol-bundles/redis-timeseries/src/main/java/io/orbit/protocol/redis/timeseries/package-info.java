/**
 * Time series: the commands TS.*, with RedisTimeSeries 1.12's replies and errors, over the
 * keyspace's trees, and {@code redis.timeseries} for SQL.
 *
 * <p>A series is a tree of these elements, by the first byte of their keys; numbers are big-endian:
 *
 * <ul>
 *   <li>{@code 0}, length of the label in four bytes, label, value: a label, as a tag
 *   <li>{@code 1}, {@code r}, key: a rule that fills another series ({@link Rule})
 *   <li>{@code 1}, {@code s}, key: the series that this one is filled from
 *   <li>{@code c}, time of eight bytes: a chunk of samples ({@link Chunk}) that begins there
 *   <li>{@code h}: how the series is kept, and counts ({@link Header})
 *   <li>{@code l}: the labels in the order given, each with the lengths of name and value, four
 *       bytes each
 *   <li>{@code t}, time: the eight bytes of a value, one of the newest samples
 * </ul>
 *
 * The newest samples, the tail, come after those of all chunks. When there are {@value
 * SeriesEditor#TAIL} of them, they go into the last chunk, and new ones behind it: so a sample
 * costs an element of sixteen bytes and its share of a chunk, and no chunk is copied for one
 * sample.
 */
@NullMarked
package io.orbit.protocol.redis.timeseries;

import org.jspecify.annotations.NullMarked;
