package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import java.util.List;

/**
 * Keys behind an argument that says how many they are.
 *
 * @param access how they are used, in the words of COMMAND INFO's key specifications
 * @param countAt index of the argument with their number
 */
record NumberedKeys(String access, int countAt) {
  /** The keys; none when the number is no possible one. */
  List<ByteRange> of(RedisRequest request) {
    long count = -1;
    if (countAt < request.size()) {
      try {
        count = Words.integer(request.argument(countAt));
      } catch (RedisError e) {
        count = -1;
      }
    }
    return count < 1 || count >= request.size() - countAt
        ? List.of()
        : request.range(countAt + 1, countAt + (int) count, 1);
  }
}
