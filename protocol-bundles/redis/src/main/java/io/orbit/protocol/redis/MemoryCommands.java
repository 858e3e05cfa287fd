package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Hashes;
import io.orbit.api.keyspace.KeyType;
import io.orbit.api.keyspace.Lists;
import io.orbit.api.keyspace.Sets;
import io.orbit.api.keyspace.SortedSets;
import io.orbit.api.keyspace.StreamId;
import io.orbit.api.keyspace.Streams;
import io.orbit.api.keyspace.Trees;
import io.orbit.api.storage.StoreStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * MEMORY: what keys and the server take; estimates, as objects of this machine are not measured.
 */
final class MemoryCommands {
  /** What a record takes beside its key and value, and an element beside its bytes. */
  private static final long RECORD = 120;

  private static final long ELEMENT = 40;
  private static final long DEFAULT_SAMPLES = 5;

  private MemoryCommands() {}

  static RedisCommand memory() {
    RedisCommand memory =
        new RedisCommand(CommandGroup.SERVER, "MEMORY", -2, "")
            .about("4.0.0", "O(1)", "What keys and the server take");
    return memory
        .with(
            new RedisCommand(CommandGroup.SERVER, "USAGE", -3, "readonly")
                .keys("RO", 2, 2, 1)
                .about("4.0.0", "O(N) in the number of samples", "About what a key takes, in bytes")
                .runs(MemoryCommands::usage))
        .with(
            new RedisCommand(CommandGroup.SERVER, "STATS", 2, "")
                .about("4.0.0", "O(1)", "What the server takes")
                .runs(MemoryCommands::statistics))
        .with(
            new RedisCommand(CommandGroup.SERVER, "DOCTOR", 2, "")
                .about("4.0.0", "O(1)", "Whether memory runs out")
                .runs(MemoryCommands::doctor))
        .with(
            new RedisCommand(CommandGroup.SERVER, "PURGE", 2, "off_loop")
                .about("4.0.0", "Depends on what is garbage", "Collects garbage, for superusers")
                .runs(
                    (client, request, reply) -> {
                      WatchingCommands.requireSuperuser(client, "memory|purge");
                      Runtime.getRuntime().gc();
                      reply.ok();
                    }))
        .with(
            new RedisCommand(CommandGroup.SERVER, "MALLOC-STATS", 2, "")
                .about("4.0.0", "O(1)", "There are none")
                .runs(
                    (client, request, reply) ->
                        reply.verbatim("Stats not supported for the current allocator")))
        .with(
            new RedisCommand(CommandGroup.SERVER, "HELP", 2, "loading stale")
                .about("4.0.0", "O(1)", "The subcommands")
                .runs((client, request, reply) -> HelpReply.write(memory, reply)));
  }

  // ---- a key

  private static void usage(RedisClient client, RedisRequest request, RedisReply reply) {
    long samples = DEFAULT_SAMPLES;
    for (int i = 3; i < request.size(); i += 2) {
      if (!request.argument(i).isWord("SAMPLES") || i + 1 >= request.size()) {
        throw RedisError.syntax();
      }
      samples = Words.integer(request.argument(i + 1));
      if (samples < 0) {
        throw RedisError.syntax();
      }
    }
    ByteRange key = request.argument(2);
    KeyType type = client.keys().type(key);
    if (type == null) {
      reply.nil();
      return;
    }
    if (samples == 0 || samples > 1000) {
      client.requireWaiting();
    }
    reply.integer(RECORD + key.length() + valueBytes(client, key, type, samples));
  }

