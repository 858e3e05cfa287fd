package io.orbit.protocol.redis;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.KeyType;
import io.orbit.api.keyspace.StreamEntry;
import io.orbit.api.keyspace.StreamId;
import io.orbit.api.keyspace.Streams;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** XREAD and XREADGROUP, which wait where they are told to. */
final class StreamReads {
  /** An entry read; one that is pending and gone is an id alone. */
  record Delivered(StreamId id, @Nullable StreamEntry entry) {}

  /** What was read of one stream. */
  record FromStream(ByteRange key, List<Delivered> entries) {}

  private StreamReads() {}

  static List<RedisCommand> all() {
    return List.of(
        StreamCommands.command("XREAD", -4, "readonly blocking")
            .keywordKeys("RO access", "STREAMS", 1)
            .about("5.0.0", "O(log(N)+M) for M entries", "Entries of streams after given ids")
            .runs(StreamReads::read),
        StreamCommands.command("XREADGROUP", -7, "write blocking")
            .keywordKeys("RO access", "STREAMS", 4)
            .about("5.0.0", "O(M*log(N)) for M entries", "New or pending entries for a consumer")
            .runs(StreamReads::readGroup));
  }

  private static void read(RedisClient client, RedisRequest request, RedisReply reply) {
    StreamReadOptions options = StreamReadOptions.parse(request, false);
    List<StreamId> noted = client.blocking().takeReadAfter();
    List<StreamId> after = noted == null ? after(client, options) : noted;
    List<FromStream> found =
        noted == null ? read(client, options, after) : retry(() -> read(client, options, after));
    if (found == null && options.waits() && client.blocking().mayBlock()) {
      if (!client.mayWait()) {
        client.blocking().rememberReadAfter(after);
      }
      client.requireWaiting();
      found =
          client
              .blocking()
              .await(
                  client
                      .keyspace()
                      .block(
                          KeyType.STREAM,
                          options.keys(),
                          key -> retry(() -> read(client, options, after))),
                  options.timeout());
    }
    write(found, reply);
  }

  private static List<StreamId> after(RedisClient client, StreamReadOptions options) {
    List<StreamId> after = new ArrayList<>();
    for (int i = 0; i < options.keys().size(); i++) {
      Streams.View stream = client.streams().view(options.keys().get(i));
      ByteRange word = options.ids().get(i);
      if (word.isWord("$")) {
        after.add(stream == null ? StreamId.MINIMUM : stream.state().lastId());
      } else if (word.isWord(">")) {
        throw new RedisError(
            "ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group>"
                + " <consumer> option.");
      } else {
        after.add(StreamWords.id(word));
      }
    }
    return after;
  }

  /** A key that holds something else meanwhile leaves the reader waiting. */
  private static @Nullable List<FromStream> retry(
      java.util.function.Supplier<@Nullable List<FromStream>> attempt) {
    try {
      return attempt.get();
    } catch (OrbitException e) {
      if (e.code() == ErrorCode.WRONG_VALUE_TYPE) {
        return null;
      }
      throw e;
    }
  }

  /** Null when there is nothing. */
  private static @Nullable List<FromStream> read(
      RedisClient client, StreamReadOptions options, List<StreamId> after) {
    List<FromStream> found = new ArrayList<>();
    client
        .keyspace()
        .consistently(
            () -> {
              found.clear();
              for (int i = 0; i < options.keys().size(); i++) {
                ByteRange key = options.keys().get(i);
                Streams.View stream = client.streams().view(key);
                List<Delivered> entries =
                    stream == null
                        ? List.of()
                        : entriesAfter(client, stream, after.get(i), options.count());
                if (!entries.isEmpty()) {
                  found.add(new FromStream(ByteRange.of(key.copy()), entries));
                }
              }
            });
    return found.isEmpty() ? null : found;
  }

