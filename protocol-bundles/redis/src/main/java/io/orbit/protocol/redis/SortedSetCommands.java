package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.SortedSets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** What asks a sorted set for its size, scores, ranks, counts and members at random. */
final class SortedSetCommands {
  private static final int DEFAULT_SCAN_COUNT = 10;
  private static final String READ = "RO access";

  private SortedSetCommands() {}

  static RedisCommand command(String name, int arity, String flags) {
    return new RedisCommand(CommandGroup.SORTED_SET, name, arity, flags);
  }

  static List<RedisCommand> all() {
    List<RedisCommand> commands = new ArrayList<>(readers());
    commands.addAll(SortedSetUpdates.all());
    commands.addAll(SortedSetRanges.all());
    commands.addAll(SortedSetPops.all());
    commands.addAll(SortedSetAlgebra.all());
    return commands;
  }

  private static List<RedisCommand> readers() {
    return List.of(
        command("ZCARD", 2, "readonly fast")
            .keys("RO", 1, 1, 1)
            .about("1.2.0", "O(1)", "Number of members")
            .runs(
                (client, request, reply) -> {
                  SortedSets.View set = view(client, request);
                  reply.integer(set == null ? 0 : set.size());
                }),
        command("ZSCORE", 3, "readonly fast")
            .keys(READ, 1, 1, 1)
            .about("1.2.0", "O(log(N))", "A member's score")
            .runs(
                (client, request, reply) ->
                    writeScore(view(client, request), request.argument(2), reply)),
        command("ZMSCORE", -3, "readonly fast")
            .keys(READ, 1, 1, 1)
            .about("6.2.0", "O(M*log(N)) for M members asked for", "The scores of members")
            .runs(SortedSetCommands::scores),
        rank("ZRANK", "A member's position", false),
        rank("ZREVRANK", "A member's position from the end", true),
        command("ZCOUNT", 4, "readonly fast")
            .keys(READ, 1, 1, 1)
            .about("2.0.0", "O(log(N))", "Number of members with scores in a range")
            .runs(
                (client, request, reply) ->
                    count(
                        client,
                        request,
                        reply,
                        SortedSetRange.ByScore.parse(request.argument(2), request.argument(3)))),
        command("ZLEXCOUNT", 4, "readonly fast")
            .keys(READ, 1, 1, 1)
            .about("2.8.9", "O(log(N))", "Number of members with names in a range")
            .runs(
                (client, request, reply) ->
                    count(
                        client,
                        request,
                        reply,
                        SortedSetRange.ByName.parse(request.argument(2), request.argument(3)))),
        command("ZSCAN", -3, "readonly")
            .keys(READ, 1, 1, 1)
            .about("2.8.0", "O(log(N)) a call", "Walks a sorted set in pieces")
            .runs(SortedSetCommands::scan),
        command("ZRANDMEMBER", -2, "readonly")
            .keys(READ, 1, 1, 1)
            .about("6.2.0", "O(M*log(N)) for M members answered", "Members at random")
            .runs(SortedSetCommands::random));
  }

  static SortedSets.@Nullable View view(RedisClient client, RedisRequest request) {
    SortedSets.View set = client.sortedSets().view(request.argument(1));
    client.countLookup(set != null);
    return set;
  }

  private static void writeScore(
      SortedSets.@Nullable View set, ByteRange member, RedisReply reply) {
    double score = set == null ? Double.NaN : set.score(member);
    if (Double.isNaN(score)) {
      reply.nil();
    } else {
      reply.number(score);
    }
  }

  private static void scores(RedisClient client, RedisRequest request, RedisReply reply) {
    SortedSets.View set = view(client, request);
    reply.array(request.size() - 2L);
    for (ByteRange member : request.from(2)) {
      writeScore(set, member, reply);
    }
  }

  private static RedisCommand rank(String name, String summary, boolean reversed) {
    return command(name, -3, "readonly fast")
        .keys(READ, 1, 1, 1)
        .about("2.0.0", "O(log(N))", summary)
        .runs((client, request, reply) -> rank(client, request, reply, reversed));
  }

  private static void rank(
      RedisClient client, RedisRequest request, RedisReply reply, boolean reversed) {
    boolean withScore = request.size() > 3;
    if (request.size() > 4) {
      throw RedisError.wrongArguments(reversed ? "zrevrank" : "zrank");
    }
    if (withScore && !request.argument(3).isWord("WITHSCORE")) {
      throw RedisError.syntax();
    }
    SortedSets.View set = view(client, request);
    long rank = set == null ? -1 : set.rank(request.argument(2));
    if (set == null || rank < 0) {
      if (withScore) {
        reply.nilArray();
      } else {
        reply.nil();
      }
      return;
    }
    if (withScore) {
      reply.array(2);
    }
    reply.integer(reversed ? set.size() - 1 - rank : rank);
    if (withScore) {
      reply.number(set.score(request.argument(2)));
    }
  }

  private static void count(
      RedisClient client, RedisRequest request, RedisReply reply, SortedSetRange range) {
    SortedSets.View set = view(client, request);
    reply.integer(set == null ? 0 : range.in(set, false).size());
  }

  private static void scan(RedisClient client, RedisRequest request, RedisReply reply) {
    long cursor = Words.cursor(request.argument(2));
    ScanOptions options = ScanOptions.parse(request, 3, DEFAULT_SCAN_COUNT, false);
    client.requireWaitingFor(options.count());
    List<byte[]> found = new ArrayList<>();
    Glob glob = options.match();
    long next =
        client
            .sortedSets()
            .scan(
                request.argument(1),
                cursor,
                options.count(),
                (member, score) -> {
                  if (glob == null
                      || glob.matches(member.array(), member.offset(), member.length())) {
                    found.add(member.copy());
                    found.add(
                        Scores.format(score).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                  }
                });
    reply.array(2);
    reply.bulk(Long.toUnsignedString(next));
    reply.array(found.size());
    found.forEach(reply::bulk);
  }

  private static void random(RedisClient client, RedisRequest request, RedisReply reply) {
    if (request.size() == 2) {
      SortedSets.View set = view(client, request);
      if (set == null) {
        reply.nil();
      } else {
        long position = ThreadLocalRandom.current().nextLong(set.size());
        set.forEach(position, position + 1, (member, score) -> reply.bulk(member));
      }
      return;
    }
    RandomCount count = RandomCount.parse(request, "WITHSCORES");
    SortedSets.View set = view(client, request);
    if (set == null || count.isNone()) {
      reply.array(0);
      return;
    }
    client.requireWaitingFor(count.size());
    long[] positions = count.positions(set.size());
    boolean paired = count.paired() && reply.resp3();
    reply.array(count.paired() && !paired ? positions.length * 2L : positions.length);
    for (long position : positions) {
      set.forEach(
          position,
          position + 1,
          (member, score) -> {
            if (paired) {
              reply.array(2);
            }
            reply.bulk(member);
            if (count.paired()) {
              reply.number(score);
            }
          });
    }
  }
}
