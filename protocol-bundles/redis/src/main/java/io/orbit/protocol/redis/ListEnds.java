package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.KeyEvent;
import io.orbit.api.keyspace.Lists;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Pushes and pops. */
final class ListEnds {
  private static final KeyEvent LEFT_POPPED = new KeyEvent(KeyEvent.Kind.LIST, "lpop");
  private static final KeyEvent RIGHT_POPPED = new KeyEvent(KeyEvent.Kind.LIST, "rpop");
  private static final KeyEvent LEFT_PUSHED = new KeyEvent(KeyEvent.Kind.LIST, "lpush");
  private static final KeyEvent RIGHT_PUSHED = new KeyEvent(KeyEvent.Kind.LIST, "rpush");

  private ListEnds() {}

  static List<RedisCommand> all() {
    return List.of(
        push("LPUSH", "1.0.0", "Puts elements at the beginning", true, false),
        push("RPUSH", "1.0.0", "Puts elements at the end", false, false),
        push("LPUSHX", "2.2.0", "Puts elements at the beginning of a list that exists", true, true),
        push("RPUSHX", "2.2.0", "Puts elements at the end of a list that exists", false, true),
        pop("LPOP", "Takes elements from the beginning", true),
        pop("RPOP", "Takes elements from the end", false),
        ListCommands.command("LMPOP", -4, "write")
            .numberedKeys("RW access delete", 1)
            .about("7.0.0", "O(M*log(N)) for M elements", "Takes elements from the first list")
            .runs(ListEnds::popAny));
  }

  private static RedisCommand push(
      String name, String since, String summary, boolean left, boolean onlyPresent) {
    return ListCommands.command(name, -3, "write denyoom fast")
        .keys("RW insert", 1, 1, 1)
        .about(since, "O(log(N)) an element", summary)
        .runs(
            (client, request, reply) ->
                reply.integer(
                    client
                        .lists()
                        .change(
                            request.argument(1),
                            list -> {
                              if (!onlyPresent || list.size() > 0) {
                                request.from(2).forEach(element -> add(list, element, left));
                              }
                              return list.size();
                            })));
  }

  static void add(Lists.Editor list, ByteRange element, boolean left) {
    if (left) {
      list.addFirst(element);
    } else {
      list.addLast(element);
    }
  }

  private static RedisCommand pop(String name, String summary, boolean left) {
    return ListCommands.command(name, -2, "write fast")
        .keys("RW access delete", 1, 1, 1)
        .about("1.0.0", "O(M*log(N)) for M elements", summary)
        .runs((client, request, reply) -> pop(client, request, reply, left));
  }

  private static void pop(
      RedisClient client, RedisRequest request, RedisReply reply, boolean left) {
    if (request.size() > 3) {
      throw RedisError.wrongArguments(request.text(0).toLowerCase(Locale.ROOT));
    }
    boolean counted = request.size() == 3;
    long count = counted ? Words.positive(request.argument(2)) : 1;
    boolean[] existed = new boolean[1];
    List<byte[]> popped =
        client
            .lists()
            .change(
                request.argument(1),
                list -> {
                  existed[0] = list.size() > 0;
                  return take(client, list, left, count);
                });
    if (counted && existed[0]) {
      reply.array(popped.size());
      popped.forEach(reply::bulk);
    } else if (counted) {
      reply.nilArray();
    } else if (popped.isEmpty()) {
      reply.nil();
    } else {
      reply.bulk(popped.getFirst());
    }
  }

  static KeyEvent popped(boolean left) {
    return left ? LEFT_POPPED : RIGHT_POPPED;
  }

  static KeyEvent pushed(boolean left) {
    return left ? LEFT_PUSHED : RIGHT_PUSHED;
  }

  /** Takes elements out of a list; none when there is no such key. */
  static List<byte[]> take(RedisClient client, ByteRange key, boolean left, long count) {
    client.keyspace().announce(popped(left), false);
    return client.lists().change(key, list -> take(client, list, left, count));
  }

  /** Takes one element out of a list that exists, under the name announced. */
  static byte[] takeUnnamed(RedisClient client, ByteRange key, boolean left) {
    return client.lists().change(key, list -> takeOne(client, list, left));
  }

  static byte[] takeOne(RedisClient client, Lists.Editor list, boolean left) {
    return take(client, list, left, 1).getFirst();
  }

  private static List<byte[]> take(
      RedisClient client, Lists.Editor list, boolean left, long count) {
    long taken = Math.min(count, list.size());
    client.requireWaitingFor(taken);
    List<byte[]> elements = new ArrayList<>();
    Lists.ElementVisitor visitor =
        (position, element) -> {
          elements.add(element.copy());
          return true;
        };
    long from = left ? 0 : list.size() - taken;
    if (left) {
      list.forEach(from, from + taken, visitor);
    } else {
      list.forEachReversed(from, from + taken, visitor);
    }
    list.removeRange(from, from + taken);
    return elements;
  }

  private static void popAny(RedisClient client, RedisRequest request, RedisReply reply) {
    PopOptions options = PopOptions.parse(request, 1, "LEFT", "RIGHT");
    for (ByteRange key : options.keys()) {
      List<byte[]> popped = take(client, key, !options.second(), options.count());
      if (!popped.isEmpty()) {
        writeFrom(key, popped, reply);
        return;
      }
    }
    reply.nilArray();
  }

  static void writeFrom(ByteRange key, List<byte[]> popped, RedisReply reply) {
    reply.array(2);
    reply.bulk(key);
    reply.array(popped.size());
    popped.forEach(reply::bulk);
  }
}
