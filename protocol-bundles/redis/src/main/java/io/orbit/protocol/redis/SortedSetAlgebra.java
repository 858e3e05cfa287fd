package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.KeyType;
import io.orbit.api.keyspace.Sets;
import io.orbit.api.keyspace.SortedSets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Union, intersection and difference of sorted sets and sets, answered or stored. */
final class SortedSetAlgebra {
  private static final Comparator<Map.Entry<ByteRange, Double>> ORDER =
      Map.Entry.<ByteRange, Double>comparingByValue(SortedSetAlgebra::compareScores)
          .thenComparing(Map.Entry.comparingByKey());

  private SortedSetAlgebra() {}

  private static int compareScores(double left, double right) {
    return left < right ? -1 : left > right ? 1 : 0;
  }

  static List<RedisCommand> all() {
    List<RedisCommand> commands = new ArrayList<>();
    for (ScoreCombination.Kind kind : ScoreCombination.Kind.values()) {
      String word = kind.name();
      String what = "The " + word.toLowerCase(Locale.ROOT) + " of sorted sets";
      commands.add(
          SortedSetCommands.command("Z" + word, -3, "readonly")
              .numberedKeys("RO access", 1)
              .about("6.2.0", "O(N*K)+O(M*log(M)), as Redis", what)
              .runs((client, request, reply) -> answer(client, request, reply, kind)));
      commands.add(
          SortedSetCommands.command("Z" + word + "STORE", -4, "write denyoom")
              .keys("OW update", 1, 1, 1)
              .numberedKeys("RO access", 2)
              .about(
                  kind == ScoreCombination.Kind.DIFF ? "6.2.0" : "2.0.0",
                  "O(N*K)+O(M*log(M)), as Redis",
                  what + ", under another key")
              .runs((client, request, reply) -> store(client, request, reply, kind)));
    }
    commands.add(
        SortedSetCommands.command("ZINTERCARD", -3, "readonly")
            .numberedKeys("RO access", 1)
            .about("7.0.0", "O(N*K)", "How many members sorted sets have in common")
            .runs(SortedSetAlgebra::countCommon));
    return commands;
  }

  /** The keys' values; none for a key that does not exist. */
  private static List<ScoredMembers> sources(RedisClient client, List<ByteRange> keys) {
    List<ScoredMembers> sources = new ArrayList<>();
    for (ByteRange key : keys) {
      if (client.keys().type(key) == KeyType.SET) {
        Sets.View set = client.sets().view(key);
        sources.add(set == null ? ScoredMembers.NONE : ScoredMembers.of(set));
      } else {
        SortedSets.View set = client.sortedSets().view(key);
        sources.add(set == null ? ScoredMembers.NONE : ScoredMembers.of(set));
      }
    }
    long total = sources.stream().mapToLong(ScoredMembers::size).sum();
    client.requireWaitingFor(total);
    return sources;
  }

  static List<ByteRange> keys(RedisRequest request, int at) {
    long number = Words.integer(request.argument(at));
    if (number < 1) {
      throw new RedisError(
          "ERR at least 1 input key is needed for '"
              + request.text(0).toLowerCase(Locale.ROOT)
              + "' command");
    }
    if (number > request.size() - at - 1L) {
      throw RedisError.syntax();
    }
    return request.range(at + 1, at + (int) number, 1);
  }

  private static void answer(
      RedisClient client, RedisRequest request, RedisReply reply, ScoreCombination.Kind kind) {
    List<ByteRange> keys = keys(request, 1);
    List<ScoredMembers> sources = new ArrayList<>();
    client.keyspace().consistently(() -> sources.addAll(sources(client, keys)));
    ScoreCombination combination = ScoreCombination.parse(request, 1, keys.size(), kind, true);
    Map<ByteRange, Double> result = combination.combine(sources);
    boolean paired = combination.withScores() && reply.resp3();
    reply.array(combination.withScores() && !paired ? result.size() * 2L : result.size());
    result.entrySet().stream()
        .sorted(ORDER)
        .forEach(
            each -> {
              if (paired) {
                reply.array(2);
              }
              reply.bulk(each.getKey());
              if (combination.withScores()) {
                reply.number(each.getValue());
              }
            });
  }

  private static void store(
      RedisClient client, RedisRequest request, RedisReply reply, ScoreCombination.Kind kind) {
    List<ByteRange> keys = keys(request, 2);
    List<ByteRange> touched = new ArrayList<>(keys);
    ByteRange target = request.argument(1);
    touched.add(target);
    long[] stored = new long[1];
    boolean ignored =
        client
            .keyspace()
            .atomically(
                touched,
                List.of(),
                () -> {
                  List<ScoredMembers> sources = sources(client, keys);
                  Map<ByteRange, Double> result =
                      ScoreCombination.parse(request, 2, keys.size(), kind, false).combine(sources);
                  stored[0] = result.size();
                  client.sortedSets().replace(target, editor -> result.forEach(editor::put));
                });
    reply.integer(stored[0]);
  }

  private static void countCommon(RedisClient client, RedisRequest request, RedisReply reply) {
    List<ByteRange> keys = keys(request, 1);
    List<ScoredMembers> sources = new ArrayList<>();
    client.keyspace().consistently(() -> sources.addAll(sources(client, keys)));
    long limit = SetAlgebra.limit(request, 2 + keys.size());
    reply.integer(ScoreCombination.countCommon(sources, limit));
  }
}
