package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import java.util.List;

/** PFADD, PFCOUNT, PFMERGE. */
final class HyperLogLogCommands {
  private HyperLogLogCommands() {}

  private static RedisCommand command(String name, int arity, String flags) {
    return new RedisCommand(CommandGroup.HYPERLOGLOG, name, arity, flags);
  }

  static List<RedisCommand> all() {
    return List.of(
        command("PFADD", -2, "write denyoom fast")
            .keys("RW insert", 1, 1, 1)
            .about("2.8.9", "O(1) an element", "Adds elements to a HyperLogLog")
            .runs(HyperLogLogCommands::add),
        command("PFCOUNT", -2, "readonly may_replicate")
            .keys("RW access", 1, -1, 1)
            .about("2.8.9", "O(1); O(N) for N keys", "About how many different elements there are")
            .runs(HyperLogLogCommands::count),
        command("PFMERGE", -2, "write denyoom")
            .keys("RW access insert,RO access", 1, -1, 1)
            .about("2.8.9", "O(N) for N keys", "Merges HyperLogLogs")
            .runs(HyperLogLogCommands::merge),
        command("PFDEBUG", 3, "write denyoom admin")
            .keys("RW access", 2, 2, 1)
            .about("2.8.9", "N/A", "How a HyperLogLog is encoded")
            .runs(HyperLogLogCommands::debug),
        command("PFSELFTEST", 1, "admin off_loop")
            .about("2.8.9", "N/A", "Counts known numbers of elements, in both encodings")
            .runs(HyperLogLogCommands::test));
  }

  private static void add(RedisClient client, RedisRequest request, RedisReply reply) {
    boolean[] changed = new boolean[1];
    client
        .strings()
        .change(
            request.argument(1),
            (current, exists) -> {
              if (exists && request.size() == 2) {
                HyperLogLog.requireValid(current);
                return null;
              }
              HyperLogLog log = exists ? HyperLogLog.of(current) : new HyperLogLog();
              long added = request.from(2).stream().filter(log::add).count();
              changed[0] = !exists || added > 0;
              return changed[0] ? log.bytes() : null;
            });
    reply.integer(changed[0] ? 1 : 0);
  }

  private static void debug(RedisClient client, RedisRequest request, RedisReply reply) {
    ByteRange word = request.argument(1);
    ByteRange key = request.argument(2);
    ByteRange value = new ByteRange();
    if (!client.strings().get(key, value)) {
      throw new RedisError("ERR The specified key does not exist");
    }
    HyperLogLog log = HyperLogLog.of(value);
    if (word.isWord("GETREG")) {
      // As in Redis, who looks at the registers makes them dense.
      makeDense(client, key);
      reply.array(HyperLogLog.REGISTERS);
      for (int i = 0; i < HyperLogLog.REGISTERS; i++) {
        reply.integer(log.register(i));
      }
    } else if (word.isWord("DECODE")) {
      if (log.isDense()) {
        throw new RedisError("ERR HLL encoding is not sparse");
      }
      reply.bulk(HyperLogLog.runs(value));
    } else if (word.isWord("ENCODING")) {
      reply.simple(log.isDense() ? "dense" : "sparse");
    } else if (word.isWord("TODENSE")) {
      reply.integer(log.isDense() ? 0 : 1);
      makeDense(client, key);
    } else {
      throw RedisError.echoing("ERR Unknown PFDEBUG subcommand '" + word.latin1() + "'");
    }
  }

  private static void makeDense(RedisClient client, ByteRange key) {
    client
        .strings()
        .change(
            key,
            (current, exists) -> {
              HyperLogLog log = HyperLogLog.of(current);
              return log.isDense() ? null : log.toDense();
            });
  }

  /** As Redis: at powers of two the error stays below four standard deviations and a half. */
  private static void test(RedisClient client, RedisRequest request, RedisReply reply) {
    double error = 1.04 / Math.sqrt(HyperLogLog.REGISTERS) * 4.5;
    HyperLogLog log = new HyperLogLog();
    int checkpoint = 1;
    for (int i = 1; i <= 1_000_000; i++) {
      boolean ignored = log.add(ByteRange.of(Long.toString(i * 0x9E3779B97F4A7C15L)));
      if (i == checkpoint) {
        long counted = HyperLogLog.of(ByteRange.of(log.bytes())).count();
        long dense = HyperLogLog.of(ByteRange.of(log.toDense())).count();
        if (counted != dense || Math.abs(counted - i) > Math.max(1, i * error)) {
          throw new RedisError(
              "ERR TESTFAILED Too big error. card:" + i + " counted:" + counted + "," + dense);
        }
        checkpoint *= 2;
      }
    }
    reply.ok();
  }

  private static void count(RedisClient client, RedisRequest request, RedisReply reply) {
    if (request.size() == 2) {
      countOne(client, request.argument(1), reply);
      return;
    }
    HyperLogLog merged = new HyperLogLog();
    client
        .keyspace()
        .consistently(() -> request.from(1).forEach(key -> mergeKey(client, merged, key)));
    reply.integer(merged.count());
  }

  /** As in Redis, the first who counts keeps the number in the string. */
  private static void countOne(RedisClient client, ByteRange key, RedisReply reply) {
    ByteRange value = BitmapCommands.value(client, key);
    if (value.length() == 0 && !client.keys().exists(key)) {
      reply.integer(0);
      return;
    }
    long[] count = {HyperLogLog.cached(value)};
    if (count[0] < 0) {
      client
          .strings()
          .change(
              key,
              (current, exists) -> {
                count[0] = exists ? HyperLogLog.of(current).count() : 0;
                return exists ? HyperLogLog.withCached(current, count[0]) : null;
              });
    }
    reply.integer(count[0]);
  }

  private static void mergeKey(RedisClient client, HyperLogLog into, ByteRange key) {
    ByteRange value = new ByteRange();
    if (client.strings().get(key, value)) {
      into.merge(HyperLogLog.of(value));
    }
  }

  private static void merge(RedisClient client, RedisRequest request, RedisReply reply) {
    ByteRange target = request.argument(1);
    boolean ignored =
        client
            .keyspace()
            .atomically(
                request.from(1),
                List.of(),
                () -> {
                  HyperLogLog merged = new HyperLogLog();
                  request.from(1).forEach(key -> mergeKey(client, merged, key));
                  client.strings().change(target, (current, exists) -> merged.bytesOver(current));
                });
    reply.ok();
  }
}
