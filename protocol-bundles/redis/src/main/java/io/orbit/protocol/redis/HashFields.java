package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Hashes.HashView;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The fields that a command names behind FIELDS and their number. */
record HashFields(List<ByteRange> names) {
  static final String NOT_POSITIVE = "ERR Number of fields must be a positive integer";

  private static final String OUT_OF_PLACE =
      "ERR Mandatory argument FIELDS is missing or not at the right position";
  private static final String MISMATCH =
      "ERR The `numfields` parameter must match the number of arguments";

  /** The latest time a field may have: two bits less than Redis keeps. */
  private static final long LATEST = (1L << 46) - 1;

  /**
   * @param at where FIELDS stands
   * @param notPositive the error for a number that is none
   */
  static HashFields parse(RedisRequest request, int at, String notPositive) {
    if (at >= request.size() || !request.argument(at).isWord("FIELDS")) {
      throw new RedisError(OUT_OF_PLACE);
    }
    if (at + 1 >= request.size()) {
      throw new RedisError(MISMATCH);
    }
    long count = Words.inRange(request.argument(at + 1), 1, Long.MAX_VALUE, notPositive);
    if (count != request.size() - at - 2L) {
      throw new RedisError(MISMATCH);
    }
    return new HashFields(request.from(at + 2));
  }

  /** Fails when the key holds something else, which is looked at before the other arguments. */
  static void requireHash(RedisClient client, RedisRequest request) {
    @Nullable HashView ignored = client.hashes().view(request.argument(1));
  }

  /** What a function answers of each. */
  long[] results(ToLongFunction<ByteRange> of) {
    return names.stream().mapToLong(of).toArray();
  }

  /**
   * An argument as milliseconds since 1970.
   *
   * @param from what it counts from: now, or 0 for a point in time
   */
  static long time(ByteRange word, boolean seconds, long from, String command) {
    long amount = Words.integer(word);
    if (amount < 0) {
      throw new RedisError("ERR invalid expire time, must be >= 0");
    }
    if (amount > (seconds ? LATEST / 1000 : LATEST)
        || (seconds ? amount * 1000 : amount) > LATEST - from) {
      throw new RedisError("ERR invalid expire time in '" + command + "' command");
    }
    return (seconds ? amount * 1000 : amount) + from;
  }
}
