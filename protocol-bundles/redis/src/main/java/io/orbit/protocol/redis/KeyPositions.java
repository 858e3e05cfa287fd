package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import java.util.List;

/**
 * Where a command's keys are among its arguments.
 *
 * @param access how each is used, in the words of COMMAND INFO's key specifications
 * @param first index of the first key, 0 for none
 * @param last index of the last one; negative counts from the end
 * @param step distance between keys
 */
record KeyPositions(String access, int first, int last, int step) {
  static final KeyPositions NONE = new KeyPositions("", 0, 0, 0);

  boolean isEmpty() {
    return first == 0;
  }

  List<ByteRange> of(RedisRequest request) {
    if (isEmpty()) {
      return List.of();
    }
    int end = last < 0 ? request.size() + last : Math.min(last, request.size() - 1);
    return request.range(first, end, step);
  }
}
