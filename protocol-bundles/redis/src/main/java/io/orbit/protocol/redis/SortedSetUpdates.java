package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import java.util.List;
import java.util.function.BiFunction;

/** ZADD, ZINCRBY, ZREM and the ZREMRANGEs. */
final class SortedSetUpdates {
  private SortedSetUpdates() {}

  static List<RedisCommand> all() {
    return List.of(
        SortedSetCommands.command("ZADD", -4, "write denyoom fast")
            .keys("RW update", 1, 1, 1)
            .about("1.2.0", "O(log(N)) a member", "Adds members or changes their scores")
            .runs(
                (client, request, reply) ->
                    SortedSetAdd.parse(request).run(client, request, reply)),
        SortedSetCommands.command("ZINCRBY", 4, "write denyoom fast")
            .keys("RW access update", 1, 1, 1)
            .about("1.2.0", "O(log(N))", "Adds to a member's score")
            .runs(
                (client, request, reply) ->
                    SortedSetAdd.increment(request).run(client, request, reply)),
        SortedSetCommands.command("ZREM", -3, "write fast")
            .keys("RW delete", 1, 1, 1)
            .about("1.2.0", "O(M*log(N)) for M members to remove", "Removes members")
            .runs(SortedSetUpdates::remove),
        removeRange("ZREMRANGEBYRANK", "2.0.0", "positions", SortedSetRange.ByRank::parse),
        removeRange("ZREMRANGEBYSCORE", "1.2.0", "scores", SortedSetRange.ByScore::parse),
        removeRange("ZREMRANGEBYLEX", "2.8.9", "names", SortedSetRange.ByName::parse));
  }

  private static void remove(RedisClient client, RedisRequest request, RedisReply reply) {
    List<ByteRange> members = request.from(2);
    reply.integer(
        client
            .sortedSets()
            .change(request.argument(1), set -> members.stream().filter(set::remove).count()));
  }

  private static RedisCommand removeRange(
      String name,
      String since,
      String by,
      BiFunction<ByteRange, ByteRange, SortedSetRange> parser) {
    return SortedSetCommands.command(name, 4, "write")
        .keys("RW delete", 1, 1, 1)
        .about(since, "O(log(N)) a member to remove", "Removes members by their " + by)
        .runs(
            (client, request, reply) -> {
              SortedSetRange range = parser.apply(request.argument(2), request.argument(3));
              reply.integer(
                  client
                      .sortedSets()
                      .change(
                          request.argument(1),
                          set -> {
                            SortedSetRange.Positions positions = range.in(set, false);
                            client.requireWaitingFor(positions.size());
                            set.removeRange(positions.from(), positions.to());
                            return positions.size();
                          }));
            });
  }
}
