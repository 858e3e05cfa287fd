package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.KeyEvent;
import io.orbit.api.keyspace.StreamId;
import io.orbit.api.keyspace.Streams;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** XGROUP and XACK. */
final class StreamGroups {
  private static final KeyEvent CONSUMER_CREATED =
      new KeyEvent(KeyEvent.Kind.STREAM, "xgroup-createconsumer");

  private StreamGroups() {}

  /** What the stream's change is called: it has a name where it makes the consumer. */
  static void announceConsumer(
      RedisClient client, Streams.View stream, ByteRange group, ByteRange consumer) {
    boolean known = stream.group(group) != null && stream.consumer(group, consumer) != null;
    client.keyspace().announce(known ? null : CONSUMER_CREATED, false);
  }

  static List<RedisCommand> all() {
    return List.of(
        group(),
        StreamCommands.command("XACK", -4, "write fast")
            .keys("RW update", 1, 1, 1)
            .about("5.0.0", "O(log(N)) an entry", "Acknowledges entries that are pending")
            .runs(StreamGroups::acknowledge));
  }

  private static RedisCommand group() {
    RedisCommand group =
        StreamCommands.command("XGROUP", -2, "").about("5.0.0", "O(1)", "Groups of consumers");
    return group
        .with(
            subcommand("CREATE", -5, "write denyoom", "5.0.0", "O(log(N))", "Makes a group")
                .runs(StreamGroups::create))
        .with(
            subcommand("SETID", -5, "write", "5.0.0", "O(log(N))", "Sets how far a group is")
                .runs(StreamGroups::setId))
        .with(
            subcommand("DESTROY", 4, "write", "5.0.0", "O(N) in what is pending", "Removes a group")
                .runs(StreamGroups::destroy))
        .with(
            subcommand(
                    "CREATECONSUMER", 5, "write denyoom", "6.2.0", "O(log(N))", "Makes a consumer")
                .runs(StreamGroups::createConsumer))
        .with(
            subcommand(
                    "DELCONSUMER",
                    5,
                    "write",
                    "5.0.0",
                    "O(N) in what it has pending",
                    "Removes a consumer")
                .runs(StreamGroups::deleteConsumer))
        .with(
            StreamCommands.command("HELP", 2, "loading stale")
                .about("5.0.0", "O(1)", "The subcommands")
                .runs((client, request, reply) -> HelpReply.write(group, reply)));
  }

  private static RedisCommand subcommand(
      String name, int arity, String flags, String since, String cost, String what) {
    return StreamCommands.command(name, arity, flags)
        .keys(name.startsWith("DE") ? "RW delete" : "RW insert", 2, 2, 1)
        .about(since, cost, what);
  }

  /** ENTRIESREAD, and for CREATE MKSTREAM. */
  private record Options(long entriesRead, boolean makesStream) {
    static Options parse(RedisRequest request, boolean creating) {
      long read = Streams.UNKNOWN_COUNT;
      boolean makes = false;
      int at = 5;
      while (at < request.size()) {
        if (creating && request.argument(at).isWord("MKSTREAM")) {
          makes = true;
          at++;
        } else if (request.argument(at).isWord("ENTRIESREAD") && at + 1 < request.size()) {
          read = Words.integer(request.argument(at + 1));
          if (read < 0 && read != Streams.UNKNOWN_COUNT) {
            throw new RedisError("ERR value for ENTRIESREAD must be positive or -1");
          }
          at += 2;
        } else {
          throw StreamWords.wrongSubcommand(request);
        }
      }
      return new Options(read, makes);
    }
  }

  private static void requireStream(Streams.Editor stream) {
    if (!stream.exists()) {
      throw new RedisError(
          "ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want"
              + " to use the MKSTREAM option to create an empty stream automatically.");
    }
  }

  private static Streams.Group require(Streams.Editor stream, RedisRequest request) {
    requireStream(stream);
    Streams.Group group = stream.group(request.argument(3));
    if (group == null) {
      throw StreamWords.noGroup(request.argument(2), request.argument(3));
    }
    return group;
  }

  private static long change(
      RedisClient client, RedisRequest request, ToLongFunction<Streams.Editor> change) {
    return client.streams().change(request.argument(2), change::applyAsLong);
  }

  private static @Nullable StreamId idOrLast(RedisRequest request) {
    return request.argument(4).isWord("$") ? null : StreamWords.id(request.argument(4));
  }

  private static void create(RedisClient client, RedisRequest request, RedisReply reply) {
    Options options = Options.parse(request, true);
    ByteRange name = request.argument(3);
    long ignored =
        change(
            client,
            request,
            stream -> {
              if (!options.makesStream()) {
                requireStream(stream);
              }
              StreamId id = idOrLast(request);
              if (stream.group(name) != null) {
                throw new RedisError("BUSYGROUP Consumer Group name already exists");
              }
              stream.create();
              StreamId from = id == null ? stream.state().lastId() : id;
              stream.putGroup(new Streams.Group(name.copy(), from, options.entriesRead()));
              return 1;
            });
    reply.ok();
  }

  private static void setId(RedisClient client, RedisRequest request, RedisReply reply) {
    Options options = Options.parse(request, false);
    long ignored =
        change(
            client,
            request,
            stream -> {
              Streams.Group group = require(stream, request);
              StreamId id =
                  request.argument(4).isWord("$")
                      ? stream.state().lastId()
                      : StreamWords.idOrEnd(request.argument(4), 0);
              stream.putGroup(new Streams.Group(group.name(), id, options.entriesRead()));
              return 1;
            });
    reply.ok();
  }

  private static void destroy(RedisClient client, RedisRequest request, RedisReply reply) {
    reply.integer(
        change(
            client,
            request,
            stream -> {
              requireStream(stream);
              if (stream.group(request.argument(3)) == null) {
                return 0;
              }
              client.requireWaitingFor(stream.pendingCount(request.argument(3), null));
              stream.removeGroup(request.argument(3));
              return 1;
            }));
  }

  private static void createConsumer(RedisClient client, RedisRequest request, RedisReply reply) {
    reply.integer(
        change(
            client,
            request,
            stream -> {
              Streams.Group ignored = require(stream, request);
              if (stream.consumer(request.argument(3), request.argument(4)) != null) {
                return 0;
              }
              stream.putConsumer(
                  request.argument(3),
                  new Streams.Consumer(request.argument(4).copy(), client.now(), Streams.NEVER));
              return 1;
            }));
  }

  private static void deleteConsumer(RedisClient client, RedisRequest request, RedisReply reply) {
    reply.integer(
        change(
            client,
            request,
            stream -> {
              Streams.Group ignored = require(stream, request);
              ByteRange name = request.argument(4);
              if (stream.consumer(request.argument(3), name) == null) {
                return 0;
              }
              long pending = stream.pendingCount(request.argument(3), name);
              client.requireWaitingFor(pending);
              stream.removeConsumer(request.argument(3), name);
              return pending;
            }));
  }

  private static void acknowledge(RedisClient client, RedisRequest request, RedisReply reply) {
    ByteRange group = request.argument(2);
    reply.integer(
        client
            .streams()
            .change(
                request.argument(1),
                stream -> {
                  if (!stream.exists() || stream.group(group) == null) {
                    return 0L;
                  }
                  List<StreamId> ids = request.from(3).stream().map(StreamWords::id).toList();
                  return ids.stream().filter(id -> stream.removePending(group, id)).count();
                }));
  }
}
