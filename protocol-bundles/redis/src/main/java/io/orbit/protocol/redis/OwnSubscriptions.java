package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.protocol.redis.Subscriptions.Kind;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one client has subscribed to. Changed by its own thread; the counts may be read by any. */
final class OwnSubscriptions {
  private static final long NAME_BYTES = 300;

  private final Subscriptions all;
  private final RedisClient client;
  private final Map<Kind, Set<ByteRange>> names = new EnumMap<>(Kind.class);
  private volatile int channels;
  private volatile int patterns;
  private volatile int shardChannels;

  OwnSubscriptions(Subscriptions all, RedisClient client) {
    this.all = all;
    this.client = client;
    for (Kind kind : Kind.values()) {
      names.put(kind, new LinkedHashSet<>());
    }
  }

  private Set<ByteRange> of(Kind kind) {
    return names.getOrDefault(kind, new LinkedHashSet<>());
  }

  void add(Kind kind, ByteRange name) {
    ByteRange kept = ByteRange.of(name.copy());
    if (!of(kind).contains(kept)) {
      client.keep(NAME_BYTES + kept.length());
      of(kind).add(kept);
      all.add(kind, kept, client);
      note();
    }
  }

  void remove(Kind kind, ByteRange name) {
    if (of(kind).remove(name)) {
      client.keep(-NAME_BYTES - name.length());
      all.remove(kind, name, client);
      note();
    }
  }

  void removeAll() {
    for (Kind kind : Kind.values()) {
      names(kind).forEach(name -> remove(kind, name));
    }
  }

  private void note() {
    channels = of(Kind.CHANNEL).size();
    patterns = of(Kind.PATTERN).size();
    shardChannels = of(Kind.SHARD_CHANNEL).size();
  }

  List<ByteRange> names(Kind kind) {
    return List.copyOf(of(kind));
  }

  /** What replies count: channels with patterns, shard channels for themselves. */
  int counted(Kind kind) {
    return kind == Kind.SHARD_CHANNEL ? shardChannels : channels + patterns;
  }

  int count(Kind kind) {
    return switch (kind) {
      case CHANNEL -> channels;
      case PATTERN -> patterns;
      case SHARD_CHANNEL -> shardChannels;
    };
  }

  boolean isEmpty() {
    return channels + patterns + shardChannels == 0;
  }
}
