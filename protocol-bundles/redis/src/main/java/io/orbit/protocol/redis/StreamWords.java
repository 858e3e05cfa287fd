package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.StreamEntry;
import io.orbit.api.keyspace.StreamId;
import io.orbit.api.keyspace.Streams;
import org.jspecify.annotations.Nullable;

/** What commands on streams read and write alike: ids, bounds, entries, their errors. */
final class StreamWords {
  private static final RedisError INVALID =
      new RedisError("ERR Invalid stream ID specified as stream command argument");

  private StreamWords() {}

  static RedisError invalidId() {
    return INVALID;
  }

  /** An id; without a sequence, that of 0. */
  static StreamId id(ByteRange word) {
    return id(word, 0);
  }

  private static StreamId id(ByteRange word, long missing) {
    StreamId id = StreamId.parse(word, missing);
    if (id == null) {
      throw INVALID;
    }
    return id;
  }

  /** An id, {@code -} or {@code +}. */
  static StreamId idOrEnd(ByteRange word, long missing) {
    if (word.isWord("-")) {
      return StreamId.MINIMUM;
    }
    return word.isWord("+") ? StreamId.MAXIMUM : id(word, missing);
  }

  /** The lower end of a range. */
  static StreamId from(ByteRange word) {
    if (!isExclusive(word)) {
      return idOrEnd(word, 0);
    }
    StreamId next = id(rest(word), 0).next();
    if (next == null) {
      throw new RedisError("ERR invalid start ID for the interval");
    }
    return next;
  }

  /** The upper end of a range. */
  static StreamId to(ByteRange word) {
    if (!isExclusive(word)) {
      return idOrEnd(word, -1);
    }
    StreamId previous = id(rest(word), -1).previous();
    if (previous == null) {
      throw new RedisError("ERR invalid end ID for the interval");
    }
    return previous;
  }

  private static boolean isExclusive(ByteRange word) {
    return word.length() > 1 && word.byteAt(0) == '(';
  }

  private static ByteRange rest(ByteRange word) {
    ByteRange rest = new ByteRange();
    rest.set(word.array(), word.offset() + 1, word.length() - 1);
    return rest;
  }

  static void write(StreamId id, RedisReply reply) {
    reply.bulk(id.toString());
  }

  static void write(StreamEntry entry, RedisReply reply) {
    reply.array(2);
    write(entry.id(), reply);
    reply.array(entry.size() * 2L);
    entry.forEach(
        (field, value) -> {
          reply.bulk(field);
          reply.bulk(value);
        });
  }

  static void writeOrNil(@Nullable StreamEntry entry, RedisReply reply) {
    if (entry == null) {
      reply.nil();
    } else {
      write(entry, reply);
    }
  }

  // ---- groups

  /** A group of a stream, either of which may be missing. */
  static Streams.Group group(
      Streams.@Nullable View stream, ByteRange key, ByteRange group, String where) {
    Streams.Group found = stream == null ? null : stream.group(group);
    if (found == null) {
      throw RedisError.echoing(
          "NOGROUP No such key '"
              + shown(key)
              + "' or consumer group '"
              + shown(group)
              + "'"
              + where);
    }
    return found;
  }

  static RedisError noGroup(ByteRange key, ByteRange group) {
    return RedisError.echoing(
        "NOGROUP No such consumer group '" + shown(group) + "' for key name '" + shown(key) + "'");
  }

  /** As C shows it: up to the first zero byte. */
  private static String shown(ByteRange word) {
    String text = word.latin1();
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }

  static RedisError wrongSubcommand(RedisRequest request) {
    return RedisError.echoing(
        "ERR unknown subcommand or wrong number of arguments for '"
            + shown(request.argument(1))
            + "'. Try "
            + request.text(0).toUpperCase(java.util.Locale.ROOT)
            + " HELP.");
  }

  /** A whole number; the error is for all else. */
  static long integer(ByteRange word, String error) {
    return Words.inRange(word, Long.MIN_VALUE, Long.MAX_VALUE, error);
  }
}
