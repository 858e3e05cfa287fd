package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.StreamEntry;
import io.orbit.api.keyspace.StreamId;
import io.orbit.api.keyspace.Streams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** XCLAIM and XAUTOCLAIM: what is pending for one consumer becomes another's. */
final class StreamClaims {
  private static final int PIECE = 128;
  private static final long ATTEMPTS_PER_ENTRY = 10;
  private static final long GREATEST_COUNT = Long.MAX_VALUE / 16;

  private StreamClaims() {}

  static List<RedisCommand> all() {
    return List.of(
        StreamCommands.command("XCLAIM", -6, "write fast")
            .keys("RW update", 1, 1, 1)
            .about("5.0.0", "O(log(N)) an entry", "Makes pending entries a consumer's own")
            .runs(StreamClaims::claim),
        StreamCommands.command("XAUTOCLAIM", -6, "write fast")
            .keys("RW access delete", 1, 1, 1)
            .about("6.2.0", "O(log(N)) an entry", "Makes entries pending for long a consumer's own")
            .runs(StreamClaims::claimIdle));
  }

  private static Streams.Consumer consumer(
      Streams.Editor stream, ByteRange group, ByteRange name, long now, boolean active) {
    Streams.Consumer old = stream.consumer(group, name);
    long activeAt = old == null ? Streams.NEVER : old.activeAt();
    Streams.Consumer seen = new Streams.Consumer(name.copy(), now, active ? now : activeAt);
    stream.putConsumer(group, seen);
    return seen;
  }

  private static void write(List<StreamEntry> claimed, boolean idsOnly, RedisReply reply) {
    reply.array(claimed.size());
    for (StreamEntry each : claimed) {
      if (idsOnly) {
        StreamWords.write(each.id(), reply);
      } else {
        StreamWords.write(each, reply);
      }
    }
  }

  private static void claim(RedisClient client, RedisRequest request, RedisReply reply) {
    ByteRange key = request.argument(1);
    long now = client.now();
    boolean[] idsOnly = new boolean[1];
    List<StreamEntry> claimed =
        client
            .streams()
            .change(
                key,
                stream -> {
                  Streams.Group group =
                      StreamWords.group(
                          stream.exists() ? stream : null, key, request.argument(2), "");
                  StreamClaimOptions options = StreamClaimOptions.parse(request, now);
                  idsOnly[0] = options.idsOnly();
                  if (options.lastId().compareTo(group.lastId()) > 0) {
                    stream.putGroup(
                        new Streams.Group(group.name(), options.lastId(), group.entriesRead()));
                  }
                  StreamGroups.announceConsumer(
                      client, stream, request.argument(2), request.argument(3));
                  return claim(stream, request, options, now);
                });
    write(claimed, idsOnly[0], reply);
  }

  private static List<StreamEntry> claim(
      Streams.Editor stream, RedisRequest request, StreamClaimOptions options, long now) {
    ByteRange group = request.argument(2);
    byte[] name = request.argument(3).copy();
    List<StreamEntry> claimed = new ArrayList<>();
    for (StreamId id : options.ids()) {
      Streams.Pending old = stream.pending(group, id);
      StreamEntry entry = stream.entry(id);
      if (entry == null) {
        boolean ignored = old != null && stream.removePending(group, id);
      } else if (old == null ? options.forced() : options.isIdle(old, now)) {
        long deliveries = options.deliveriesAfter(old == null ? 1 : old.deliveries());
        stream.putPending(group, new Streams.Pending(id, name, options.deliveredAt(), deliveries));
        claimed.add(entry);
      }
    }
    Streams.Consumer ignored =
        consumer(stream, group, request.argument(3), now, !claimed.isEmpty());
    return claimed;
  }

  // ---- XAUTOCLAIM

  private static final class Claiming {
    private final List<StreamEntry> claimed = new ArrayList<>();
    private final List<StreamId> deleted = new ArrayList<>();
    private @Nullable StreamId next;
  }

  private static void claimIdle(RedisClient client, RedisRequest request, RedisReply reply) {
    long idle =
        StreamWords.integer(
            request.argument(4), "ERR Invalid min-idle-time argument for XAUTOCLAIM");
    StreamId from = StreamWords.from(request.argument(5));
    long most = 100;
    boolean onlyIds = false;
    for (int i = 6; i < request.size(); i++) {
      if (request.argument(i).isWord("COUNT") && i + 1 < request.size()) {
        most = Words.inRange(request.argument(++i), 1, GREATEST_COUNT, "ERR COUNT must be > 0");
      } else if (request.argument(i).isWord("JUSTID")) {
        onlyIds = true;
      } else {
        throw RedisError.syntax();
      }
    }
    long count = most;
    boolean idsOnly = onlyIds;
    long now = client.now();
    Claiming result =
        client
            .streams()
            .change(
                request.argument(1),
                stream -> {
                  Streams.Group ignored =
                      StreamWords.group(
                          stream.exists() ? stream : null,
                          request.argument(1),
                          request.argument(2),
                          "");
                  client.requireWaitingFor(
                      Math.min(count, stream.pendingCount(request.argument(2), null)));
                  StreamGroups.announceConsumer(
                      client, stream, request.argument(2), request.argument(3));
                  return claimIdle(stream, request, from, new Limits(idle, count, idsOnly, now));
                });
    reply.array(3);
    StreamId next = result.next;
    StreamWords.write(next == null ? StreamId.MINIMUM : next, reply);
    write(result.claimed, idsOnly, reply);
    reply.array(result.deleted.size());
    result.deleted.forEach(id -> StreamWords.write(id, reply));
  }

  private record Limits(long idle, long count, boolean idsOnly, long now) {}

  private static Claiming claimIdle(
      Streams.Editor stream, RedisRequest request, StreamId first, Limits limits) {
    ByteRange group = request.argument(2);
    Claiming claiming = new Claiming();
    long attempts = limits.count() * ATTEMPTS_PER_ENTRY;
    StreamId from = first;
    while (from != null) {
      List<Streams.Pending> piece = stream.pending(group, null, from, PIECE);
      for (Streams.Pending each : piece) {
        long taken = (long) claiming.claimed.size() + claiming.deleted.size();
        if (attempts-- == 0 || taken == limits.count()) {
          claiming.next = each.id();
          break;
        }
        take(stream, request, each, limits, claiming);
      }
      boolean over = claiming.next != null || piece.size() < PIECE;
      from = over ? null : piece.getLast().id().next();
    }
    Streams.Consumer ignored =
        consumer(stream, group, request.argument(3), limits.now(), !claiming.claimed.isEmpty());
    return claiming;
  }

  private static void take(
      Streams.Editor stream,
      RedisRequest request,
      Streams.Pending pending,
      Limits limits,
      Claiming claiming) {
    ByteRange group = request.argument(2);
    StreamEntry entry = stream.entry(pending.id());
    if (entry == null) {
      boolean ignored = stream.removePending(group, pending.id());
      claiming.deleted.add(pending.id());
    } else if (limits.idle() <= 0 || limits.now() - pending.deliveredAt() >= limits.idle()) {
      byte[] name = request.argument(3).copy();
      long deliveries = pending.deliveries() + (limits.idsOnly() ? 0 : 1);
      stream.putPending(
          group,
          new Streams.Pending(
              pending.id(),
              Arrays.equals(name, pending.consumer()) ? pending.consumer() : name,
              limits.now(),
              deliveries));
      claiming.claimed.add(entry);
    }
  }
}
