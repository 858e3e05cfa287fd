package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.KeyEvent;
import io.orbit.api.keyspace.Lists;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** LMOVE and RPOPLPUSH. */
final class ListMoves {
  static final String ACCESS = "RW access delete,RW insert";

  private ListMoves() {}

  static List<RedisCommand> all() {
    return List.of(
        ListCommands.command("LMOVE", 5, "write denyoom")
            .keys(ACCESS, 1, 2, 1)
            .about("6.2.0", "O(log(N))", "Moves an element to an end of another list")
            .runs(
                (client, request, reply) ->
                    write(
                        move(
                            client,
                            request.argument(1),
                            request.argument(2),
                            isLeft(request.argument(3)),
                            isLeft(request.argument(4))),
                        reply)),
        ListCommands.command("RPOPLPUSH", 3, "write denyoom")
            .keys(ACCESS, 1, 2, 1)
            .about("1.2.0", "O(log(N))", "Moves the last element to the front of another list")
            .runs(
                (client, request, reply) ->
                    write(
                        move(client, request.argument(1), request.argument(2), false, true),
                        reply)));
  }

  static boolean isLeft(ByteRange word) {
    boolean left = word.isWord("LEFT");
    if (!left && !word.isWord("RIGHT")) {
      throw RedisError.syntax();
    }
    return left;
  }

  private static void write(byte @Nullable [] moved, RedisReply reply) {
    if (moved == null) {
      reply.nil();
    } else {
      reply.bulk(moved);
    }
  }

  /** Moves an element; answers it, or null when there is none. */
  static byte @Nullable [] move(
      RedisClient client, ByteRange from, ByteRange to, boolean fromLeft, boolean toLeft) {
    byte[][] moved = new byte[1][];
    boolean ignored =
        client
            .keyspace()
            .atomically(
                List.of(from, to),
                List.of(),
                () -> {
                  moved[0] = null;
                  Lists.View source = client.lists().view(from);
                  if (source == null) {
                    return;
                  }
                  if (from.equals(to)) {
                    moved[0] = rotate(client, from, fromLeft, toLeft);
                    return;
                  }
                  Lists.View target = client.lists().view(to);
                  client.keyspace().announce(null, false);
                  byte[] element = ListEnds.takeUnnamed(client, from, fromLeft);
                  long size =
                      client
                          .lists()
                          .change(
                              to,
                              list -> {
                                ListEnds.add(list, ByteRange.of(element), toLeft);
                                return list.size();
                              });
                  assert target == null || size > 0;
                  moved[0] = element;
                  client.keyspace().tell(to, ListEnds.pushed(toLeft));
                  client.keyspace().tell(from, ListEnds.popped(fromLeft));
                  if (client.lists().view(from) == null) {
                    client.keyspace().tell(from, KeyEvent.DELETED);
                  }
                });
    return moved[0];
  }

  /** Within one list, which is never empty meanwhile. */
  private static byte[] rotate(
      RedisClient client, ByteRange key, boolean fromLeft, boolean toLeft) {
    client.keyspace().announce(null, false);
    byte[] element =
        client
            .lists()
            .change(
                key,
                list -> {
                  byte[] taken = ListEnds.takeOne(client, list, fromLeft);
                  ListEnds.add(list, ByteRange.of(taken), toLeft);
                  return taken;
                });
    client.keyspace().tell(key, ListEnds.pushed(toLeft));
    client.keyspace().tell(key, ListEnds.popped(fromLeft));
    return element;
  }
}
