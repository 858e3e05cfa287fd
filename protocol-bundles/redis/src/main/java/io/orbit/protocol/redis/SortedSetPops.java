package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.KeyEvent;
import io.orbit.api.keyspace.SortedSets;
import java.util.ArrayList;
import java.util.List;

/** ZPOPMIN, ZPOPMAX, ZMPOP. */
final class SortedSetPops {
  /** A member taken out. */
  record Popped(byte[] member, double score) {}

  private static final KeyEvent LOWEST_POPPED = new KeyEvent(KeyEvent.Kind.SORTED_SET, "zpopmin");
  private static final KeyEvent HIGHEST_POPPED = new KeyEvent(KeyEvent.Kind.SORTED_SET, "zpopmax");

  private SortedSetPops() {}

  static List<RedisCommand> all() {
    return List.of(
        pop("ZPOPMIN", "the lowest scores", false),
        pop("ZPOPMAX", "the highest scores", true),
        SortedSetCommands.command("ZMPOP", -4, "write")
            .numberedKeys("RW access delete", 1)
            .about("7.0.0", "O(M*log(N)) for M members", "Takes members out of the first set")
            .runs(SortedSetPops::popAny));
  }

  private static RedisCommand pop(String name, String which, boolean highest) {
    return SortedSetCommands.command(name, -2, "write fast")
        .keys("RW access delete", 1, 1, 1)
        .about("5.0.0", "O(M*log(N)) for M members", "Takes out the members with " + which)
        .runs((client, request, reply) -> pop(client, request, reply, highest));
  }

  private static void pop(
      RedisClient client, RedisRequest request, RedisReply reply, boolean highest) {
    if (request.size() > 3) {
      throw RedisError.syntax();
    }
    boolean counted = request.size() == 3;
    long count = counted ? Words.positive(request.argument(2)) : 1;
    List<Popped> popped = take(client, request.argument(1), highest, count);
    boolean paired = counted && reply.resp3();
    reply.array(paired ? popped.size() : popped.size() * 2L);
    popped.forEach(each -> write(each, paired, reply));
  }

  static void write(Popped popped, boolean paired, RedisReply reply) {
    if (paired) {
      reply.array(2);
    }
    reply.bulk(popped.member());
    reply.number(popped.score());
  }

  /** Takes members out of one sorted set; none when there is no such key. */
  static List<Popped> take(RedisClient client, ByteRange key, boolean highest, long count) {
    client.keyspace().announce(highest ? HIGHEST_POPPED : LOWEST_POPPED, false);
    return client
        .sortedSets()
        .change(
            key,
            set -> {
              long taken = Math.min(count, set.size());
              client.requireWaitingFor(taken);
              List<Popped> popped = new ArrayList<>();
              SortedSets.MemberVisitor visitor =
                  (member, score) -> popped.add(new Popped(member.copy(), score));
              long from = highest ? set.size() - taken : 0;
              if (highest) {
                set.forEachReversed(from, from + taken, visitor);
              } else {
                set.forEach(from, from + taken, visitor);
              }
              set.removeRange(from, from + taken);
              return popped;
            });
  }

  private static void popAny(RedisClient client, RedisRequest request, RedisReply reply) {
    PopOptions options = PopOptions.parse(request, 1, "MIN", "MAX");
    for (ByteRange key : options.keys()) {
      List<Popped> popped = take(client, key, options.second(), options.count());
      if (!popped.isEmpty()) {
        writeFrom(key, popped, reply);
        return;
      }
    }
    reply.nilArray();
  }

  static void writeFrom(ByteRange key, List<Popped> popped, RedisReply reply) {
    reply.array(2);
    reply.bulk(key);
    reply.array(popped.size());
    popped.forEach(each -> write(each, true, reply));
  }
}
