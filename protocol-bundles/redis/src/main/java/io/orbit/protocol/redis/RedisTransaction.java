package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Keyspace;
import io.orbit.api.keyspace.MustWait;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/** A client's MULTI: the commands queued so far, and the keys watched. One thread at a time. */
final class RedisTransaction {
  private record Queued(RedisCommand command, RedisRequest request) {}

  private record Watched(int database, ByteRange key) {}

  private static final long QUEUED_BYTES = 200;
  private static final long WATCHED_BYTES = 400;

  private final List<Queued> queue = new ArrayList<>();
  private final Map<Watched, Keyspace.Watch> watched = new LinkedHashMap<>();
  private final LongConsumer memory;
  private long queuedBytes;
  private long watchedBytes;
  private boolean open;
  private boolean aborted;

  /**
   * @param memory takes what is kept, and gives back
   */
  RedisTransaction(LongConsumer memory) {
    this.memory = memory;
  }

  boolean isOpen() {
    return open;
  }

  int size() {
    return queue.size();
  }

  void open() {
    open = true;
  }

  /** A command could not be queued: EXEC will refuse. */
  void abort() {
    if (open) {
      aborted = true;
    }
  }

  boolean isAborted() {
    return aborted;
  }

  void queue(RedisCommand command, RedisRequest request) {
    long bytes = QUEUED_BYTES;
    for (int i = 0; i < request.size(); i++) {
      bytes += QUEUED_BYTES / 4 + request.argument(i).length();
    }
    memory.accept(bytes);
    queuedBytes += bytes;
    queue.add(new Queued(command, request.detached()));
  }

  void watch(Keyspace keyspace, ByteRange key) {
    Watched wanted = new Watched(keyspace.selected(), ByteRange.of(key.copy()));
    if (!watched.containsKey(wanted)) {
      long bytes = WATCHED_BYTES + key.length();
      memory.accept(bytes);
      watchedBytes += bytes;
      watched.put(wanted, keyspace.watch(wanted.key()));
    }
  }

  void unwatch() {
    watched.values().forEach(Keyspace.Watch::close);
    watched.clear();
    memory.accept(-watchedBytes);
    watchedBytes = 0;
  }

  boolean contains(Predicate<RedisCommand> wanted) {
    return queue.stream().map(Queued::command).anyMatch(wanted);
  }

  /** Forgets everything. */
  void discard() {
    open = false;
    aborted = false;
    queue.clear();
    memory.accept(-queuedBytes);
    queuedBytes = 0;
    unwatch();
  }

  /** Runs what was queued, all or (when a watched key has changed) nothing. */
  void execute(RedisClient client, RedisDispatcher dispatcher, RedisReply reply) {
    boolean finished = true;
    Keyspace keyspace = client.keyspace();
    int selected = keyspace.selected();
    int mark = reply.mark();
    client.blocking().setExecuting(true);
    try {
      List<ByteRange> keys = new ArrayList<>();
      for (Queued each : queue) {
        keys.addAll(each.command().keysOf(each.request()));
      }
      List<Keyspace.Watch> watches = List.copyOf(watched.values());
      boolean ran =
          keyspace.atomically(
              keys,
              watches,
              () -> {
                keyspace.select(selected);
                reply.resetTo(mark);
                reply.array(queue.size());
                queue.forEach(each -> run(client, dispatcher, each, reply));
              });
      if (!ran) {
        reply.nilArray();
      }
    } catch (MustWait wait) {
      finished = false;
      keyspace.select(selected);
      throw wait;
    } finally {
      client.blocking().setExecuting(false);
      if (finished) {
        discard();
      }
    }
  }

  private static void run(
      RedisClient client, RedisDispatcher dispatcher, Queued queued, RedisReply reply) {
    dispatcher.runQueued(client, queued.command(), queued.request(), reply);
  }
}
