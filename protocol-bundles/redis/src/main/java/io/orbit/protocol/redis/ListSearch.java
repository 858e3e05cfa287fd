package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Lists;
import java.util.ArrayList;
import java.util.List;

/** LPOS: {@code key element [RANK rank] [COUNT count] [MAXLEN length]}. */
record ListSearch(ByteRange key, ByteRange wanted, long rank, long count, long most) {
  private static final long ONE = -1;

  static ListSearch parse(RedisRequest request) {
    long rank = 1;
    long count = ONE;
    long most = 0;
    for (int i = 3; i < request.size(); i += 2) {
      ByteRange word = request.argument(i);
      ByteRange value = Words.after(request, i);
      if (word.isWord("RANK")) {
        rank = Words.integer(value);
        if (rank == 0) {
          throw new RedisError(
              "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ..."
                  + " or use negative to start from the end of the list");
        }
        if (rank == Long.MIN_VALUE) {
          throw new RedisError(
              "ERR value is out of range, value must between -9223372036854775807 and"
                  + " 9223372036854775807");
        }
      } else if (word.isWord("COUNT")) {
        count = Words.inRange(value, 0, Long.MAX_VALUE, "ERR COUNT can't be negative");
      } else if (word.isWord("MAXLEN")) {
        most = Words.inRange(value, 0, Long.MAX_VALUE, "ERR MAXLEN can't be negative");
      } else {
        throw RedisError.syntax();
      }
    }
    return new ListSearch(request.argument(1), request.argument(2), rank, count, most);
  }

  void run(RedisClient client, RedisReply reply) {
    Lists.View list = client.lists().view(key);
    client.countLookup(list != null);
    List<Long> found = new ArrayList<>();
    if (list != null) {
      client.requireWaitingFor(list.size());
      collect(list, found);
    }
    if (count != ONE) {
      reply.array(found.size());
      found.forEach(reply::integer);
    } else if (found.isEmpty()) {
      reply.nil();
    } else {
      reply.integer(found.getFirst());
    }
  }

  private void collect(Lists.View list, List<Long> found) {
    long size = list.size();
    long looked = most == 0 ? size : Math.min(most, size);
    long[] skipped = {Math.abs(rank) - 1};
    Lists.ElementVisitor visitor =
        (position, element) -> {
          if (element.equals(wanted) && skipped[0]-- <= 0) {
            found.add(position);
          }
          return count == 0 || found.size() < Math.max(count, 1);
        };
    if (rank < 0) {
      list.forEachReversed(size - looked, size, visitor);
    } else {
      list.forEach(0, looked, visitor);
    }
  }
}
