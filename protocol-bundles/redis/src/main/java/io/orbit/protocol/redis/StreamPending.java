package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.StreamId;
import io.orbit.api.keyspace.Streams;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** XPENDING. */
final class StreamPending {
  private static final int PIECE = 256;

  private StreamPending() {}

  static List<RedisCommand> all() {
    return List.of(
        StreamCommands.command("XPENDING", -3, "readonly")
            .keys("RO access", 1, 1, 1)
            .about("5.0.0", "O(log(N)+M) for M entries", "What was delivered, not acknowledged")
            .runs(StreamPending::run));
  }

  /**
   * Which ones are asked for.
   *
   * @param idle since at least so many milliseconds
   */
  private record Selection(
      long idle, long count, StreamId from, StreamId to, @Nullable ByteRange consumer) {
    static Selection parse(RedisRequest request) {
      int at = 3;
      long idle = 0;
      if (request.argument(3).isWord("IDLE")) {
        idle = Words.integer(request.argument(4));
        if (request.size() < 8) {
          throw RedisError.syntax();
        }
        at = 5;
      }
      long count = Math.max(0, Words.integer(request.argument(at + 2)));
      StreamId from = StreamWords.from(request.argument(at));
      StreamId to = StreamWords.to(request.argument(at + 1));
      return new Selection(
          idle, count, from, to, at + 3 < request.size() ? request.argument(at + 3) : null);
    }
  }

  private static void run(RedisClient client, RedisRequest request, RedisReply reply) {
    boolean summary = request.size() == 3;
    if (!summary && (request.size() < 6 || request.size() > 9)) {
      throw RedisError.syntax();
    }
    Selection selection = summary ? null : Selection.parse(request);
    ByteRange group = request.argument(2);
    Streams.View stream = StreamCommands.view(client, request.argument(1));
    Streams.Group ignored = StreamWords.group(stream, request.argument(1), group, "");
    if (stream == null) {
      return;
    }
    if (selection == null) {
      writeSummary(stream, group, reply);
    } else {
      List<Streams.Pending> found = find(client, stream, group, selection);
      reply.array(found.size());
      for (Streams.Pending each : found) {
        reply.array(4);
        StreamWords.write(each.id(), reply);
        reply.bulk(each.consumer());
        reply.integer(Math.max(0, client.now() - each.deliveredAt()));
        reply.integer(each.deliveries());
      }
    }
  }

  private static void writeSummary(Streams.View stream, ByteRange group, RedisReply reply) {
    reply.array(4);
    reply.integer(stream.pendingCount(group, null));
    Streams.Pending first = stream.pendingEdge(group, false);
    Streams.Pending last = stream.pendingEdge(group, true);
    if (first == null || last == null) {
      reply.nil();
      reply.nil();
      reply.nilArray();
      return;
    }
    StreamWords.write(first.id(), reply);
    StreamWords.write(last.id(), reply);
    record Share(byte[] consumer, long pending) {}
    List<Share> shares = new ArrayList<>();
    for (Streams.Consumer each : stream.consumers(group)) {
      long pending = stream.pendingCount(group, ByteRange.of(each.name()));
      if (pending > 0) {
        shares.add(new Share(each.name(), pending));
      }
    }
    reply.array(shares.size());
    for (Share each : shares) {
      reply.array(2);
      reply.bulk(each.consumer());
      reply.bulk(Long.toString(each.pending()));
    }
  }

  private static List<Streams.Pending> find(
      RedisClient client, Streams.View stream, ByteRange group, Selection selection) {
    List<Streams.Pending> found = new ArrayList<>();
    long now = client.now();
    StreamId from = selection.from();
    while (from != null && found.size() < selection.count()) {
      List<Streams.Pending> piece = stream.pending(group, selection.consumer(), from, PIECE);
      for (Streams.Pending each : piece) {
        if (found.size() == selection.count() || each.id().compareTo(selection.to()) > 0) {
          return found;
        }
        if (selection.idle() == 0 || now - each.deliveredAt() >= selection.idle()) {
          found.add(each);
        }
      }
      from = piece.size() < PIECE ? null : piece.getLast().id().next();
      client.requireWaitingFor(found.size());
    }
    return found;
  }
}
