package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import java.util.List;

/**
 * Keys behind a word: the first half of what follows it.
 *
 * @param access how they are used, in the words of COMMAND INFO's key specifications
 * @param startFrom the first index at which the word may stand
 */
record KeywordKeys(String access, String keyword, int startFrom) {
  /** The keys; none where they are not followed by as many other words. */
  List<ByteRange> of(RedisRequest request) {
    for (int i = startFrom; i < request.size(); i++) {
      if (request.argument(i).isWord(keyword)) {
        int words = request.size() - i - 1;
        return words % 2 == 0 ? request.range(i + 1, i + words / 2, 1) : List.of();
      }
    }
    return List.of();
  }
}