  private static List<Delivered> entriesAfter(
      RedisClient client, Streams.View stream, StreamId after, long count) {
    List<Delivered> entries = new ArrayList<>();
    StreamId from = after.next();
    if (from == null) {
      return entries;
    }
    long there = stream.count(from, StreamId.MAXIMUM);
    long most = count == 0 ? there : Math.min(there, count);
    client.requireWaitingFor(most);
    if (most > 0) {
      stream.forEach(
          from,
          StreamId.MAXIMUM,
          entry -> {
            entries.add(new Delivered(entry.id(), entry));
            return entries.size() < most;
          });
    }
    return entries;
  }

  // ---- for a group

  private static void readGroup(RedisClient client, RedisRequest request, RedisReply reply) {
    StreamReadOptions options = StreamReadOptions.parse(request, true);
    List<FromStream> found = readGroup(client, options, true);
    if (found == null && options.waits() && client.blocking().mayBlock()) {
      client.requireWaiting();
      found =
          client
              .blocking()
              .await(
                  client
                      .keyspace()
                      .block(
                          KeyType.STREAM, options.keys(), key -> readGroup(client, options, false)),
                  options.timeout());
    }
    write(found, reply);
  }

  /**
   * @param first whether the consumer is noted even when there is nothing for it
   */
  private static @Nullable List<FromStream> readGroup(
      RedisClient client, StreamReadOptions options, boolean first) {
    List<FromStream> found = new ArrayList<>();
    client
        .keyspace()
        .consistently(
            () -> {
              for (int i = 0; i < options.keys().size(); i++) {
                check(client, options, i);
              }
            });
    client
        .keyspace()
        .atomically(
            options.keys(),
            List.of(),
            () -> {
              found.clear();
              for (int i = 0; i < options.keys().size(); i++) {
                ByteRange key = options.keys().get(i);
                ByteRange word = options.ids().get(i);
                long now = client.now();
                List<Delivered> entries =
                    client
                        .streams()
                        .change(
                            key,
                            stream -> {
                              StreamGroups.announceConsumer(
                                  client, stream, options.group(), options.consumer());
                              return new GroupReading(stream, key, options, now)
                                  .read(after(word), first);
                            });
                if (entries != null) {
                  found.add(new FromStream(ByteRange.of(key.copy()), entries));
                }
              }
            });
    return found.isEmpty() ? null : found;
  }

  /** Null for what is new, which the greatest id of all means as well. */
  private static @Nullable StreamId after(ByteRange word) {
    StreamId id = word.isWord(">") ? StreamId.MAXIMUM : StreamWords.id(word);
    return id.equals(StreamId.MAXIMUM) ? null : id;
  }

  /** Finds what is wrong before anything is changed. */
  private static void check(RedisClient client, StreamReadOptions options, int place) {
    ByteRange key = options.keys().get(place);
    Streams.View stream = client.streams().view(key);
    Streams.Group ignored =
        StreamWords.group(stream, key, options.group(), " in XREADGROUP with GROUP option");
    ByteRange word = options.ids().get(place);
    if (word.isWord("$")) {
      throw new RedisError(
          "ERR The $ ID is meaningless in the context of XREADGROUP: you want to read the history"
              + " of this consumer by specifying a proper ID, or use the > ID to get new messages."
              + " The $ ID would just return an empty result set.");
    }
    if (!word.isWord(">")) {
      StreamId unused = StreamWords.id(word);
      assert unused != null;
    }
  }

  // ---- the answer

  private static void write(@Nullable List<FromStream> found, RedisReply reply) {
    if (found == null) {
      reply.nilArray();
      return;
    }
    if (reply.resp3()) {
      reply.map(found.size());
    } else {
      reply.array(found.size());
    }
    for (FromStream each : found) {
      if (!reply.resp3()) {
        reply.array(2);
      }
      reply.bulk(each.key());
      reply.array(each.entries().size());
      each.entries().forEach(entry -> write(entry, reply));
    }
  }

  private static void write(Delivered delivered, RedisReply reply) {
    StreamEntry entry = delivered.entry();
    if (entry != null) {
      StreamWords.write(entry, reply);
    } else {
      reply.array(2);
      StreamWords.write(delivered.id(), reply);
      reply.nilArray();
    }
  }
}
