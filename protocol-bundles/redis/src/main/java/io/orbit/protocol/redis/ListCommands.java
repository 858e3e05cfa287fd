package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Lists;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commands that look at and change the inside of a list. */
final class ListCommands {
  private ListCommands() {}

  static RedisCommand command(String name, int arity, String flags) {
    return new RedisCommand(CommandGroup.LIST, name, arity, flags);
  }

  static List<RedisCommand> all() {
    List<RedisCommand> commands = new ArrayList<>(inside());
    commands.addAll(ListEnds.all());
    commands.addAll(ListMoves.all());
    return commands;
  }

  private static List<RedisCommand> inside() {
    return List.of(
        command("LLEN", 2, "readonly fast")
            .keys("RO", 1, 1, 1)
            .about("1.0.0", "O(1)", "Number of elements")
            .runs(
                (client, request, reply) -> {
                  Lists.View list = view(client, request);
                  reply.integer(list == null ? 0 : list.size());
                }),
        command("LINDEX", 3, "readonly")
            .keys("RO access", 1, 1, 1)
            .about("1.0.0", "O(log(N))", "The element at a position")
            .runs(ListCommands::index),
        command("LRANGE", 4, "readonly")
            .keys("RO access", 1, 1, 1)
            .about("1.0.0", "O(log(N)+M) for M elements", "Elements by position")
            .runs(ListCommands::range),
        command("LPOS", -3, "readonly")
            .keys("RO access", 1, 1, 1)
            .about("6.0.6", "O(N)", "Where an element is")
            .runs((client, request, reply) -> ListSearch.parse(request).run(client, reply)),
        command("LSET", 4, "write denyoom")
            .keys("RW update", 1, 1, 1)
            .about("1.0.0", "O(log(N))", "Replaces the element at a position")
            .runs(ListCommands::set),
        command("LINSERT", 5, "write denyoom")
            .keys("RW insert", 1, 1, 1)
            .about("2.2.0", "O(N) until the element", "Puts an element beside another")
            .runs(ListCommands::insert),
        command("LREM", 4, "write")
            .keys("RW delete", 1, 1, 1)
            .about("1.0.0", "O(N)", "Removes elements that are equal to one")
            .runs(ListCommands::remove),
        command("LTRIM", 4, "write")
            .keys("RW delete", 1, 1, 1)
            .about("1.0.0", "O(M*log(N)) for M elements removed", "Keeps a range")
            .runs(ListCommands::trim));
  }

  static Lists.@Nullable View view(RedisClient client, RedisRequest request) {
    Lists.View list = client.lists().view(request.argument(1));
    client.countLookup(list != null);
    return list;
  }

  private static void index(RedisClient client, RedisRequest request, RedisReply reply) {
    Lists.View list = view(client, request);
    if (list == null) {
      reply.nil();
      return;
    }
    long index = Words.integer(request.argument(2));
    long position = index < 0 ? index + list.size() : index;
    if (position < 0 || position >= list.size()) {
      reply.nil();
      return;
    }
    list.at(position, client.value());
    reply.bulk(client.value());
  }

  private static void range(RedisClient client, RedisRequest request, RedisReply reply) {
    long start = Words.integer(request.argument(2));
    long stop = Words.integer(request.argument(3));
    Lists.View list = view(client, request);
    long size = list == null ? 0 : list.size();
    long from = Math.max(0, start < 0 ? start + size : start);
    long last = Math.min(size - 1, stop < 0 ? stop + size : stop);
    if (list == null || from > last) {
      reply.array(0);
      return;
    }
    client.requireWaitingFor(last + 1 - from);
    reply.array(last + 1 - from);
    list.forEach(
        from,
        last + 1,
        (position, element) -> {
          reply.bulk(element);
          return true;
        });
  }

  private static void set(RedisClient client, RedisRequest request, RedisReply reply) {
    boolean set =
        client
            .lists()
            .change(
                request.argument(1),
                list -> {
                  if (list.size() == 0) {
                    throw new RedisError("ERR no such key");
                  }
                  long index = Words.integer(request.argument(2));
                  long position = index < 0 ? index + list.size() : index;
                  if (position < 0 || position >= list.size()) {
                    return false;
                  }
                  list.set(position, request.argument(3));
                  return true;
                });
    if (!set) {
      throw new RedisError("ERR index out of range");
    }
    reply.ok();
  }

  private static void insert(RedisClient client, RedisRequest request, RedisReply reply) {
    boolean after = request.argument(2).isWord("AFTER");
    if (!after && !request.argument(2).isWord("BEFORE")) {
      throw RedisError.syntax();
    }
    ByteRange pivot = request.argument(3);
    ByteRange element = request.argument(4);
    reply.integer(
        client
            .lists()
            .change(
                request.argument(1),
                list -> {
                  client.requireWaitingFor(list.size());
                  long[] found = {-1};
                  list.forEach(
                      0,
                      list.size(),
                      (position, each) -> {
                        found[0] = each.equals(pivot) ? position : -1;
                        return found[0] < 0;
                      });
                  if (found[0] < 0) {
                    return list.size() == 0 ? 0L : -1L;
                  }
                  insertAt(list, after ? found[0] + 1 : found[0], element);
                  return list.size();
                }));
  }

  private static void insertAt(Lists.Editor list, long position, ByteRange element) {
    if (position == 0) {
      list.addFirst(element);
    } else if (position == list.size()) {
      list.addLast(element);
    } else {
      list.insert(position, element);
    }
  }

  private static void remove(RedisClient client, RedisRequest request, RedisReply reply) {
    long count = Words.integer(request.argument(2));
    ByteRange wanted = request.argument(3);
    reply.integer(
        client
            .lists()
            .change(
                request.argument(1),
                list -> {
                  client.requireWaitingFor(list.size());
                  List<Long> found = new ArrayList<>();
                  Lists.ElementVisitor visitor =
                      (position, element) -> {
                        if (element.equals(wanted)) {
                          found.add(position);
                        }
                        return count == 0 || found.size() != Math.abs(count);
                      };
                  if (count < 0) {
                    list.forEachReversed(0, list.size(), visitor);
                  } else {
                    list.forEach(0, list.size(), visitor);
                  }
                  found.sort(java.util.Comparator.reverseOrder());
                  found.forEach(position -> list.removeRange(position, position + 1));
                  return (long) found.size();
                }));
  }

  private static void trim(RedisClient client, RedisRequest request, RedisReply reply) {
    long start = Words.integer(request.argument(2));
    long stop = Words.integer(request.argument(3));
    client
        .lists()
        .change(
            request.argument(1),
            list -> {
              long size = list.size();
              long from = Math.max(0, start < 0 ? start + size : start);
              long last = Math.min(size - 1, stop < 0 ? stop + size : stop);
              boolean none = from > last;
              client.requireWaitingFor(none ? size : size - (last + 1 - from));
              list.removeRange(none ? 0 : last + 1, size);
              list.removeRange(0, none ? 0 : from);
              if (size > 0 && list.size() == size) {
                // As in Redis, who watches the list hears of it all the same.
                ByteRange first = new ByteRange();
                list.at(0, first);
                list.set(0, ByteRange.of(first.copy()));
              }
              return list.size();
            });
    reply.ok();
  }
}
