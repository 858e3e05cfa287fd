package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.SortedSets;

/** A part of a sorted set, as two arguments name it. */
sealed interface SortedSetRange {
  /** First position, and the one after the last; empty when the first is not smaller. */
  record Positions(long from, long to) {
    static final Positions NONE = new Positions(0, 0);

    long size() {
      return Math.max(0, to - from);
    }
  }

  /** Where the part lies; {@code reversed}: positions count from the end. */
  Positions in(SortedSets.View set, boolean reversed);

  /** By position; negative ones count from the end. */
  record ByRank(long start, long stop) implements SortedSetRange {
    static ByRank parse(ByteRange start, ByteRange stop) {
      return new ByRank(Words.integer(start), Words.integer(stop));
    }

    @Override
    public Positions in(SortedSets.View set, boolean reversed) {
      long size = set.size();
      long from = Math.max(0, start < 0 ? start + size : start);
      long last = Math.min(size - 1, stop < 0 ? stop + size : stop);
      if (from > last || from >= size) {
        return Positions.NONE;
      }
      return reversed ? new Positions(size - 1 - last, size - from) : new Positions(from, last + 1);
    }
  }

  /** By score; a bound may be left out itself. */
  record ByScore(double minimum, boolean aboveMinimum, double maximum, boolean belowMaximum)
      implements SortedSetRange {
    static ByScore parse(ByteRange minimum, ByteRange maximum) {
      return new ByScore(
          score(minimum), isExclusive(minimum), score(maximum), isExclusive(maximum));
    }

    private static boolean isExclusive(ByteRange bound) {
      return bound.length() > 0 && bound.byteAt(0) == '(';
    }

    private static double score(ByteRange bound) {
      ByteRange number = isExclusive(bound) ? tail(bound) : bound;
      Double score = number.length() == 0 ? Double.valueOf(0) : Scores.parse(number);
      if (score == null) {
        throw new RedisError("ERR min or max is not a float");
      }
      return score;
    }

    @Override
    public Positions in(SortedSets.View set, boolean reversed) {
      return new Positions(
          set.countBelow(minimum, aboveMinimum), set.countBelow(maximum, !belowMaximum));
    }
  }

  /** By name, where all scores are equal: {@code - + [a (a}. */
  record ByName(ByteRange minimum, ByteRange maximum) implements SortedSetRange {
    static ByName parse(ByteRange minimum, ByteRange maximum) {
      return new ByName(checked(minimum), checked(maximum));
    }

    private static ByteRange checked(ByteRange bound) {
      int mark = bound.length() == 0 ? 0 : bound.byteAt(0);
      boolean unlimited = (mark == '-' || mark == '+') && bound.length() == 1;
      if (!unlimited && mark != '[' && mark != '(') {
        throw new RedisError("ERR min or max not valid string range item");
      }
      return ByteRange.of(bound.copy());
    }

    @Override
    public Positions in(SortedSets.View set, boolean reversed) {
      return new Positions(position(set, minimum, false), position(set, maximum, true));
    }

    private static long position(SortedSets.View set, ByteRange bound, boolean after) {
      return switch (bound.byteAt(0)) {
        case '-' -> 0;
        case '+' -> set.size();
        case '[' -> set.countBefore(tail(bound), after);
        default -> set.countBefore(tail(bound), !after);
      };
    }
  }

  private static ByteRange tail(ByteRange word) {
    ByteRange tail = new ByteRange();
    tail.set(word.array(), word.offset() + 1, word.length() - 1);
    return tail;
  }
}
