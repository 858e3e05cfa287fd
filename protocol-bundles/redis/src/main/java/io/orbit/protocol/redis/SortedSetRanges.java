package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.SortedSets;
import io.orbit.protocol.redis.SortedSetRange.Positions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ZRANGE in all its forms, and ZRANGESTORE. */
final class SortedSetRanges {
  private enum By {
    RANK,
    SCORE,
    NAME
  }

  /** What a form of the command leaves to its options. */
  private record Form(@Nullable By by, @Nullable Boolean reversed, boolean stores) {}

  private static final String PER_MEMBER = "O(log(N)+M) for M members answered";

  private SortedSetRanges() {}

  static List<RedisCommand> all() {
    return List.of(
        range("ZRANGE", "1.2.0", "Members in a range", new Form(null, null, false)),
        range(
            "ZREVRANGE",
            "1.2.0",
            "Members by position from the end",
            new Form(By.RANK, true, false)),
        range("ZRANGEBYSCORE", "1.0.5", "Members by score", new Form(By.SCORE, false, false)),
        range(
            "ZREVRANGEBYSCORE",
            "2.2.0",
            "Members by score, the highest first",
            new Form(By.SCORE, true, false)),
        range("ZRANGEBYLEX", "2.8.9", "Members by name", new Form(By.NAME, false, false)),
        range(
            "ZREVRANGEBYLEX",
            "2.8.9",
            "Members by name, the last first",
            new Form(By.NAME, true, false)),
        SortedSetCommands.command("ZRANGESTORE", -5, "write denyoom")
            .keys("OW update,RO access", 1, 2, 1)
            .about("6.2.0", "O(log(N)+M*log(M)) for M members", "Keeps a range under another key")
            .runs(SortedSetRanges::store));
  }

  private static RedisCommand range(String name, String since, String summary, Form form) {
    return SortedSetCommands.command(name, -4, "readonly")
        .keys("RO access", 1, 1, 1)
        .about(since, PER_MEMBER, summary)
        .runs(
            (client, request, reply) -> {
              Query query = Query.parse(request, 2, form);
              SortedSets.View set = SortedSetCommands.view(client, request);
              if (set == null) {
                reply.array(0);
              } else {
                query.write(client, set, reply);
              }
            });
  }

  private static void store(RedisClient client, RedisRequest request, RedisReply reply) {
    Query query = Query.parse(request, 3, new Form(null, null, true));
    ByteRange target = request.argument(1);
    ByteRange source = request.argument(2);
    long[] stored = new long[1];
    boolean ignored =
        client
            .keyspace()
            .atomically(
                List.of(target, source),
                List.of(),
                () -> {
                  List<ByteRange> members = new ArrayList<>();
                  List<Double> scores = new ArrayList<>();
                  SortedSets.View set = client.sortedSets().view(source);
                  if (set != null) {
                    query.forEach(
                        set,
                        query.positions(set),
                        (member, score) -> {
                          members.add(ByteRange.of(member.copy()));
                          scores.add(score);
                        });
                  }
                  stored[0] = members.size();
                  client
                      .sortedSets()
                      .replace(
                          target,
                          editor -> {
                            for (int i = 0; i < members.size(); i++) {
                              boolean added = editor.put(members.get(i), scores.get(i));
                              assert added;
                            }
                          });
                });
    reply.integer(stored[0]);
  }

  /** A parsed command. */
  private record Query(
      SortedSetRange range, boolean reversed, boolean withScores, long offset, long limit) {

    static Query parse(RedisRequest request, int first, Form form) {
      Options options = new Options(form);
      options.parse(request, first + 2);
      By by = options.by == null ? By.RANK : options.by;
      boolean reversed = options.reversed != null && options.reversed;
      if (options.limited && by == By.RANK) {
        throw new RedisError(
            "ERR syntax error, LIMIT is only supported in combination with either BYSCORE or"
                + " BYLEX");
      }
      if (options.withScores && by == By.NAME) {
        throw new RedisError(
            "ERR syntax error, WITHSCORES not supported in combination with BYLEX");
      }
      boolean swapped = reversed && by != By.RANK;
      ByteRange low = request.argument(swapped ? first + 1 : first);
      ByteRange high = request.argument(swapped ? first : first + 1);
      SortedSetRange range =
          switch (by) {
            case RANK -> SortedSetRange.ByRank.parse(low, high);
            case SCORE -> SortedSetRange.ByScore.parse(low, high);
            case NAME -> SortedSetRange.ByName.parse(low, high);
          };
      return new Query(range, reversed, options.withScores, options.offset, options.limit);
    }

    Positions positions(SortedSets.View set) {
      Positions all = range.in(set, reversed);
      long skipped = offset < 0 ? all.size() : Math.min(offset, all.size());
      long count = limit < 0 ? all.size() - skipped : Math.min(limit, all.size() - skipped);
      return reversed
          ? new Positions(all.to() - skipped - count, all.to() - skipped)
          : new Positions(all.from() + skipped, all.from() + skipped + count);
    }

    void forEach(SortedSets.View set, Positions positions, SortedSets.MemberVisitor visitor) {
      if (reversed) {
        set.forEachReversed(positions.from(), positions.to(), visitor);
      } else {
        set.forEach(positions.from(), positions.to(), visitor);
      }
    }

    void write(RedisClient client, SortedSets.View set, RedisReply reply) {
      Positions positions = positions(set);
      client.requireWaitingFor(positions.size());
      boolean paired = withScores && reply.resp3();
      reply.array(withScores && !paired ? positions.size() * 2 : positions.size());
      forEach(
          set,
          positions,
          (member, score) -> {
            if (paired) {
              reply.array(2);
            }
            reply.bulk(member);
            if (withScores) {
              reply.number(score);
            }
          });
    }
  }

  /** The options as they are read. */
  private static final class Options {
    private final Form form;
    private @Nullable By by;
    private @Nullable Boolean reversed;
    private boolean withScores;
    private boolean limited;
    private long offset;
    private long limit = -1;

    Options(Form form) {
      this.form = form;
      by = form.by();
      reversed = form.reversed();
    }

    void parse(RedisRequest request, int first) {
      for (int i = first; i < request.size(); i++) {
        ByteRange word = request.argument(i);
        if (!form.stores() && word.isWord("WITHSCORES")) {
          withScores = true;
        } else if (word.isWord("LIMIT") && i + 2 < request.size()) {
          offset = Words.integer(request.argument(i + 1));
          limit = Words.integer(request.argument(i + 2));
          limited = limit != -1;
          i += 2;
        } else if (reversed == null && word.isWord("REV")) {
          reversed = true;
        } else if (by == null && word.isWord("BYLEX")) {
          by = By.NAME;
        } else if (by == null && word.isWord("BYSCORE")) {
          by = By.SCORE;
        } else {
          throw RedisError.syntax();
        }
      }
    }
  }
}
