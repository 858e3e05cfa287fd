package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.KeyType;
import io.orbit.api.keyspace.QueuePlace;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Commands that wait until a list or a sorted set has something for them. */
final class BlockingCommands {
  private static final double MOST_MILLISECONDS = Long.MAX_VALUE;
  private static final String POP = "RW access delete";

  private record FromList(ByteRange key, List<byte[]> elements) {}

  private record FromSortedSet(ByteRange key, List<SortedSetPops.Popped> members) {}

  private BlockingCommands() {}

  static List<RedisCommand> all() {
    String flags = "write blocking";
    return List.of(
        popList("BLPOP", "first", true),
        popList("BRPOP", "last", false),
        ListCommands.command("BLMPOP", -5, flags)
            .numberedKeys(POP, 2)
            .about("7.0.0", "O(M*log(N)) for M elements", "LMPOP that waits")
            .runs(BlockingCommands::popAnyList),
        ListCommands.command("BLMOVE", 6, flags + " noscript denyoom")
            .keys(ListMoves.ACCESS, 1, 2, 1)
            .about("6.2.0", "O(log(N))", "LMOVE that waits")
            .runs(
                (client, request, reply) ->
                    move(
                        client,
                        request,
                        reply,
                        ListMoves.isLeft(request.argument(3)),
                        ListMoves.isLeft(request.argument(4)))),
        ListCommands.command("BRPOPLPUSH", 4, flags + " noscript denyoom")
            .keys(ListMoves.ACCESS, 1, 2, 1)
            .about("2.2.0", "O(log(N))", "RPOPLPUSH that waits")
            .runs((client, request, reply) -> move(client, request, reply, false, true)),
        popSortedSet("BZPOPMIN", "lowest", false),
        popSortedSet("BZPOPMAX", "highest", true),
        SortedSetCommands.command("BZMPOP", -5, flags)
            .numberedKeys(POP, 2)
            .about("7.0.0", "O(M*log(N)) for M members", "ZMPOP that waits")
            .runs(BlockingCommands::popAnySortedSet));
  }

  // ---- waiting

  /** Milliseconds, 0 for no limit. */
  private static long timeout(ByteRange word) {
    Double seconds = Scores.parse(word);
    if (seconds == null) {
      throw new RedisError("ERR timeout is not a float or out of range");
    }
    double milliseconds = Math.ceil(seconds * 1000);
    if (milliseconds > MOST_MILLISECONDS) {
      throw new RedisError("ERR timeout is out of range");
    }
    if (milliseconds < 0) {
      throw new RedisError("ERR timeout is negative");
    }
    return (long) milliseconds;
  }

  /**
   * Tries each key in turn, then waits for one of them.
   *
   * @param attempt takes something out of a key, or answers null
   * @return null when there was nothing in time, or waiting is not possible here
   */
  private static <T> @Nullable T takeFrom(
      RedisClient client,
      KeyType type,
      List<ByteRange> keys,
      long timeout,
      Function<ByteRange, @Nullable T> attempt) {
    QueuePlace place = client.blocking().takePlace();
    if (place == null) {
      for (ByteRange key : keys) {
        T taken = attempt.apply(key);
        if (taken != null) {
          return taken;
        }
      }
      if (!client.blocking().mayBlock()) {
        return null;
      }
      place = client.keyspace().queue(type, keys);
      if (!client.mayWait()) {
        client.blocking().keepPlace(place);
        client.requireWaiting();
      }
    }
    return client
        .blocking()
        .await(
            client
                .keyspace()
                .block(place, key -> client.keys().type(key) == type ? attempt.apply(key) : null),
            timeout);
  }

  // ---- lists

  private static RedisCommand popList(String name, String which, boolean left) {
    return ListCommands.command(name, -3, "write noscript blocking")
        .keys(POP, 1, -2, 1)
        .about("2.0.0", "O(log(N))", "Takes the " + which + " element, waiting for one")
        .runs(
            (client, request, reply) -> {
              long timeout = timeout(request.argument(request.size() - 1));
              FromList popped =
                  takeFrom(
                      client,
                      KeyType.LIST,
                      request.range(1, request.size() - 2, 1),
                      timeout,
                      key -> take(client, key, left, 1));
              if (popped == null) {
                reply.nilArray();
              } else {
                reply.array(2);
                reply.bulk(popped.key());
                reply.bulk(popped.elements().getFirst());
              }
            });
  }

  private static @Nullable FromList take(
      RedisClient client, ByteRange key, boolean left, long count) {
    List<byte[]> elements = ListEnds.take(client, key, left, count);
    return elements.isEmpty() ? null : new FromList(key, elements);
  }

  private static void popAnyList(RedisClient client, RedisRequest request, RedisReply reply) {
    long timeout = timeout(request.argument(1));
    PopOptions options = PopOptions.parse(request, 2, "LEFT", "RIGHT");
    FromList popped =
        takeFrom(
            client,
            KeyType.LIST,
            options.keys(),
            timeout,
            key -> take(client, key, !options.second(), options.count()));
    if (popped == null) {
      reply.nilArray();
    } else {
      ListEnds.writeFrom(popped.key(), popped.elements(), reply);
    }
  }

  private static void move(
      RedisClient client,
      RedisRequest request,
      RedisReply reply,
      boolean fromLeft,
      boolean toLeft) {
    long timeout = timeout(request.argument(request.size() - 1));
    ByteRange to = request.argument(2);
    byte[] moved =
        takeFrom(
            client,
            KeyType.LIST,
            List.of(request.argument(1)),
            timeout,
            from -> ListMoves.move(client, from, to, fromLeft, toLeft));
    if (moved != null) {
      reply.bulk(moved);
    } else if (client.blocking().mayBlock()) {
      reply.nilArray();
    } else {
      reply.nil();
    }
  }

  // ---- sorted sets

  private static RedisCommand popSortedSet(String name, String which, boolean highest) {
    return SortedSetCommands.command(name, -3, "write noscript blocking fast")
        .keys(POP, 1, -2, 1)
        .about(
            "5.0.0", "O(log(N))", "Takes the member with the " + which + " score, waiting for one")
        .runs(
            (client, request, reply) -> {
              long timeout = timeout(request.argument(request.size() - 1));
              FromSortedSet popped =
                  takeFrom(
                      client,
                      KeyType.SORTED_SET,
                      request.range(1, request.size() - 2, 1),
                      timeout,
                      key -> takeMembers(client, key, highest, 1));
              if (popped == null) {
                reply.nilArray();
              } else {
                reply.array(3);
                reply.bulk(popped.key());
                SortedSetPops.write(popped.members().getFirst(), false, reply);
              }
            });
  }

  private static @Nullable FromSortedSet takeMembers(
      RedisClient client, ByteRange key, boolean highest, long count) {
    List<SortedSetPops.Popped> members = SortedSetPops.take(client, key, highest, count);
    return members.isEmpty() ? null : new FromSortedSet(key, members);
  }

  private static void popAnySortedSet(RedisClient client, RedisRequest request, RedisReply reply) {
    long timeout = timeout(request.argument(1));
    PopOptions options = PopOptions.parse(request, 2, "MIN", "MAX");
    FromSortedSet popped =
        takeFrom(
            client,
            KeyType.SORTED_SET,
            options.keys(),
            timeout,
            key -> takeMembers(client, key, options.second(), options.count()));
    if (popped == null) {
      reply.nilArray();
    } else {
      SortedSetPops.writeFrom(popped.key(), popped.members(), reply);
    }
  }
}
