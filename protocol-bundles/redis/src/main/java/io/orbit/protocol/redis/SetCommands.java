package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.KeyEvent;
import io.orbit.api.keyspace.Sets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Commands on one set, and SMOVE. */
final class SetCommands {
  private static final int DEFAULT_SCAN_COUNT = 10;
  private static final String READ = "RO access";

  private static final KeyEvent ADDED = new KeyEvent(KeyEvent.Kind.SET, "sadd");
  private static final KeyEvent REMOVED = new KeyEvent(KeyEvent.Kind.SET, "srem");

  private SetCommands() {}

  static RedisCommand command(String name, int arity, String flags) {
    return new RedisCommand(CommandGroup.SET, name, arity, flags);
  }

  static List<RedisCommand> all() {
    List<RedisCommand> commands = new ArrayList<>(readers());
    commands.addAll(writers());
    commands.addAll(SetAlgebra.all());
    return commands;
  }

  private static List<RedisCommand> writers() {
    return List.of(
        command("SADD", -3, "write denyoom fast")
            .keys("RW insert", 1, 1, 1)
            .about("1.0.0", "O(log(N)) a member", "Adds members")
            .runs(
                (client, request, reply) ->
                    reply.integer(
                        client
                            .sets()
                            .change(
                                request.argument(1),
                                set -> request.from(2).stream().filter(set::add).count()))),
        command("SREM", -3, "write fast")
            .keys("RW delete", 1, 1, 1)
            .about("1.0.0", "O(log(N)) a member", "Removes members")
            .runs(
                (client, request, reply) ->
                    reply.integer(
                        client
                            .sets()
                            .change(
                                request.argument(1),
                                set -> request.from(2).stream().filter(set::remove).count()))),
        command("SMOVE", 4, "write fast")
            .keys("RW access delete,RW insert", 1, 2, 1)
            .about("1.0.0", "O(log(N))", "Moves a member to another set")
            .runs(SetCommands::move),
        command("SPOP", -2, "write fast")
            .keys("RW access delete", 1, 1, 1)
            .about("1.0.0", "O(log(N)) a member", "Takes out members at random")
            .runs(SetCommands::pop));
  }

  private static List<RedisCommand> readers() {
    return List.of(
        command("SCARD", 2, "readonly fast")
            .keys("RO", 1, 1, 1)
            .about("1.0.0", "O(1)", "Number of members")
            .runs(
                (client, request, reply) -> {
                  Sets.View set = view(client, request);
                  reply.integer(set == null ? 0 : set.size());
                }),
        command("SISMEMBER", 3, "readonly fast")
            .keys("RO", 1, 1, 1)
            .about("1.0.0", "O(log(N))", "Whether a member is there")
            .runs(
                (client, request, reply) -> {
                  Sets.View set = view(client, request);
                  reply.integer(set != null && set.contains(request.argument(2)) ? 1 : 0);
                }),
        command("SMISMEMBER", -3, "readonly fast")
            .keys("RO", 1, 1, 1)
            .about("6.2.0", "O(log(N)) a member", "Which members are there")
            .runs(SetCommands::areMembers),
        command("SMEMBERS", 2, "readonly")
            .keys(READ, 1, 1, 1)
            .about("1.0.0", "O(N) in the size of the set", "All members")
            .runs(SetCommands::members),
        command("SRANDMEMBER", -2, "readonly")
            .keys(READ, 1, 1, 1)
            .about("1.0.0", "O(log(N)) a member", "Members at random")
            .runs(SetCommands::random),
        command("SSCAN", -3, "readonly")
            .keys(READ, 1, 1, 1)
            .about("2.8.0", "O(log(N)) a call", "Walks a set in pieces")
            .runs(SetCommands::scan));
  }

  private static Sets.@Nullable View view(RedisClient client, RedisRequest request) {
    Sets.View set = client.sets().view(request.argument(1));
    client.countLookup(set != null);
    return set;
  }

  private static void areMembers(RedisClient client, RedisRequest request, RedisReply reply) {
    Sets.View set = view(client, request);
    reply.array(request.size() - 2L);
    for (ByteRange member : request.from(2)) {
      reply.integer(set != null && set.contains(member) ? 1 : 0);
    }
  }

