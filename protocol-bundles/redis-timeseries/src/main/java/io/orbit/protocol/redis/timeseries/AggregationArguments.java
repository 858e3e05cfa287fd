package io.orbit.protocol.redis.timeseries;

import io.orbit.api.keyspace.CommandCall;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind AGGREGATION.
 *
 * @param bucket milliseconds
 * @param empty whether buckets without samples are shown
 */
record AggregationArguments(
    Aggregation aggregation, long bucket, boolean empty, BucketTime bucketTime) {
  /** The time that a bucket is shown with. */
  enum BucketTime {
    START,
    MIDDLE,
    END;

    long of(long start, long bucket) {
      return switch (this) {
        case START -> start;
        case MIDDLE -> start + bucket / 2;
        case END -> start + bucket;
      };
    }
  }

  /** Null where the word does not stand. */
  static @Nullable AggregationArguments read(CommandCall call) {
    int at = Words.find(call, "AGGREGATION");
    if (at == Words.NONE) {
      return null;
    }
    AggregationArguments plain = bucket(call, at);
    int empty = Words.find(call, "EMPTY");
    if (empty != Words.NONE && empty != at + 3 && empty != at + 5) {
      throw Words.error("EMPTY flag should be the 3rd or 5th flag after AGGREGATION flag");
    }
    return new AggregationArguments(
        plain.aggregation(), plain.bucket(), empty != Words.NONE, bucketTime(call, at));
  }

  /** The aggregation and its bucket alone. */
  static AggregationArguments bucket(CommandCall call, int at) {
    if (at + 2 >= call.size()) {
      throw Words.error("Couldn't parse AGGREGATION");
    }
    long bucket = Words.whole(call, at + 2, "Couldn't parse AGGREGATION");
    Aggregation aggregation = Aggregation.named(call.word(at + 1));
    if (aggregation == null) {
      throw Words.error("Unknown aggregation type");
    }
    if (bucket <= 0) {
      throw Words.error("bucketDuration must be greater than zero");
    }
    return new AggregationArguments(aggregation, bucket, false, BucketTime.START);
  }

  private static BucketTime bucketTime(CommandCall call, int aggregation) {
    int at = Words.find(call, "BUCKETTIMESTAMP");
    if (at == Words.NONE) {
      return BucketTime.START;
    }
    if (at != aggregation + 3 && at != aggregation + 4) {
      throw Words.error(
          "BUCKETTIMESTAMP flag should be the 3rd or 4th flag after AGGREGATION flag");
    }
    if (at + 1 >= call.size()) {
      throw Words.wrongArguments(call);
    }
    return switch (call.word(at + 1).toLowerCase(Locale.ROOT)) {
      case "start", "-" -> BucketTime.START;
      case "end", "+" -> BucketTime.END;
      case "mid", "~" -> BucketTime.MIDDLE;
      default -> throw Words.error("unknown BUCKETTIMESTAMP parameter");
    };
  }
}
