package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Sets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Union, intersection and difference of sets, answered, stored or counted. */
final class SetAlgebra {
  private enum Kind {
    UNION,
    INTER,
    DIFF
  }

  private SetAlgebra() {}

  static List<RedisCommand> all() {
    List<RedisCommand> commands = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      String what = "The " + kind.name().toLowerCase(Locale.ROOT) + " of sets";
      String cost = "O(N*log(M)) for N members looked at";
      commands.add(
          SetCommands.command("S" + kind.name(), -2, "readonly")
              .keys("RO access", 1, -1, 1)
              .about("1.0.0", cost, what)
              .runs((client, request, reply) -> answer(client, request, reply, kind)));
      commands.add(
          SetCommands.command("S" + kind.name() + "STORE", -3, "write denyoom")
              .keys("OW update,RO access", 1, -1, 1)
              .about("1.0.0", cost, what + ", under another key")
              .runs((client, request, reply) -> store(client, request, reply, kind)));
    }
    commands.add(
        SetCommands.command("SINTERCARD", -3, "readonly")
            .numberedKeys("RO access", 1)
            .about("7.0.0", "O(N*log(M))", "How many members sets have in common")
            .runs(SetAlgebra::countCommon));
    return commands;
  }

  /** The keys' sets, null for a key that does not exist. */
  private static List<Sets.@Nullable View> sources(RedisClient client, List<ByteRange> keys) {
    List<Sets.@Nullable View> sources = new ArrayList<>();
    long total = 0;
    for (ByteRange key : keys) {
      Sets.View set = client.sets().view(key);
      sources.add(set);
      total += set == null ? 0 : set.size();
    }
    client.requireWaitingFor(total);
    return sources;
  }

  private static void answer(
      RedisClient client, RedisRequest request, RedisReply reply, Kind kind) {
    List<Sets.@Nullable View> sources = new ArrayList<>();
    client.keyspace().consistently(() -> sources.addAll(sources(client, request.from(1))));
    Collection<ByteRange> result = combine(sources, kind);
    reply.set(result.size());
    result.forEach(reply::bulk);
  }

  private static void store(RedisClient client, RedisRequest request, RedisReply reply, Kind kind) {
    long[] stored = new long[1];
    boolean ignored =
        client
            .keyspace()
            .atomically(
                request.from(1),
                List.of(),
                () -> {
                  Collection<ByteRange> result = combine(sources(client, request.from(2)), kind);
                  stored[0] = result.size();
                  client.sets().replace(request.argument(1), editor -> result.forEach(editor::add));
                });
    reply.integer(stored[0]);
  }

  private static Collection<ByteRange> combine(List<Sets.@Nullable View> sources, Kind kind) {
    return switch (kind) {
      case UNION -> union(sources);
      case INTER -> {
        List<ByteRange> common = new ArrayList<>();
        forEachCommon(
            sources,
            member -> {
              common.add(copy(member));
              return true;
            });
        yield common;
      }
      case DIFF -> difference(sources);
    };
  }

  private static ByteRange copy(ByteRange member) {
    return ByteRange.of(member.copy());
  }

  private static Collection<ByteRange> union(List<Sets.@Nullable View> sources) {
    Collection<ByteRange> result = new TreeSet<>();
    for (Sets.View source : sources) {
      if (source != null) {
        source.forEach(member -> result.add(copy(member)));
      }
    }
    return result;
  }

  private static Collection<ByteRange> difference(List<Sets.@Nullable View> sources) {
    List<ByteRange> result = new ArrayList<>();
    Sets.View first = sources.getFirst();
    if (first != null) {
      List<Sets.@Nullable View> others = sources.subList(1, sources.size());
      first.forEach(
          member -> {
            if (others.stream().noneMatch(other -> other != null && other.contains(member))) {
              result.add(copy(member));
            }
          });
    }
    return result;
  }

  private interface CommonVisitor {
    /** False to see no more. */
    boolean visit(ByteRange member);
  }

  private static void forEachCommon(List<Sets.@Nullable View> sources, CommonVisitor visitor) {
    List<Sets.View> sorted = new ArrayList<>();
    for (Sets.View source : sources) {
      if (source == null) {
        return;
      }
      sorted.add(source);
    }
    sorted.sort(Comparator.comparingLong(Sets.View::size));
    Sets.View smallest = sorted.removeFirst();
    ByteRange member = new ByteRange();
    boolean more = true;
    for (long i = 0; more && i < smallest.size(); i++) {
      smallest.at(i, member);
      if (sorted.stream().allMatch(other -> other.contains(member))) {
        more = visitor.visit(member);
      }
    }
  }

  private static void countCommon(RedisClient client, RedisRequest request, RedisReply reply) {
    long number =
        Words.inRange(
            request.argument(1), 1, Long.MAX_VALUE, "ERR numkeys should be greater than 0");
    if (number > request.size() - 2) {
      throw new RedisError("ERR Number of keys can't be greater than number of args");
    }
    long limit = limit(request, 2 + (int) number);
    List<Sets.@Nullable View> sources = new ArrayList<>();
    client
        .keyspace()
        .consistently(() -> sources.addAll(sources(client, request.range(2, 1 + (int) number, 1))));
    long[] count = new long[1];
    forEachCommon(
        sources,
        member -> {
          count[0]++;
          return limit == 0 || count[0] < limit;
        });
    reply.integer(count[0]);
  }

  /** LIMIT of SINTERCARD and ZINTERCARD; 0 for none. */
  static long limit(RedisRequest request, int first) {
    long limit = 0;
    for (int i = first; i < request.size(); i += 2) {
      if (!request.argument(i).isWord("LIMIT") || i + 1 >= request.size()) {
        throw RedisError.syntax();
      }
      limit =
          Words.inRange(request.argument(i + 1), 0, Long.MAX_VALUE, "ERR LIMIT can't be negative");
    }
    return limit;
  }
}
