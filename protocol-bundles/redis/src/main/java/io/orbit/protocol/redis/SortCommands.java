package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SORT and SORT_RO. */
final class SortCommands {
  private SortCommands() {}

  static List<RedisCommand> all() {
    return List.of(
        new RedisCommand(CommandGroup.GENERIC, "SORT", -2, "write denyoom")
            .keys("RO access", 1, 1, 1)
            .keysBehind("STORE")
            .about("1.0.0", "O(N+M*log(M))", "The elements of a list or a set, sorted")
            .runs((client, request, reply) -> sort(client, request, reply, true)),
        new RedisCommand(CommandGroup.GENERIC, "SORT_RO", -2, "readonly movablekeys")
            .keys("RO access", 1, 1, 1)
            .about("7.0.0", "O(N+M*log(M))", "SORT without STORE")
            .runs((client, request, reply) -> sort(client, request, reply, false)));
  }

  private static void sort(
      RedisClient client, RedisRequest request, RedisReply reply, boolean mayStore) {
    SortQuery query = SortQuery.parse(request, mayStore);
    ByteRange target = query.target();
    List<byte @Nullable []> result = new ArrayList<>();
    if (target == null) {
      client.keyspace().consistently(() -> result.addAll(query.run(client)));
      reply.array(result.size());
      for (byte[] each : result) {
        if (each == null) {
          reply.nil();
        } else {
          reply.bulk(each);
        }
      }
      return;
    }
    boolean ignored =
        client
            .keyspace()
            .atomically(
                List.of(request.argument(1), target),
                List.of(),
                () -> {
                  result.clear();
                  result.addAll(query.run(client));
                  client
                      .lists()
                      .replace(
                          target,
                          list -> {
                            for (byte[] each : result) {
                              list.addLast(ByteRange.of(each == null ? new byte[0] : each));
                            }
                          });
                });
    reply.integer(result.size());
  }
}
