package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import java.util.List;

/**
 * Arguments of LMPOP, ZMPOP and their blocking forms: {@code numkeys key … FIRST|SECOND [COUNT n]}.
 *
 * @param second which of the two ends
 */
record PopOptions(List<ByteRange> keys, boolean second, long count) {
  static PopOptions parse(RedisRequest request, int at, String firstWord, String secondWord) {
    long number =
        Words.inRange(
            request.argument(at), 1, Long.MAX_VALUE, "ERR numkeys should be greater than 0");
    if (number >= request.size() - at - 1L) {
      throw RedisError.syntax();
    }
    int where = at + (int) number + 1;
    ByteRange end = request.argument(where);
    boolean second = end.isWord(secondWord);
    if (!second && !end.isWord(firstWord)) {
      throw RedisError.syntax();
    }
    long count = -1;
    for (int i = where + 1; i < request.size(); i += 2) {
      if (count != -1 || !request.argument(i).isWord("COUNT") || i + 1 >= request.size()) {
        throw RedisError.syntax();
      }
      count =
          Words.inRange(
              request.argument(i + 1), 1, Long.MAX_VALUE, "ERR count should be greater than 0");
    }
    return new PopOptions(request.range(at + 1, where - 1, 1), second, count == -1 ? 1 : count);
  }
}