  private static void members(RedisClient client, RedisRequest request, RedisReply reply) {
    Sets.View set = view(client, request);
    if (set == null) {
      reply.set(0);
      return;
    }
    client.requireWaitingFor(set.size());
    reply.set(set.size());
    set.forEach(reply::bulk);
  }

  private static void move(RedisClient client, RedisRequest request, RedisReply reply) {
    ByteRange from = request.argument(1);
    ByteRange to = request.argument(2);
    ByteRange member = request.argument(3);
    boolean[] moved = new boolean[1];
    boolean ignored =
        client
            .keyspace()
            .atomically(
                List.of(from, to), List.of(), () -> moved[0] = move(client, from, to, member));
    reply.integer(moved[0] ? 1 : 0);
  }

  private static boolean move(RedisClient client, ByteRange from, ByteRange to, ByteRange member) {
    Sets.View source = client.sets().view(from);
    if (source == null) {
      return false;
    }
    boolean present = source.contains(member);
    Sets.View target = client.sets().view(to);
    if (!present || from.equals(to)) {
      return present;
    }
    client.keyspace().announce(REMOVED, false);
    boolean removed = client.sets().change(from, set -> set.remove(member));
    client.keyspace().announce(ADDED, false);
    if (target == null || !target.contains(member)) {
      boolean added = client.sets().change(to, set -> set.add(member));
      return removed && added;
    }
    return removed;
  }

  private static void pop(RedisClient client, RedisRequest request, RedisReply reply) {
    if (request.size() > 3) {
      throw RedisError.syntax();
    }
    boolean counted = request.size() == 3;
    long count = counted ? Words.positive(request.argument(2)) : 1;
    List<ByteRange> popped =
        client
            .sets()
            .change(
                request.argument(1),
                set -> {
                  client.requireWaitingFor(Math.min(count, set.size()));
                  return take(set, count);
                });
    if (counted) {
      reply.set(popped.size());
      popped.forEach(reply::bulk);
    } else if (popped.isEmpty()) {
      reply.nil();
    } else {
      reply.bulk(popped.getFirst());
    }
  }

  private static List<ByteRange> take(Sets.Editor set, long count) {
    List<ByteRange> taken = new ArrayList<>();
    if (count == 0) {
      return taken;
    }
    for (long position : RandomPositions.distinct(set.size(), count)) {
      ByteRange member = new ByteRange();
      set.at(position, member);
      taken.add(member);
    }
    long removed = taken.stream().filter(set::remove).count();
    assert removed == taken.size();
    return taken;
  }

  private static void random(RedisClient client, RedisRequest request, RedisReply reply) {
    ByteRange member = new ByteRange();
    if (request.size() == 2) {
      Sets.View set = view(client, request);
      if (set == null) {
        reply.nil();
      } else {
        set.at(ThreadLocalRandom.current().nextLong(set.size()), member);
        reply.bulk(member);
      }
      return;
    }
    if (request.size() > 3) {
      throw RedisError.syntax();
    }
    RandomCount count = RandomCount.parse(request, "");
    Sets.View set = view(client, request);
    if (set == null || count.isNone()) {
      reply.array(0);
      return;
    }
    client.requireWaitingFor(count.size());
    long[] positions = count.positions(set.size());
    reply.array(positions.length);
    for (long position : positions) {
      set.at(position, member);
      reply.bulk(member);
    }
  }

  private static void scan(RedisClient client, RedisRequest request, RedisReply reply) {
    long cursor = Words.cursor(request.argument(2));
    ScanOptions options = ScanOptions.parse(request, 3, DEFAULT_SCAN_COUNT, false);
    client.requireWaitingFor(options.count());
    List<byte[]> found = new ArrayList<>();
    Glob glob = options.match();
    long next =
        client
            .sets()
            .scan(
                request.argument(1),
                cursor,
                options.count(),
                member -> {
                  if (glob == null
                      || glob.matches(member.array(), member.offset(), member.length())) {
                    found.add(member.copy());
                  }
                });
    reply.array(2);
    reply.bulk(Long.toUnsignedString(next));
    reply.array(found.size());
    found.forEach(reply::bulk);
  }
}
