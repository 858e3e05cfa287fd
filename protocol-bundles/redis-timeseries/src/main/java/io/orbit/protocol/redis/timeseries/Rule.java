package io.orbit.protocol.redis.timeseries;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Trees;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How another series is filled from one. Its element's value: place among the rules 8, aggregation
 * 1, bucket 8, alignment 8, open bucket 8, since 8.
 *
 * @param target key of the series to fill
 * @param place rules are in the order in which they were made
 * @param bucket milliseconds
 * @param alignment a time at which a bucket begins
 * @param open where the bucket begins that samples now come into, -1 for none yet
 * @param since the first sample that counts in the open bucket, where the rule was made in it; -1
 *     when all of it does
 */
record Rule(
    ByteRange target,
    long place,
    Aggregation aggregation,
    long bucket,
    long alignment,
    long open,
    long since) {
  private static final byte KIND = 'r';
  private static final byte SOURCE = 's';
  private static final int HEAD = 2;

  private static byte[] link(byte kind, ByteRange key) {
    return ByteBuffer.allocate(HEAD + key.length())
        .put(Trees.LINK)
        .put(kind)
        .put(key.array(), key.offset(), key.length())
        .array();
  }

  /** The key of the element by which a series knows a rule that leads to another. */
  static byte[] element(ByteRange target) {
    return link(KIND, target);
  }

  /** The key of the element by which a series knows where it is filled from. */
  static byte[] sourceElement(ByteRange source) {
    return link(SOURCE, source);
  }

  static boolean isRule(byte[] element) {
    return element.length >= HEAD && element[0] == Trees.LINK && element[1] == KIND;
  }

  static boolean isSource(byte[] element) {
    return element.length >= HEAD && element[0] == Trees.LINK && element[1] == SOURCE;
  }

  /** The key that a link leads to. */
  static ByteRange other(byte[] element) {
    return ByteRange.of(Arrays.copyOfRange(element, HEAD, element.length));
  }

  byte[] toBytes() {
    return ByteBuffer.allocate(41)
        .putLong(place)
        .put((byte) aggregation.ordinal())
        .putLong(bucket)
        .putLong(alignment)
        .putLong(open)
        .putLong(since)
        .array();
  }

  static Rule read(byte[] element, byte[] value) {
    ByteBuffer in = ByteBuffer.wrap(value);
    return new Rule(
        other(element),
        in.getLong(),
        Aggregation.values()[in.get()],
        in.getLong(),
        in.getLong(),
        in.getLong(),
        in.getLong());
  }

  Rule at(long newOpen, long newSince) {
    return new Rule(target, place, aggregation, bucket, alignment, newOpen, newSince);
  }

  /** Where the bucket of a time begins; not before 0. */
  long bucketOf(long time) {
    return Math.max(0, start(time, bucket, alignment));
  }

  /** Where the bucket of a time ends, the end not being of it. */
  long endOf(long time) {
    long end = start(time, bucket, alignment) + bucket;
    return end < 0 && time > 0 ? Long.MAX_VALUE : end;
  }

  /** Where a bucket begins; may be negative. */
  static long start(long time, long bucket, long alignment) {
    return time - Math.floorMod(time - alignment, bucket);
  }
}
