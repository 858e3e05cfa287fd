package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.StreamId;
import io.orbit.api.keyspace.Streams;
import org.jspecify.annotations.Nullable;

/** The options of XADD and XTRIM: what to trim, and for XADD whether to create, and which id. */
final class StreamAddOptions {
  private static final int BLOCKS_AT_ONCE = 100;
  private static final int DEFAULT_LIMIT = 10_000;
  private static final int GREATEST_LIMIT = 1_000_000;

  private boolean trims;
  private boolean approximate;
  private long maximum;
  private @Nullable StreamId minimum;
  private long limit;
  private boolean limited;
  private boolean neverCreates;
  private @Nullable StreamId id;
  private boolean sequenceMissing;
  private int idAt;

  private StreamAddOptions() {}

  static StreamAddOptions parse(RedisRequest request, boolean adding, RedisClient client) {
    StreamAddOptions options = new StreamAddOptions();
    int at = 2;
    while (at < request.size()) {
      int next = options.option(request, adding, at);
      if (next < 0) {
        break;
      }
      at = next;
    }
    options.idAt = at;
    if (client.followsSource()) {
      // The source has decided how much to trim.
      options.limit = 0;
      options.limited = false;
    }
    options.check(adding, client.server().settings().streamBlockEntries());
    return options;
  }

  /** Reads one option; the place behind it, or -1 when the id is here. */
  private int option(RedisRequest request, boolean adding, int at) {
    ByteRange word = request.argument(at);
    boolean more = at + 1 < request.size();
    if (adding && word.isWord("*")) {
      return -1;
    }
    if (more && (word.isWord("MAXLEN") || word.isWord("MINID"))) {
      return trimming(request, word.isWord("MAXLEN"), at + 1);
    }
    if (more && word.isWord("LIMIT")) {
      limit = Words.integer(request.argument(at + 1));
      if (limit < 0) {
        throw new RedisError("ERR The LIMIT argument must be >= 0.");
      }
      limited = true;
      return at + 2;
    }
    if (!adding) {
      throw RedisError.syntax();
    }
    if (word.isWord("NOMKSTREAM")) {
      neverCreates = true;
      return at + 1;
    }
    parseId(word);
    return -1;
  }

  private int trimming(RedisRequest request, boolean byLength, int first) {
    if (trims) {
      throw new RedisError(
          "ERR syntax error, MAXLEN and MINID options at the same time are not compatible");
    }
    int at = first;
    ByteRange word = request.argument(at);
    boolean more = at + 1 < request.size();
    approximate = more && word.isWord("~");
    if (approximate || (more && word.isWord("="))) {
      at++;
    }
    if (byLength) {
      maximum = Words.integer(request.argument(at));
      if (maximum < 0) {
        throw new RedisError("ERR The MAXLEN argument must be >= 0.");
      }
    } else {
      minimum = StreamWords.id(request.argument(at));
    }
    trims = true;
    return at + 1;
  }

  /** An id, or {@code milliseconds-*}. */
  private void parseId(ByteRange word) {
    String text = word.latin1();
    if (text.endsWith("-*") && StreamId.isUnsigned(text.substring(0, text.length() - 2))) {
      sequenceMissing = true;
      id = new StreamId(Long.parseUnsignedLong(text.substring(0, text.length() - 2)), 0);
    } else {
      id = StreamWords.id(word);
    }
  }

  private void check(boolean adding, int blockEntries) {
    if (limit > 0 && !trims) {
      throw new RedisError(
          "ERR syntax error, LIMIT cannot be used without specifying a trimming strategy");
    }
    if (!adding && !trims) {
      throw new RedisError("ERR syntax error, XTRIM must be called with a trimming strategy");
    }
    if (limited && !approximate) {
      throw new RedisError("ERR syntax error, LIMIT cannot be used without the special ~ option");
    }
    if (!limited && approximate) {
      long most = (long) BLOCKS_AT_ONCE * blockEntries;
      limit = most <= 0 ? DEFAULT_LIMIT : Math.min(most, GREATEST_LIMIT);
    }
  }

  /** What to trim; null for nothing. */
  Streams.@Nullable Trimming trimming() {
    return trims ? new Streams.Trimming(maximum, minimum, approximate, limit) : null;
  }

  boolean neverCreates() {
    return neverCreates;
  }

  /** Index of the id among the arguments, their number when there is none. */
  int idAt() {
    return idAt;
  }

  /** True when the id given is none that an entry can have. */
  boolean isZero() {
    return id != null && !sequenceMissing && id.equals(StreamId.MINIMUM);
  }

  /** The id of an entry to be added. */
  StreamId idAfter(StreamId last, long now) {
    StreamId given = id;
    StreamId wanted;
    if (given == null) {
      StreamId current = new StreamId(now, 0);
      wanted = current.compareTo(last) > 0 ? current : last.next();
    } else if (sequenceMissing && given.milliseconds() == last.milliseconds()) {
      wanted = last.sequence() == -1 ? null : last.next();
    } else {
      wanted = given;
    }
    if (wanted == null || wanted.compareTo(last) <= 0) {
      throw new RedisError(
          "ERR The ID specified in XADD is equal or smaller than the target stream top item");
    }
    return wanted;
  }
}
