package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.KeyName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Who has subscribed to what, of all clients of the server. Thread-safe. */
final class Subscriptions {
  /** What can be subscribed to, with the words of its replies. */
  enum Kind {
    CHANNEL("subscribe", "unsubscribe", "message"),
    PATTERN("psubscribe", "punsubscribe", "pmessage"),
    SHARD_CHANNEL("ssubscribe", "sunsubscribe", "smessage");

    private final String subscribed;
    private final String unsubscribed;
    private final String message;

    Kind(String subscribed, String unsubscribed, String message) {
      this.subscribed = subscribed;
      this.unsubscribed = unsubscribed;
      this.message = message;
    }

    String subscribed() {
      return subscribed;
    }

    String unsubscribed() {
      return unsubscribed;
    }

    String message() {
      return message;
    }
  }

  private final Map<Kind, ConcurrentMap<ByteRange, Set<RedisClient>>> byName =
      Map.of(
          Kind.CHANNEL, new ConcurrentHashMap<>(),
          Kind.PATTERN, new ConcurrentHashMap<>(),
          Kind.SHARD_CHANNEL, new ConcurrentHashMap<>());

  private ConcurrentMap<ByteRange, Set<RedisClient>> of(Kind kind) {
    return byName.getOrDefault(kind, new ConcurrentHashMap<>());
  }

  /** The name must not change later. */
  void add(Kind kind, ByteRange name, RedisClient client) {
    of(kind)
        .compute(
            name,
            (key, clients) -> {
              Set<RedisClient> all = clients == null ? ConcurrentHashMap.newKeySet() : clients;
              all.add(client);
              return all;
            });
  }

  void remove(Kind kind, ByteRange name, RedisClient client) {
    of(kind)
        .computeIfPresent(
            name,
            (key, clients) -> {
              clients.remove(client);
              return clients.isEmpty() ? null : clients;
            });
  }

  /** Sends a message; answers how many times it is sent. */
  int publish(Kind kind, ByteRange channel, ByteRange message) {
    return publish(kind, channel, message, client -> true);
  }

  /** Sends what happened to a key to those who may know of it. */
  void publish(KeyName about, ByteRange channel, ByteRange message) {
    int ignored = publish(Kind.CHANNEL, channel, message, client -> client.maySee(about));
  }

  private int publish(
      Kind kind, ByteRange channel, ByteRange message, Predicate<RedisClient> filter) {
    int receivers = send(of(kind).get(channel), kind, List.of(channel, message), filter);
    if (kind == Kind.CHANNEL) {
      for (Map.Entry<ByteRange, Set<RedisClient>> each : of(Kind.PATTERN).entrySet()) {
        Glob glob = new Glob(each.getKey().copy(), false);
        if (glob.matches(channel.array(), channel.offset(), channel.length())) {
          List<ByteRange> parts = List.of(each.getKey(), channel, message);
          receivers += send(each.getValue(), Kind.PATTERN, parts, filter);
        }
      }
    }
    return receivers;
  }

  private static int send(
      @Nullable Set<RedisClient> clients,
      Kind kind,
      List<ByteRange> parts,
      Predicate<RedisClient> filter) {
    if (clients == null) {
      return 0;
    }
    List<RedisClient> receivers = clients.stream().filter(filter).toList();
    receivers.forEach(client -> client.push(kind.message(), parts));
    return receivers.size();
  }

  /** How many a message would reach, without sending it. */
  int receivers(Kind kind, ByteRange channel) {
    int receivers = subscribers(kind, channel);
    if (kind == Kind.CHANNEL) {
      for (Map.Entry<ByteRange, Set<RedisClient>> each : of(Kind.PATTERN).entrySet()) {
        Glob glob = new Glob(each.getKey().copy(), false);
        if (glob.matches(channel.array(), channel.offset(), channel.length())) {
          receivers += each.getValue().size();
        }
      }
    }
    return receivers;
  }

  int subscribers(Kind kind, ByteRange name) {
    Set<RedisClient> clients = of(kind).get(name);
    return clients == null ? 0 : clients.size();
  }

  Collection<ByteRange> names(Kind kind) {
    return new ArrayList<>(of(kind).keySet());
  }

  int count(Kind kind) {
    return of(kind).size();
  }

  /** Numbers of subscribers by name, in the order asked. */
  Map<ByteRange, Integer> counts(Kind kind, List<ByteRange> names) {
    Map<ByteRange, Integer> counts = new LinkedHashMap<>();
    names.forEach(name -> counts.put(name, subscribers(kind, name)));
    return counts;
  }
}
