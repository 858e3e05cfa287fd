package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Transaction;
import io.orbit.protocol.redis.Subscriptions.Kind;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** SUBSCRIBE, PUBLISH and their kin. */
final class PubSubCommands {
  private static final String FLAGS =
      "pubsub noscript loading stale connection_only while_listening";

  private PubSubCommands() {}

  private static RedisCommand command(String name, int arity, String flags) {
    return new RedisCommand(CommandGroup.PUBSUB, name, arity, flags);
  }

  static List<RedisCommand> all() {
    return List.of(
        subscribe("SUBSCRIBE", "2.0.0", Kind.CHANNEL, "Listens to channels"),
        subscribe("PSUBSCRIBE", "2.0.0", Kind.PATTERN, "Listens to channels by patterns"),
        subscribe("SSUBSCRIBE", "7.0.0", Kind.SHARD_CHANNEL, "Listens to shard channels"),
        unsubscribe("UNSUBSCRIBE", "2.0.0", Kind.CHANNEL, "Ends listening to channels"),
        unsubscribe("PUNSUBSCRIBE", "2.0.0", Kind.PATTERN, "Ends listening by patterns"),
        unsubscribe("SUNSUBSCRIBE", "7.0.0", Kind.SHARD_CHANNEL, "Ends listening to them"),
        publish("PUBLISH", "2.0.0", Kind.CHANNEL),
        publish("SPUBLISH", "7.0.0", Kind.SHARD_CHANNEL),
        pubsub());
  }

  private static RedisCommand subscribe(String name, String since, Kind kind, String summary) {
    return command(name, -2, FLAGS)
        .about(since, "O(1) a name", summary)
        .runs(
            (client, request, reply) -> {
              client.notePush();
              for (ByteRange each : request.from(1)) {
                client.subscriptions().add(kind, each);
                reply.push(3);
                reply.bulk(kind.subscribed());
                reply.bulk(each);
                reply.integer(client.subscriptions().counted(kind));
              }
            });
  }

  private static RedisCommand unsubscribe(String name, String since, Kind kind, String summary) {
    return command(name, -1, FLAGS)
        .about(since, "O(1) a name", summary)
        .runs(
            (client, request, reply) -> {
              client.notePush();
              OwnSubscriptions own = client.subscriptions();
              List<ByteRange> names = request.size() == 1 ? own.names(kind) : request.from(1);
              for (ByteRange each : names) {
                own.remove(kind, each);
                reply.push(3);
                reply.bulk(kind.unsubscribed());
                reply.bulk(each);
                reply.integer(own.counted(kind));
              }
              if (names.isEmpty()) {
                reply.push(3);
                reply.bulk(kind.unsubscribed());
                reply.nil();
                reply.integer(own.counted(kind));
              }
            });
  }

  private static RedisCommand publish(String name, String since, Kind kind) {
    return command(name, 3, "pubsub loading stale fast may_replicate")
        .about(since, "O(N+M) for N subscribers and M patterns", "Sends a message")
        .runs(
            (client, request, reply) -> {
              ByteRange channel = ByteRange.of(request.argument(1).copy());
              ByteRange message = ByteRange.of(request.argument(2).copy());
              Subscriptions all = client.server().subscriptions();
              Session session = client.session();
              Transaction transaction = session == null ? null : session.transaction();
              if (transaction == null) {
                reply.integer(all.publish(kind, channel, message));
              } else {
                reply.integer(all.receivers(kind, channel));
                transaction.onEnd(
                    committed -> {
                      if (committed) {
                        int ignored = all.publish(kind, channel, message);
                      }
                    });
              }
            });
  }

  private static RedisCommand pubsub() {
    RedisCommand pubsub = command("PUBSUB", -2, "").about("2.8.0", "O(N)", "Who listens to what");
    return pubsub
        .with(names("CHANNELS", "2.8.0", Kind.CHANNEL, "Channels that have subscribers"))
        .with(counts("NUMSUB", "2.8.0", Kind.CHANNEL, "Numbers of subscribers of channels"))
        .with(
            command("NUMPAT", 2, "pubsub loading stale")
                .about("2.8.0", "O(1)", "Number of patterns")
                .runs(
                    (client, request, reply) ->
                        reply.integer(client.server().subscriptions().count(Kind.PATTERN))))
        .with(
            names(
                "SHARDCHANNELS",
                "7.0.0",
                Kind.SHARD_CHANNEL,
                "Shard channels that have subscribers"))
        .with(
            counts(
                "SHARDNUMSUB",
                "7.0.0",
                Kind.SHARD_CHANNEL,
                "Numbers of subscribers of shard channels"))
        .with(
            command("HELP", 2, "loading stale")
                .about("6.2.0", "O(1)", "The subcommands")
                .runs((client, request, reply) -> HelpReply.write(pubsub, reply)));
  }

  private static RedisCommand names(String name, String since, Kind kind, String summary) {
    return command(name, -2, "pubsub loading stale")
        .about(since, "O(N) in the number of names", summary)
        .runs(
            (client, request, reply) -> {
              if (request.size() > 3) {
                throw new RedisError(
                    "ERR unknown subcommand or wrong number of arguments for '"
                        + request.text(1)
                        + "'. Try PUBSUB HELP.");
              }
              Collection<ByteRange> names = client.server().subscriptions().names(kind);
              if (request.size() == 3) {
                Glob glob = new Glob(request.argument(2).copy(), false);
                names.removeIf(each -> !glob.matches(each.array(), each.offset(), each.length()));
              }
              reply.array(names.size());
              names.forEach(reply::bulk);
            });
  }

  private static RedisCommand counts(String name, String since, Kind kind, String summary) {
    return command(name, -2, "pubsub loading stale")
        .about(since, "O(N) in the number of names", summary)
        .runs(
            (client, request, reply) -> {
              Map<ByteRange, Integer> counts =
                  client.server().subscriptions().counts(kind, request.from(2));
              reply.array((request.size() - 2) * 2L);
              for (ByteRange each : request.from(2)) {
                reply.bulk(each);
                reply.integer(counts.getOrDefault(each, 0));
              }
            });
  }
}
