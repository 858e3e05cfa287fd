package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.StreamEntry;
import io.orbit.api.keyspace.StreamId;
import io.orbit.api.keyspace.Streams;
import java.util.ArrayList;
import java.util.List;

/** XINFO. */
final class StreamInfo {
  private static final long SHOWN = 10;

  private StreamInfo() {}

  static RedisCommand command() {
    RedisCommand info =
        StreamCommands.command("XINFO", -2, "").about("5.0.0", "O(1)", "What a stream is made of");
    return info.with(
            StreamCommands.command("STREAM", -3, "readonly")
                .keys("RO access", 2, 2, 1)
                .about("5.0.0", "O(log(N))", "A stream, FULL with its entries and groups")
                .runs(StreamInfo::stream))
        .with(
            StreamCommands.command("GROUPS", 3, "readonly")
                .keys("RO access", 2, 2, 1)
                .about("5.0.0", "O(log(N)) a group", "The groups of a stream")
                .runs(StreamInfo::groups))
        .with(
            StreamCommands.command("CONSUMERS", 4, "readonly")
                .keys("RO access", 2, 2, 1)
                .about("5.0.0", "O(log(N)) a consumer", "The consumers of a group")
                .runs(StreamInfo::consumers))
        .with(
            StreamCommands.command("HELP", 2, "loading stale")
                .about("5.0.0", "O(1)", "The subcommands")
                .runs((client, request, reply) -> HelpReply.write(info, reply)));
  }

  private static Streams.View view(RedisClient client, RedisRequest request) {
    Streams.View stream = StreamCommands.view(client, request.argument(2));
    if (stream == null) {
      throw new RedisError("ERR no such key");
    }
    return stream;
  }

  private static void stream(RedisClient client, RedisRequest request, RedisReply reply) {
    Streams.View stream = view(client, request);
    int options = request.size() - 3;
    if (options == 0) {
      writeHead(stream, 10, reply);
      reply.bulk("groups");
      reply.integer(stream.groups().size());
      reply.bulk("first-entry");
      StreamWords.writeOrNil(stream.edge(false), reply);
      reply.bulk("last-entry");
      StreamWords.writeOrNil(stream.edge(true), reply);
      return;
    }
    boolean counted = options == 3;
    if ((options != 1 && !counted)
        || !request.argument(3).isWord("FULL")
        || (counted && !request.argument(4).isWord("COUNT"))) {
      throw StreamWords.wrongSubcommand(request);
    }
    long count = counted ? Words.integer(request.argument(5)) : SHOWN;
    long most = count < 0 ? SHOWN : count;
    client.requireWaitingFor(most == 0 ? stream.size() : most);
    writeHead(stream, 9, reply);
    writeEntries(stream, most, reply);
    reply.bulk("groups");
    List<Streams.Group> groups = stream.groups();
    reply.array(groups.size());
    groups.forEach(each -> writeWhole(stream, each, most, reply));
  }

  private static void writeHead(Streams.View stream, int pairs, RedisReply reply) {
    Streams.State state = stream.state();
    StreamEntry first = stream.edge(false);
    reply.map(pairs);
    reply.bulk("length");
    reply.integer(stream.size());
    reply.bulk("radix-tree-keys");
    reply.integer(stream.blocks());
    reply.bulk("radix-tree-nodes");
    reply.integer(stream.blocks() + 1);
    reply.bulk("last-generated-id");
    StreamWords.write(state.lastId(), reply);
    reply.bulk("max-deleted-entry-id");
    StreamWords.write(state.maximumDeletedId(), reply);
    reply.bulk("entries-added");
    reply.integer(state.entriesAdded());
    reply.bulk("recorded-first-entry-id");
    StreamWords.write(first == null ? StreamId.MINIMUM : first.id(), reply);
  }

