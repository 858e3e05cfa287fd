package io.orbit.protocol.redis;

import java.util.concurrent.ThreadLocalRandom;

/**
 * How many elements at random, as HRANDFIELD and ZRANDMEMBER are told: a positive number asks for
 * different ones, a negative one for as many as it says, any of them again.
 *
 * @param paired whether what belongs to each (its value, its score) is asked for too
 */
record RandomCount(long count, boolean paired) {
  static RandomCount parse(RedisRequest request, String pairedWord) {
    long count = Words.integer(request.argument(2));
    boolean paired = request.size() == 4 && request.argument(3).isWord(pairedWord);
    if (request.size() > 4 || (request.size() == 4 && !paired)) {
      throw RedisError.syntax();
    }
    if (count == Long.MIN_VALUE) {
      throw new RedisError(
          "ERR value is out of range, value must between -9223372036854775807 and"
              + " 9223372036854775807");
    }
    if (paired && Math.abs(count) > Long.MAX_VALUE / 2) {
      throw new RedisError("ERR value is out of range");
    }
    return new RandomCount(count, paired);
  }

  boolean isNone() {
    return count == 0;
  }

  long size() {
    return Math.abs(count);
  }

  long[] positions(long size) {
    return count > 0
        ? RandomPositions.distinct(size, count)
        : ThreadLocalRandom.current().longs(-count, 0, size).toArray();
  }
}
