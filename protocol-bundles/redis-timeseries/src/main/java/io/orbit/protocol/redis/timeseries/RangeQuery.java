package io.orbit.protocol.redis.timeseries;

import io.orbit.api.keyspace.CommandCall;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Which samples of a series, and what is made of them.
 *
 * @param from the first time
 * @param to the last one
 * @param latest whether the open bucket of a series that is filled is shown
 * @param count how many samples or buckets at most
 * @param alignment a time at which a bucket begins
 * @param times the only ones wanted, in order; null for all
 * @param least the smallest value wanted
 * @param most the largest one
 */
record RangeQuery(
    long from,
    long to,
    boolean latest,
    long count,
    @Nullable AggregationArguments aggregation,
    long alignment,
    long @Nullable [] times,
    double least,
    double most) {
  private static final int MOST_TIMES = 128;

  /** Reads it from the call. @param first index of the first time */
  static RangeQuery read(CommandCall call, int first) {
    boolean open = call.word(first).equals("-");
    boolean endless = call.word(first + 1).equals("+");
    long from = open ? 0 : Words.time(call, first, "wrong fromTimestamp");
    long to = endless ? Long.MAX_VALUE : Words.time(call, first + 1, "wrong toTimestamp");
    boolean latest = Words.find(call, "LATEST") != Words.NONE;
    long count = count(call);
    AggregationArguments aggregation = AggregationArguments.read(call);
    long alignment = alignment(call, aggregation, open, endless, from, to);
    double least = Double.NEGATIVE_INFINITY;
    double most = Double.POSITIVE_INFINITY;
    int byValue = Words.find(call, "FILTER_BY_VALUE");
    if (byValue != Words.NONE) {
      if (byValue + 2 >= call.size()) {
        throw Words.error("FILTER_BY_VALUE one or more arguments are missing");
      }
      least = Words.number(call, byValue + 1, "Couldn't parse MIN");
      most = Words.number(call, byValue + 2, "Couldn't parse MAX");
    }
    return new RangeQuery(
        from, to, latest, count, aggregation, alignment, times(call), least, most);
  }

  private static long count(CommandCall call) {
    int at = Words.find(call, "COUNT");
    int aggregation = Words.find(call, "AGGREGATION");
    if (at != Words.NONE && aggregation != Words.NONE && at == aggregation + 1) {
      at = Words.find(call, "COUNT", aggregation + 2);
    }
    int reduce = Words.find(call, "REDUCE");
    if (at != Words.NONE && reduce != Words.NONE && at == reduce + 1) {
      at = Words.find(call, "COUNT", reduce + 2);
    }
    if (at == Words.NONE) {
      return Long.MAX_VALUE;
    }
    if (at + 1 == call.size()) {
      throw Words.error("COUNT argument is missing");
    }
    long count = Words.whole(call, at + 1, "Couldn't parse COUNT");
    if (count < 1) {
      throw Words.error("Invalid COUNT value");
    }
    return count;
  }

  private static long alignment(
      CommandCall call,
      @Nullable AggregationArguments aggregation,
      boolean open,
      boolean endless,
      long from,
      long to) {
    int at = Words.find(call, "ALIGN");
    if (at == Words.NONE) {
      return 0;
    }
    if (at + 1 >= call.size()) {
      throw Words.wrongArguments(call);
    }
    String word = call.word(at + 1).toLowerCase(Locale.ROOT);
    boolean start = word.equals("start") || word.equals("-");
    boolean end = word.equals("end") || word.equals("+");
    Long time = start || end ? Long.valueOf(0) : Words.time(word);
    if (time == null) {
      throw Words.error("unknown ALIGN parameter");
    }
    if (aggregation == null) {
      throw Words.error("ALIGN parameter can only be used with AGGREGATION");
    }
    if (start && open) {
      throw Words.error("start alignment can only be used with explicit start timestamp");
    }
    if (end && endless) {
      throw Words.error("end alignment can only be used with explicit end timestamp");
    }
    return start ? from : end ? to : time;
  }

  private static long @Nullable [] times(CommandCall call) {
    int at = Words.find(call, "FILTER_BY_TS");
    if (at == Words.NONE) {
      return null;
    }
    LongStream.Builder times = LongStream.builder();
    int found = 0;
    for (int i = at + 1; i < call.size() && found < MOST_TIMES; i++) {
      Long time = Words.time(call.word(i));
      if (time == null) {
        break;
      }
      times.add(time);
      found++;
    }
    if (found == 0) {
      throw Words.error("FILTER_BY_TS one or more arguments are missing");
    }
    return times.build().sorted().distinct().toArray();
  }

  /** The same of any number of samples. */
  RangeQuery unlimited() {
    return new RangeQuery(
        from, to, latest, Long.MAX_VALUE, aggregation, alignment, times, least, most);
  }

  boolean wants(long time, double value) {
    long[] only = times;
    return (only == null || Arrays.binarySearch(only, time) >= 0)
        && value >= least
        && value <= most;
  }

  boolean wantsAll() {
    return times == null && least == Double.NEGATIVE_INFINITY && most == Double.POSITIVE_INFINITY;
  }
}
