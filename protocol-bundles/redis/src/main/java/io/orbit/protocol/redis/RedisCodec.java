package io.orbit.protocol.redis;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Bytes to requests: arrays of bulk strings, and inline commands. Pure, resumable and limited: a
 * request that is not whole yet leaves the input as it is, and what was understood of it is
 * remembered relative to its beginning, so that a long one is not read again and again.
 *
 * <p>The replies to broken input are Redis' own (networking.c, processMultibulkBuffer and
 * processInlineBuffer); after one the connection ends.
 */
final class RedisCodec {
  /** Longest line: an inline command, a count or a length. */
  static final int MAXIMUM_LINE = 64 << 10;

  /** Largest request in all. */
  static final int MAXIMUM_REQUEST = 1 << 30;

  /** Default of proto-max-bulk-len. */
  static final long MAXIMUM_BULK = 512L << 20;

  private static final int UNAUTHENTICATED_ARGUMENTS = 10;
  private static final int UNAUTHENTICATED_BULK = 16 << 10;

  private boolean authenticated;
  private long maximumBulk = MAXIMUM_BULK;

  /** Arguments still to come of the request begun; 0 when none is begun. */
  private int missing;

  /** Where the next thing to read begins, relative to the request's beginning. */
  private int position;

  /** Length of the bulk string whose header was read, or -1. */
  private int bulkLength = -1;

  /** Offsets, relative to the request's beginning, and lengths of the arguments read. */
  private int[] ranges = new int[16];

  private int count;

  void setAuthenticated(boolean proved) {
    authenticated = proved;
  }

  void setMaximumBulk(long bytes) {
    maximumBulk = bytes;
  }

  /**
   * Reads the next request with at least one word; empty ones are passed over.
   *
   * @return false when the input does not hold a whole one
   * @throws RedisError for broken input, after which nothing more can be read
   */
  boolean read(ByteBuf input, RedisRequest request) {
    while (input.isReadable()) {
      byte[] array = input.array();
      int start = input.arrayOffset() + input.readerIndex();
      int available = input.readableBytes();
      int consumed;
      if (missing > 0 || array[start] == '*') {
        consumed = readArray(array, start, available, request);
      } else {
        consumed = readInline(array, start, available, request);
      }
      if (consumed == 0) {
        return false;
      }
      input.skipBytes(consumed);
      if (request.size() > 0) {
        return true;
      }
    }
    return false;
  }

  /** Forgets what was understood of a request that is not whole. */
  void startOver() {
    missing = 0;
    bulkLength = -1;
    count = 0;
  }

  /** Answers the length of the whole request, or 0 when some of it is missing. */
  private int readArray(byte[] array, int start, int available, RedisRequest request) {
    if (missing == 0) {
      int end = lineEnd(array, start, available, 1, "too big mbulk count string");
      if (end < 0) {
        return 0;
      }
      long announced = number(array, start + 1, start + end);
      if (announced == NO_NUMBER || announced > Integer.MAX_VALUE) {
        throw broken("invalid multibulk length");
      }
      if (announced > UNAUTHENTICATED_ARGUMENTS && !authenticated) {
        throw broken("unauthenticated multibulk length");
      }
      if (announced <= 0) {
        request.clear();
        return end + 2;
      }
      missing = (int) announced;
      position = end + 2;
      count = 0;
    }
    while (missing > 0) {
      if (!readBulk(array, start, available)) {
        return 0;
      }
      missing--;
    }
    request.clear();
    for (int i = 0; i < count; i++) {
      request.add(array, start + ranges[2 * i], ranges[2 * i + 1]);
    }
    if (ranges.length > 4096) {
      ranges = new int[16];
    }
    return position;
  }

  private boolean readBulk(byte[] array, int start, int available) {
    if (bulkLength < 0) {
      int end = lineEnd(array, start, available, position, "too big bulk count string");
      if (end < 0) {
        return false;
      }
      byte marker = array[start + position];
      if (marker != '$') {
        throw broken("expected '$', got '" + (char) (marker & 0xFF) + "'");
      }
      long length = number(array, start + position + 1, start + end);
      if (length < 0 || length > maximumBulk) {
        throw broken("invalid bulk length");
      }
      if (length > UNAUTHENTICATED_BULK && !authenticated) {
        throw broken("unauthenticated bulk length");
      }
      if (end + 2 + length > MAXIMUM_REQUEST) {
        throw broken("too big request");
      }
      bulkLength = (int) length;
      position = end + 2;
    }
    if (available - position < bulkLength + 2) {
      return false;
    }
    if (2 * count == ranges.length) {
      ranges = Arrays.copyOf(ranges, 4 * count);
    }
    ranges[2 * count] = position;
    ranges[2 * count + 1] = bulkLength;
    count++;
    position += bulkLength + 2;
    bulkLength = -1;
    return true;
  }

  /** Where the line's CR stands, relative to the request; -1 when it has not come with its LF. */
  private static int lineEnd(byte[] array, int start, int available, int from, String tooLong) {
    int limit = Math.min(available, from + MAXIMUM_LINE);
    for (int i = from; i < limit; i++) {
      if (array[start + i] == '\r') {
        return i + 1 < available ? i : -1;
      }
    }
    if (available - from >= MAXIMUM_LINE) {
      throw broken(tooLong);
    }
    return -1;
  }

  private static final long NO_NUMBER = Long.MIN_VALUE;

  /** A number in canonical form of at most ten digits, or {@link #NO_NUMBER}. */
  private static long number(byte[] array, int from, int to) {
    boolean negative = from < to && array[from] == '-';
    int at = negative ? from + 1 : from;
    int digits = to - at;
    if (digits < 1 || digits > 18 || (array[at] == '0' && (digits > 1 || negative))) {
      return NO_NUMBER;
    }
    long value = 0;
    for (; at < to; at++) {
      int digit = array[at] - '0';
      if (digit < 0 || digit > 9) {
        return NO_NUMBER;
      }
      value = value * 10 + digit;
    }
    return negative ? -value : value;
  }

  private static int readInline(byte[] array, int start, int available, RedisRequest request) {
    int end = 0;
    while (end < available && array[start + end] != '\n') {
      end++;
    }
    if (end == available || end > MAXIMUM_LINE) {
      if (available > MAXIMUM_LINE) {
        throw broken("too big inline request");
      }
      return 0;
    }
    int length = end > 0 && array[start + end - 1] == '\r' ? end - 1 : end;
    request.clear();
    InlineWords.split(array, start, start + length, request);
    return end + 1;
  }

  static RedisError broken(String what) {
    return RedisError.echoing("ERR Protocol error: " + what);
  }
}
