package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.WholeNumber;

/** Arguments as numbers, with Redis' errors. */
final class Words {
  private Words() {}

  static long integer(ByteRange word) {
    if (!WholeNumber.isWhole(word.array(), word.offset(), word.length())) {
      throw RedisError.notInteger();
    }
    return WholeNumber.parse(word.array(), word.offset(), word.length());
  }

  static int smallInteger(ByteRange word) {
    long value = integer(word);
    if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
      throw new RedisError(
          "ERR value is out of range, value must between -2147483648 and 2147483647");
    }
    return (int) value;
  }

  /** A number in a range; the error is for all else. */
  static long inRange(ByteRange word, long minimum, long maximum, String error) {
    if (!WholeNumber.isWhole(word.array(), word.offset(), word.length())) {
      throw new RedisError(error);
    }
    long value = WholeNumber.parse(word.array(), word.offset(), word.length());
    if (value < minimum || value > maximum) {
      throw new RedisError(error);
    }
    return value;
  }

  /** A number that is not negative. */
  static long positive(ByteRange word) {
    return inRange(word, 0, Long.MAX_VALUE, "ERR value is out of range, must be positive");
  }

  /** A cursor of SCAN and its like: an unsigned number as strtoul reads it; empty is 0. */
  static long cursor(ByteRange word) {
    String text = word.latin1();
    boolean negative = text.startsWith("-");
    String digits = negative || text.startsWith("+") ? text.substring(1) : text;
    if (text.isEmpty()) {
      return 0;
    }
    try {
      if (!digits.isEmpty() && Character.isDigit(digits.charAt(0))) {
        long value = Long.parseUnsignedLong(digits);
        return negative ? -value : value;
      }
    } catch (NumberFormatException e) {
      throw new RedisError("ERR invalid cursor");
    }
    throw new RedisError("ERR invalid cursor");
  }

  /** The argument after an option. */
  static ByteRange after(RedisRequest request, int option) {
    if (option + 1 >= request.size()) {
      throw RedisError.syntax();
    }
    return request.argument(option + 1);
  }
}