  private static void writeEntries(Streams.View stream, long most, RedisReply reply) {
    List<StreamEntry> entries = new ArrayList<>();
    stream.forEach(
        StreamId.MINIMUM,
        StreamId.MAXIMUM,
        entry -> {
          entries.add(entry);
          return entries.size() != most;
        });
    reply.bulk("entries");
    reply.array(entries.size());
    entries.forEach(entry -> StreamWords.write(entry, reply));
  }

  /** A group with its consumers and what is pending. */
  private static void writeWhole(
      Streams.View stream, Streams.Group group, long most, RedisReply reply) {
    ByteRange name = ByteRange.of(group.name());
    int count = most == 0 || most > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) most;
    reply.map(7);
    reply.bulk("name");
    reply.bulk(name);
    writeProgress(stream, group, reply);
    reply.bulk("pel-count");
    reply.integer(stream.pendingCount(name, null));
    reply.bulk("pending");
    writePending(stream.pending(name, null, StreamId.MINIMUM, count), true, reply);
    reply.bulk("consumers");
    List<Streams.Consumer> consumers = stream.consumers(name);
    reply.array(consumers.size());
    for (Streams.Consumer each : consumers) {
      ByteRange consumer = ByteRange.of(each.name());
      reply.map(5);
      reply.bulk("name");
      reply.bulk(consumer);
      reply.bulk("seen-time");
      reply.integer(each.seenAt());
      reply.bulk("active-time");
      reply.integer(each.activeAt());
      reply.bulk("pel-count");
      reply.integer(stream.pendingCount(name, consumer));
      reply.bulk("pending");
      writePending(stream.pending(name, consumer, StreamId.MINIMUM, count), false, reply);
    }
  }

  private static void writePending(
      List<Streams.Pending> pending, boolean withConsumer, RedisReply reply) {
    reply.array(pending.size());
    for (Streams.Pending each : pending) {
      reply.array(withConsumer ? 4 : 3);
      StreamWords.write(each.id(), reply);
      if (withConsumer) {
        reply.bulk(each.consumer());
      }
      reply.integer(each.deliveredAt());
      reply.integer(each.deliveries());
    }
  }

  private static void writeProgress(Streams.View stream, Streams.Group group, RedisReply reply) {
    reply.bulk("last-delivered-id");
    StreamWords.write(group.lastId(), reply);
    reply.bulk("entries-read");
    writeCount(group.entriesRead(), reply);
    reply.bulk("lag");
    writeCount(StreamProgress.lag(stream, group), reply);
  }

  private static void writeCount(long count, RedisReply reply) {
    if (count == Streams.UNKNOWN_COUNT) {
      reply.nil();
    } else {
      reply.integer(count);
    }
  }

  private static void groups(RedisClient client, RedisRequest request, RedisReply reply) {
    Streams.View stream = view(client, request);
    List<Streams.Group> groups = stream.groups();
    reply.array(groups.size());
    for (Streams.Group each : groups) {
      ByteRange name = ByteRange.of(each.name());
      reply.map(6);
      reply.bulk("name");
      reply.bulk(name);
      reply.bulk("consumers");
      reply.integer(stream.consumers(name).size());
      reply.bulk("pending");
      reply.integer(stream.pendingCount(name, null));
      writeProgress(stream, each, reply);
    }
  }

  private static void consumers(RedisClient client, RedisRequest request, RedisReply reply) {
    Streams.View stream = view(client, request);
    ByteRange group = request.argument(3);
    if (stream.group(group) == null) {
      throw StreamWords.noGroup(request.argument(2), group);
    }
    long now = client.now();
    List<Streams.Consumer> consumers = stream.consumers(group);
    reply.array(consumers.size());
    for (Streams.Consumer each : consumers) {
      reply.map(4);
      reply.bulk("name");
      reply.bulk(each.name());
      reply.bulk("pending");
      reply.integer(stream.pendingCount(group, ByteRange.of(each.name())));
      reply.bulk("idle");
      reply.integer(Math.max(0, now - each.seenAt()));
      reply.bulk("inactive");
      reply.integer(each.activeAt() == Streams.NEVER ? Streams.NEVER : now - each.activeAt());
    }
  }
}
