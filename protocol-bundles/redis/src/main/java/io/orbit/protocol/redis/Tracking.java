package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.KeyName;
import io.orbit.api.security.Session;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which clients are to hear of which keys (CLIENT TRACKING): those that have read a key, or that
 * broadcasting reaches. A client's read is remembered before it reads, so that no change in between
 * is missed. Thread-safe.
 */
final class Tracking {
  /** A key, whichever its key space is: as in Redis these share their names here. */
  private record Tracked(long database, ByteRange key) {}

  /**
   * Who has read a key.
   *
   * @param spelled by which name; a row has several
   */
  private record Reader(long client, ByteRange spelled) {}

  private final Map<Tracked, Set<Reader>> table = new ConcurrentHashMap<>();
  private final Set<RedisClient> clients = ConcurrentHashMap.newKeySet();
  private final Set<RedisClient> broadcasting = ConcurrentHashMap.newKeySet();
  private final AtomicLong items = new AtomicLong();
  private final LongFunction<@Nullable RedisClient> clientOf;
  private final IntSupplier mostKeys;

  /**
   * @param mostKeys how many keys may be remembered, 0 for any number
   */
  Tracking(LongFunction<@Nullable RedisClient> clientOf, IntSupplier mostKeys) {
    this.clientOf = clientOf;
    this.mostKeys = mostKeys;
  }

  boolean isOn() {
    return !clients.isEmpty();
  }

  void start(RedisClient client, ClientTracking.Options options) {
    client.tracking().start(options);
    if (options.broadcast()) {
      broadcasting.add(client);
    }
    clients.add(client);
  }

  void stop(RedisClient client) {
    clients.remove(client);
    broadcasting.remove(client);
    client.tracking().stop();
    if (clients.isEmpty()) {
      table.clear();
      items.set(0);
    }
  }

  // ---- figures

  int clients() {
    return clients.size();
  }

  long keys() {
    return table.size();
  }

  /** Keys, each as often as clients have read it. */
  long items() {
    return items.get();
  }

  long prefixes() {
    return broadcasting.stream()
        .flatMap(client -> client.tracking().options().prefixes().stream())
        .distinct()
        .count();
  }

  // ---- what clients read

  /** Called before the client reads the keys. */
  void remember(RedisClient client, List<ByteRange> keys) {
    long id = client.requireConnection().id();
    for (ByteRange key : keys) {
      KeyName name = client.keyspace().nameOf(key);
      Reader reader = new Reader(id, ByteRange.of(key.copy()));
      table.compute(
          new Tracked(name.database(), name.key()),
          (tracked, readers) -> {
            Set<Reader> all = readers == null ? ConcurrentHashMap.newKeySet() : readers;
            if (all.add(reader)) {
              items.incrementAndGet();
            }
            return all;
          });
    }
    evict();
  }

  /** Forgets keys beyond the limit; who has read them is told that they have changed. */
  void evict() {
    int most = mostKeys.getAsInt();
    Iterator<Tracked> victims = table.keySet().iterator();
    while (most > 0 && table.size() > most && victims.hasNext()) {
      forget(victims.next(), null);
    }
  }

  // ---- what changes

  void invalidate(KeyName name, @Nullable Session by) {
    forget(new Tracked(name.database(), name.key()), by);
    for (RedisClient client : broadcasting) {
      ClientTracking.Options options = client.tracking().options();
      boolean own = by != null && by == client.session();
      if (client.maySee(name) && !(own && options.noLoop())) {
        for (ByteRange prefix : options.prefixes()) {
          if (startsWith(name.key(), prefix)) {
            client.tracking().collect(prefix, name.key());
          }
        }
      }
    }
  }

  static boolean startsWith(ByteRange key, ByteRange prefix) {
    ByteRange start = new ByteRange();
    start.set(key.array(), key.offset(), Math.min(key.length(), prefix.length()));
    return start.equals(prefix);
  }

  private void forget(Tracked tracked, @Nullable Session by) {
    Set<Reader> readers = table.remove(tracked);
    if (readers == null) {
      return;
    }
    items.addAndGet(-readers.size());
    for (Reader reader : readers) {
      RedisClient client = clientOf.apply(reader.client());
      if (client != null && client.tracking().isOn()) {
        ClientTracking.Options options = client.tracking().options();
        boolean own = by != null && by == client.session();
        if (!options.broadcast() && !(own && options.noLoop())) {
          send(client, List.of(reader.spelled()), own);
        }
      }
    }
  }

  void invalidateAll() {
    table.clear();
    items.set(0);
    clients.forEach(client -> send(client, null, false));
  }

  /** Sends what has been collected for those who broadcasting reaches. */
  void flush() {
    for (RedisClient client : broadcasting) {
      client.tracking().takeCollected().forEach(keys -> send(client, keys, false));
    }
  }

  /**
   * @param keys null for all
   * @param own whether the client itself has changed them
   */
  private void send(RedisClient client, @Nullable List<ByteRange> keys, boolean own) {
    long redirect = client.tracking().options().redirect();
    if (redirect == 0) {
      client.invalidate(keys, false, own);
      return;
    }
    RedisClient receiver = clientOf.apply(redirect);
    if (receiver != null) {
      receiver.invalidate(keys, true, false);
    } else {
      client.tracking().breakRedirection();
      client.tellRedirectionBroken(redirect);
    }
  }
}
