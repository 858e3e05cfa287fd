package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.StreamId;
import io.orbit.api.keyspace.Streams;
import java.util.ArrayList;
import java.util.List;

/** The arguments of XCLAIM behind the consumer: the least idle time, ids, then options. */
final class StreamClaimOptions {
  private final List<StreamId> ids = new ArrayList<>();
  private long minimumIdle;
  private long deliveredAt;
  private long deliveries = -1;
  private boolean forced;
  private boolean idsOnly;
  private StreamId lastId = StreamId.MINIMUM;

  private StreamClaimOptions() {}

  static StreamClaimOptions parse(RedisRequest request, long now) {
    StreamClaimOptions options = new StreamClaimOptions();
    options.minimumIdle =
        StreamWords.integer(request.argument(4), "ERR Invalid min-idle-time argument for XCLAIM");
    int at = 5;
    StreamId id = at < request.size() ? StreamId.parse(request.argument(at), 0) : null;
    while (id != null) {
      options.ids.add(id);
      at++;
      id = at < request.size() ? StreamId.parse(request.argument(at), 0) : null;
    }
    long given = -1;
    for (; at < request.size(); at++) {
      ByteRange word = request.argument(at);
      boolean more = at + 1 < request.size();
      if (word.isWord("FORCE")) {
        options.forced = true;
      } else if (word.isWord("JUSTID")) {
        options.idsOnly = true;
      } else if (word.isWord("IDLE") && more) {
        given = now - number(request, ++at, "IDLE");
      } else if (word.isWord("TIME") && more) {
        given = number(request, ++at, "TIME");
      } else if (word.isWord("RETRYCOUNT") && more) {
        options.deliveries = number(request, ++at, "RETRYCOUNT");
      } else if (word.isWord("LASTID") && more) {
        options.lastId = StreamWords.id(request.argument(++at));
      } else {
        throw RedisError.echoing("ERR Unrecognized XCLAIM option '" + word.latin1() + "'");
      }
    }
    options.deliveredAt = given < 0 || given > now ? now : given;
    return options;
  }

  private static long number(RedisRequest request, int at, String option) {
    return StreamWords.integer(
        request.argument(at), "ERR Invalid " + option + " option argument for XCLAIM");
  }

  List<StreamId> ids() {
    return ids;
  }

  boolean forced() {
    return forced;
  }

  boolean idsOnly() {
    return idsOnly;
  }

  StreamId lastId() {
    return lastId;
  }

  /** Milliseconds since 1970 at which what is claimed counts as delivered. */
  long deliveredAt() {
    return deliveredAt;
  }

  boolean isIdle(Streams.Pending pending, long now) {
    return minimumIdle <= 0 || now - pending.deliveredAt() >= minimumIdle;
  }

  /** How often an entry counts as delivered that was delivered so often before. */
  long deliveriesAfter(long before) {
    if (deliveries >= 0) {
      return deliveries;
    }
    return idsOnly ? before : before + 1;
  }
}
