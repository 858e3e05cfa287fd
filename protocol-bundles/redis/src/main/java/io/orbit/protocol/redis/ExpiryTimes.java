package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;

/** Expiry arguments as milliseconds since 1970. */
final class ExpiryTimes {
  private static final long SECOND = 1000;

  private ExpiryTimes() {}

  /**
   * The value of EX, PX, EXAT or PXAT: must be positive.
   *
   * @param seconds whether it is in seconds
   * @param from what it counts from: now, or 0 for a point in time
   */
  static long positive(ByteRange word, boolean seconds, long from, String command) {
    long amount = Words.integer(word);
    if (amount <= 0) {
      throw invalid(command);
    }
    return at(amount, seconds, from, command);
  }

  /** The same for EXPIRE and its like, where a time that has passed is meant. */
  static long at(long amount, boolean seconds, long from, String command) {
    try {
      long milliseconds = seconds ? Math.multiplyExact(amount, SECOND) : amount;
      return Math.addExact(milliseconds, from);
    } catch (ArithmeticException e) {
      throw invalid(command);
    }
  }

  private static RedisError invalid(String command) {
    return new RedisError("ERR invalid expire time in '" + command + "' command");
  }
}
