package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The arguments of XREAD and XREADGROUP. */
final class StreamReadOptions {
  private static final ByteRange NONE = new ByteRange();

  private long timeout = -1;
  private long count;
  private boolean noAcknowledgement;
  private @Nullable ByteRange group;
  private ByteRange consumer = NONE;
  private List<ByteRange> keys = List.of();
  private List<ByteRange> ids = List.of();

  private StreamReadOptions() {}

  static StreamReadOptions parse(RedisRequest request, boolean grouped) {
    StreamReadOptions options = new StreamReadOptions();
    int at = 1;
    while (at < request.size()) {
      at = options.option(request, grouped, at);
    }
    if (options.keys.isEmpty()) {
      throw RedisError.syntax();
    }
    if (grouped && options.group == null) {
      throw new RedisError("ERR Missing GROUP option for XREADGROUP");
    }
    return options;
  }

  private int option(RedisRequest request, boolean grouped, int at) {
    ByteRange word = request.argument(at);
    int more = request.size() - at - 1;
    if (word.isWord("BLOCK") && more > 0) {
      timeout = timeout(request.argument(at + 1));
      return at + 2;
    }
    if (word.isWord("COUNT") && more > 0) {
      count = Math.max(0, Words.integer(request.argument(at + 1)));
      return at + 2;
    }
    if (word.isWord("STREAMS") && more > 0) {
      streams(request, grouped, at + 1);
      return request.size();
    }
    if (word.isWord("GROUP") && more > 1) {
      requireGroup(grouped, "GROUP");
      group = request.argument(at + 1);
      consumer = request.argument(at + 2);
      return at + 3;
    }
    if (word.isWord("NOACK")) {
      requireGroup(grouped, "NOACK");
      noAcknowledgement = true;
      return at + 1;
    }
    throw RedisError.syntax();
  }

  private static void requireGroup(boolean grouped, String option) {
    if (!grouped) {
      throw new RedisError(
          "ERR The "
              + option
              + " option is only supported by XREADGROUP. You called XREAD instead.");
    }
  }

  /** Milliseconds, 0 for no limit. */
  private static long timeout(ByteRange word) {
    long milliseconds = StreamWords.integer(word, "ERR timeout is not an integer or out of range");
    if (milliseconds < 0) {
      throw new RedisError("ERR timeout is negative");
    }
    return milliseconds;
  }

  private void streams(RedisRequest request, boolean grouped, int first) {
    int words = request.size() - first;
    if (words % 2 != 0) {
      throw new RedisError(
          "ERR Unbalanced '"
              + (grouped ? "xreadgroup" : "xread")
              + "' list of streams: for each stream key an ID or '"
              + (grouped ? '>' : '$')
              + "' must be specified.");
    }
    keys = request.range(first, first + words / 2 - 1, 1);
    ids = request.from(first + words / 2);
  }

  boolean waits() {
    return timeout >= 0;
  }

  /** In milliseconds, 0 for no limit. */
  long timeout() {
    return timeout;
  }

  /** Most entries of a stream, 0 for any number. */
  long count() {
    return count;
  }

  boolean noAcknowledgement() {
    return noAcknowledgement;
  }

  ByteRange group() {
    ByteRange given = group;
    return given == null ? NONE : given;
  }

  ByteRange consumer() {
    return consumer;
  }

  List<ByteRange> keys() {
    return keys;
  }

  List<ByteRange> ids() {
    return ids;
  }
}
