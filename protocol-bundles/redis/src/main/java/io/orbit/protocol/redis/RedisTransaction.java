package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Keyspace;
import io.orbit.api.keyspace.MustWait;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A client's MULTI: the commands queued so far, and the keys watched. One thread at a time. */
final class RedisTransaction {
  private record Queued(RedisCommand command, RedisRequest request) {}

  private record Watched(int database, ByteRange key, Keyspace.Watch watch) {}

  private final List<Queued> queue = new ArrayList<>();
  private final List<Watched> watched = new ArrayList<>();
  private boolean open;
  private boolean aborted;

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
    queue.add(new Queued(command, request.detached()));
  }

  void watch(Keyspace keyspace, ByteRange key) {
    for (Watched each : watched) {
      if (each.database() == keyspace.selected() && each.key().equals(key)) {
        return;
      }
    }
    ByteRange kept = ByteRange.of(key.copy());
    watched.add(new Watched(keyspace.selected(), kept, keyspace.watch(kept)));
  }

  void unwatch() {
    watched.forEach(each -> each.watch().close());
    watched.clear();
  }

  boolean contains(Predicate<RedisCommand> wanted) {
    return queue.stream().map(Queued::command).anyMatch(wanted);
  }

  /** Forgets everything. */
  void discard() {
    open = false;
    aborted = false;
    queue.clear();
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
      List<Keyspace.Watch> watches = watched.stream().map(Watched::watch).toList();
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
