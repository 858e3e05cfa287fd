package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.KeyEvent;
import io.orbit.api.keyspace.SortedSets;

/** ZADD and ZINCRBY: the options, and what they make of one member after the other. */
final class SortedSetAdd {
  private static final KeyEvent INCREMENTED = new KeyEvent(KeyEvent.Kind.SORTED_SET, "zincr");

  private boolean absent;
  private boolean present;
  private boolean greater;
  private boolean less;
  private boolean countChanged;
  private boolean increment;
  private int first = 2;
  private double[] scores = new double[0];

  private SortedSetAdd() {}

  static SortedSetAdd parse(RedisRequest request) {
    SortedSetAdd add = new SortedSetAdd();
    while (add.first < request.size() && add.takesOption(request.argument(add.first))) {
      add.first++;
    }
    int words = request.size() - add.first;
    if (words == 0 || words % 2 != 0) {
      throw RedisError.syntax();
    }
    add.check(words / 2);
    add.parseScores(request, words / 2);
    return add;
  }

  static SortedSetAdd increment(RedisRequest request) {
    SortedSetAdd add = new SortedSetAdd();
    add.increment = true;
    add.parseScores(request, 1);
    return add;
  }

  private boolean takesOption(ByteRange word) {
    if (word.isWord("NX")) {
      absent = true;
    } else if (word.isWord("XX")) {
      present = true;
    } else if (word.isWord("GT")) {
      greater = true;
    } else if (word.isWord("LT")) {
      less = true;
    } else if (word.isWord("CH")) {
      countChanged = true;
    } else if (word.isWord("INCR")) {
      increment = true;
    } else {
      return false;
    }
    return true;
  }

  private void check(int members) {
    if (absent && present) {
      throw new RedisError("ERR XX and NX options at the same time are not compatible");
    }
    if ((greater && absent) || (less && absent) || (greater && less)) {
      throw new RedisError("ERR GT, LT, and/or NX options at the same time are not compatible");
    }
    if (increment && members > 1) {
      throw new RedisError("ERR INCR option supports a single increment-element pair");
    }
  }

  private void parseScores(RedisRequest request, int members) {
    scores = new double[members];
    for (int i = 0; i < members; i++) {
      scores[i] = Scores.argument(request.argument(first + 2 * i));
    }
  }

  void run(RedisClient client, RedisRequest request, RedisReply reply) {
    if (increment) {
      client.keyspace().announce(INCREMENTED, false);
      double score = client.sortedSets().change(request.argument(1), set -> add(set, request));
      if (Double.isNaN(score)) {
        reply.nil();
      } else {
        reply.number(score);
      }
    } else {
      reply.integer(client.sortedSets().change(request.argument(1), set -> addAll(set, request)));
    }
  }

  /** Answers the new score, NaN when an option says no. */
  private double add(SortedSets.Editor set, RedisRequest request) {
    ByteRange member = request.argument(first + 1);
    double old = set.score(member);
    if (absent && !Double.isNaN(old)) {
      return Double.NaN;
    }
    double score = Double.isNaN(old) ? scores[0] : old + scores[0];
    if (Double.isNaN(score)) {
      throw new RedisError("ERR resulting score is not a number (NaN)");
    }
    if (!applies(old, score)) {
      return Double.NaN;
    }
    boolean ignored = set.put(member, score);
    return score;
  }

  private long addAll(SortedSets.Editor set, RedisRequest request) {
    long added = 0;
    long changed = 0;
    for (int i = 0; i < scores.length; i++) {
      ByteRange member = request.argument(first + 2 * i + 1);
      double old = set.score(member);
      if (applies(old, scores[i])) {
        if (set.put(member, scores[i])) {
          added++;
        } else if (old != scores[i]) {
          changed++;
        }
      }
    }
    return countChanged ? added + changed : added;
  }

  /**
   * @param old NaN for a member that is not there
   */
  private boolean applies(double old, double score) {
    if (Double.isNaN(old)) {
      return !present;
    }
    return !absent && !(less && score >= old) && !(greater && score <= old);
  }
}