  private static long valueBytes(RedisClient client, ByteRange key, KeyType type, long samples) {
    Sampling sampling = new Sampling(samples);
    switch (type) {
      case STRING -> {
        return client.strings().length(key);
      }
      case LIST -> {
        Lists.View list = client.lists().view(key);
        long size = list == null ? 0 : list.size();
        if (list != null) {
          list.forEach(0, size, (at, each) -> sampling.add(each.length()));
        }
        return sampling.total(size);
      }
      case SET -> {
        Sets.View set = client.sets().view(key);
        ByteRange member = new ByteRange();
        long size = set == null ? 0 : set.size();
        for (long i = 0; set != null && i < size; i++) {
          set.at(i, member);
          if (!sampling.add(member.length())) {
            break;
          }
        }
        return sampling.total(size);
      }
      case SORTED_SET -> {
        SortedSets.View set = client.sortedSets().view(key);
        long size = set == null ? 0 : set.size();
        long looked = samples == 0 ? size : Math.min(samples, size);
        if (set != null) {
          set.forEach(0, looked, (member, score) -> sampling.note(2L * member.length() + 24));
        }
        return sampling.total(size);
      }
      case HASH -> {
        Hashes.HashView hash = client.hashes().view(key);
        ByteRange field = new ByteRange();
        ByteRange value = new ByteRange();
        long size = hash == null ? 0 : hash.size();
        for (long i = 0; hash != null && i < size; i++) {
          hash.at(i, field, value);
          if (!sampling.add(field.length() + value.length())) {
            break;
          }
        }
        return sampling.total(size);
      }
      case STREAM -> {
        Streams.View stream = client.streams().view(key);
        if (stream != null && stream.size() > 0) {
          stream.forEach(
              StreamId.MINIMUM,
              StreamId.MAXIMUM,
              entry -> {
                long[] bytes = {32};
                entry.forEach((name, value) -> bytes[0] += name.length() + value.length());
                return sampling.add(bytes[0]);
              });
        }
        return stream == null ? 0 : sampling.total(stream.size());
      }
      case JSON, BLOOM_FILTER, CUCKOO_FILTER, COUNT_MIN_SKETCH, TOP_K, T_DIGEST, TIME_SERIES -> {
        Trees.View tree = client.keyspace().trees(type).view(key);
        if (tree != null) {
          tree.forEach(null, (name, value) -> sampling.add((long) name.length + value.length));
        }
        return tree == null ? 0 : sampling.total(tree.size());
      }
    }
    throw new IllegalStateException("a key of type " + type);
  }

  /** The first elements, as many as asked. */
  private static final class Sampling {
    private final long wanted;
    private long seen;
    private long bytes;

    /**
     * @param wanted 0 for all
     */
    Sampling(long wanted) {
      this.wanted = wanted;
    }

    void note(long more) {
      seen++;
      bytes += more;
    }

    /** False when it was the last one wanted. */
    boolean add(long more) {
      note(more);
      return wanted == 0 || seen < wanted;
    }

    long total(long elements) {
      return seen == 0 ? 0 : elements * ELEMENT + bytes * elements / seen;
    }
  }

  // ---- the server

  private static void statistics(RedisClient client, RedisRequest request, RedisReply reply) {
    Runtime runtime = Runtime.getRuntime();
    long used = runtime.totalMemory() - runtime.freeMemory();
    StoreStatistics store = client.server().store().statistics();
    List<Object> pairs = new ArrayList<>();
    pairs.addAll(List.of("peak.allocated", runtime.totalMemory(), "total.allocated", used));
    pairs.addAll(List.of("startup.allocated", 0L, "replication.backlog", 0L));
    pairs.addAll(List.of("clients.slaves", 0L, "clients.normal", 0L, "cluster.links", 0L));
    pairs.addAll(List.of("aof.buffer", 0L, "lua.caches", 0L, "functions.caches", 0L));
    pairs.addAll(List.of("overhead.total", Math.max(0, used - store.memoryBytes())));
    pairs.addAll(List.of("keys.count", store.records()));
    pairs.addAll(List.of("keys.bytes-per-key", store.memoryBytes() / Math.max(1, store.records())));
    pairs.addAll(List.of("dataset.bytes", store.memoryBytes()));
    pairs.addAll(List.of("dataset.percentage", percentage(store.memoryBytes(), used)));
    pairs.addAll(List.of("peak.percentage", percentage(used, runtime.totalMemory())));
    pairs.addAll(List.of("fragmentation", (double) runtime.totalMemory() / Math.max(1, used)));
    reply.map(pairs.size() / 2);
    for (Object each : pairs) {
      switch (each) {
        case Long number -> reply.integer(number);
        case Double number -> reply.number(String.format(Locale.ROOT, "%.4f", number));
        default -> reply.bulk(each.toString());
      }
    }
  }

  private static double percentage(long part, long whole) {
    return whole == 0 ? 0 : Math.min(100, part * 100.0 / whole);
  }

  private static void doctor(RedisClient client, RedisRequest request, RedisReply reply) {
    StoreStatistics store = client.server().store().statistics();
    long limit = client.server().info().memoryLimit();
    if (store.memoryBytes() * 10 > limit * 9) {
      reply.verbatim(
          "Sam, I detected a few issues in this Redis instance memory implants:\n\n * Memory limit:"
              + " keys and rows take "
              + MemorySize.format(store.memoryBytes())
              + " of "
              + MemorySize.format(limit)
              + "; what is read less often has to leave memory.\n\nI'm here to keep you safe, Sam."
              + " I want to help you.\n");
    } else {
      reply.verbatim(
          "Hi Sam, I can't find any memory issue in your instance. I can only account for what"
              + " occurs on this base.\n");
    }
  }
}
