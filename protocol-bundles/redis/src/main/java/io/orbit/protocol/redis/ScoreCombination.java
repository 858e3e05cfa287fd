package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How ZUNION, ZINTER and ZDIFF combine scores: WEIGHTS, AGGREGATE. */
record ScoreCombination(Kind kind, double[] weights, Aggregate aggregate, boolean withScores) {
  enum Kind {
    UNION,
    INTER,
    DIFF
  }

  enum Aggregate {
    SUM,
    MIN,
    MAX;

    double of(double left, double right) {
      return switch (this) {
        case SUM -> orZero(left + right);
        case MIN -> Math.min(left, right);
        case MAX -> Math.max(left, right);
      };
    }
  }

  private record Weighted(ScoredMembers members, double weight) {
    double score(double score) {
      return orZero(score * weight);
    }
  }

  /** Infinities that cancel each other out are 0. */
  private static double orZero(double score) {
    return Double.isNaN(score) ? 0 : score;
  }

  /**
   * Parses what follows the keys.
   *
   * @param at index of the number of keys
   */
  static ScoreCombination parse(
      RedisRequest request, int at, int keys, Kind kind, boolean scoresAllowed) {
    double[] weights = new double[keys];
    Arrays.fill(weights, 1);
    Aggregate aggregate = Aggregate.SUM;
    boolean withScores = false;
    for (int i = at + keys + 1; i < request.size(); i++) {
      ByteRange word = request.argument(i);
      int left = request.size() - i;
      if (kind != Kind.DIFF && left > keys && word.isWord("WEIGHTS")) {
        for (int j = 0; j < keys; j++) {
          weights[j] = Scores.argument(request.argument(++i), "ERR weight value is not a float");
        }
      } else if (kind != Kind.DIFF && left > 1 && word.isWord("AGGREGATE")) {
        aggregate = aggregate(request.argument(++i));
      } else if (scoresAllowed && word.isWord("WITHSCORES")) {
        withScores = true;
      } else {
        throw RedisError.syntax();
      }
    }
    return new ScoreCombination(kind, weights, aggregate, withScores);
  }

  private static Aggregate aggregate(ByteRange word) {
    for (Aggregate each : Aggregate.values()) {
      if (word.isWord(each.name())) {
        return each;
      }
    }
    throw RedisError.syntax();
  }

  Map<ByteRange, Double> combine(List<ScoredMembers> sources) {
    return switch (kind) {
      case UNION -> union(sorted(sources));
      case INTER -> intersection(sorted(sources));
      case DIFF -> difference(sources);
    };
  }

  /** The smallest first, as Redis takes them. */
  private List<Weighted> sorted(List<ScoredMembers> sources) {
    List<Weighted> weighted = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      weighted.add(new Weighted(sources.get(i), weights[i]));
    }
    weighted.sort(Comparator.comparingLong(each -> each.members().size()));
    return weighted;
  }

  private Map<ByteRange, Double> union(List<Weighted> sources) {
    Map<ByteRange, Double> result = new HashMap<>();
    for (Weighted source : sources) {
      source
          .members()
          .forEach(
              (member, score) -> {
                double weighed = source.score(score);
                Double known = result.get(member);
                if (known == null) {
                  result.put(ByteRange.of(member.copy()), weighed);
                } else {
                  result.put(member, aggregate.of(known, weighed));
                }
              });
    }
    return result;
  }

  private Map<ByteRange, Double> intersection(List<Weighted> sources) {
    Map<ByteRange, Double> result = new HashMap<>();
    Weighted first = sources.getFirst();
    first
        .members()
        .forEach(
            (member, score) -> {
              double combined = first.score(score);
              for (Weighted other : sources.subList(1, sources.size())) {
                double found = other.members().score(member);
                if (Double.isNaN(found)) {
                  return;
                }
                combined = aggregate.of(combined, other.score(found));
              }
              result.put(ByteRange.of(member.copy()), combined);
            });
    return result;
  }

  private static Map<ByteRange, Double> difference(List<ScoredMembers> sources) {
    Map<ByteRange, Double> result = new HashMap<>();
    List<ScoredMembers> others = sources.subList(1, sources.size());
    sources
        .getFirst()
        .forEach(
            (member, score) -> {
              if (others.stream().allMatch(other -> Double.isNaN(other.score(member)))) {
                result.put(ByteRange.of(member.copy()), score);
              }
            });
    return result;
  }

  /**
   * How many members all have, counted up to a limit.
   *
   * @param limit 0 for none
   */
  static long countCommon(List<ScoredMembers> sources, long limit) {
    List<ScoredMembers> sorted = new ArrayList<>(sources);
    sorted.sort(Comparator.comparingLong(ScoredMembers::size));
    List<ScoredMembers> others = sorted.subList(1, sorted.size());
    long[] count = new long[1];
    sorted
        .getFirst()
        .forEach(
            (member, score) -> {
              boolean wanted = limit == 0 || count[0] < limit;
              if (wanted && others.stream().noneMatch(o -> Double.isNaN(o.score(member)))) {
                count[0]++;
              }
            });
    return count[0];
  }
}
