package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Hashes.FieldVisitor;
import io.orbit.api.keyspace.Hashes.HashView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** HSET, HGET and all that concerns hashes. */
final class HashCommands {
  private static final int DEFAULT_SCAN_COUNT = 10;

  private HashCommands() {}

  private static RedisCommand command(String name, int arity, String flags) {
    return new RedisCommand(CommandGroup.HASH, name, arity, flags);
  }

  static List<RedisCommand> all() {
    List<RedisCommand> commands = new ArrayList<>(readers());
    commands.addAll(writers());
    return commands;
  }

  private static List<RedisCommand> writers() {
    String perField = "O(N) in the number of fields";
    return List.of(
        command("HSET", -4, "write denyoom fast")
            .keys("RW update", 1, 1, 1)
            .about("2.0.0", perField, "Sets fields")
            .runs(
                (client, request, reply) ->
                    reply.integer(client.hashes().set(request.argument(1), pairs(request)))),
        command("HMSET", -4, "write denyoom fast")
            .keys("RW update", 1, 1, 1)
            .about("2.0.0", perField, "HSET by its older name, answering OK")
            .runs(
                (client, request, reply) -> {
                  client.hashes().set(request.argument(1), pairs(request));
                  reply.ok();
                }),
        command("HSETNX", 4, "write denyoom fast")
            .keys("RW insert", 1, 1, 1)
            .about("2.0.0", "O(1)", "Sets a field that is not there")
            .runs(
                (client, request, reply) ->
                    reply.integer(
                        client
                                .hashes()
                                .setIfAbsent(
                                    request.argument(1), request.argument(2), request.argument(3))
                            ? 1
                            : 0)),
        command("HDEL", -3, "write fast")
            .keys("RW delete", 1, 1, 1)
            .about("2.0.0", perField, "Removes fields")
            .runs(
                (client, request, reply) ->
                    reply.integer(client.hashes().delete(request.argument(1), request.from(2)))),
        command("HINCRBY", 4, "write denyoom fast")
            .keys("RW access update", 1, 1, 1)
            .about("2.0.0", "O(1)", "Adds to a field's whole number")
            .runs(
                (client, request, reply) ->
                    reply.integer(
                        client
                            .hashes()
                            .add(
                                request.argument(1),
                                request.argument(2),
                                Words.integer(request.argument(3))))),
        command("HINCRBYFLOAT", 4, "write denyoom fast")
            .keys("RW access update", 1, 1, 1)
            .about("2.6.0", "O(1)", "Adds to a field's decimal number")
            .runs(
                (client, request, reply) ->
                    reply.bulk(
                        client
                            .hashes()
                            .addFloat(
                                request.argument(1), request.argument(2), request.argument(3)))));
  }

  private static List<RedisCommand> readers() {
    String read = "RO access";
    String perSize = "O(N) in the size of the hash";
    return List.of(
        command("HGET", 3, "readonly fast")
            .keys(read, 1, 1, 1)
            .about("2.0.0", "O(1)", "A field's value")
            .runs(HashCommands::get),
        command("HMGET", -3, "readonly fast")
            .keys(read, 1, 1, 1)
            .about("2.0.0", "O(N) in the number of fields", "The values of several fields")
            .runs(HashCommands::getAll),
        command("HGETALL", 2, "readonly")
            .keys(read, 1, 1, 1)
            .about("2.0.0", perSize, "All fields and values")
            .runs(HashCommands::entries),
        command("HKEYS", 2, "readonly")
            .keys(read, 1, 1, 1)
            .about("2.0.0", perSize, "All fields")
            .runs((client, request, reply) -> oneSide(client, request, reply, true)),
        command("HVALS", 2, "readonly")
            .keys(read, 1, 1, 1)
            .about("2.0.0", perSize, "All values")
            .runs((client, request, reply) -> oneSide(client, request, reply, false)),
        command("HLEN", 2, "readonly fast")
            .keys("RO", 1, 1, 1)
            .about("2.0.0", "O(1)", "Number of fields")
            .runs(
                (client, request, reply) ->
                    reply.integer(client.hashes().size(request.argument(1)))),
        command("HEXISTS", 3, "readonly fast")
            .keys("RO", 1, 1, 1)
            .about("2.0.0", "O(1)", "Whether a field is there")
            .runs((client, request, reply) -> reply.integer(find(client, request) ? 1 : 0)),
        command("HSTRLEN", 3, "readonly fast")
            .keys("RO", 1, 1, 1)
            .about("3.2.0", "O(1)", "Length of a field's value in bytes")
            .runs(
                (client, request, reply) ->
                    reply.integer(find(client, request) ? client.value().length() : 0)),
        command("HSCAN", -3, "readonly")
            .keys(read, 1, 1, 1)
            .about("2.8.0", "O(1) a call", "Walks a hash in pieces")
            .runs(HashCommands::scan),
        command("HRANDFIELD", -2, "readonly")
            .keys(read, 1, 1, 1)
            .about("6.2.0", "O(N) in the number of fields answered", "Fields at random")
            .runs(HashCommands::random));
  }

  private static List<ByteRange> pairs(RedisRequest request) {
    if (request.size() % 2 != 0) {
      throw RedisError.wrongArguments(request.text(0).toLowerCase(Locale.ROOT));
    }
    return request.from(2);
  }

  private static boolean find(RedisClient client, RedisRequest request) {
    return client.hashes().get(request.argument(1), request.argument(2), client.value());
  }

  private static void get(RedisClient client, RedisRequest request, RedisReply reply) {
    boolean found = find(client, request);
    client.countLookup(found);
    if (found) {
      reply.bulk(client.value());
    } else {
      reply.nil();
    }
  }

  private static void getAll(RedisClient client, RedisRequest request, RedisReply reply) {
    HashView hash = client.hashes().view(request.argument(1));
    client.countLookup(hash != null);
    reply.array(request.size() - 2L);
    for (int i = 2; i < request.size(); i++) {
      if (hash != null && hash.get(request.argument(i), client.value())) {
        reply.bulk(client.value());
      } else {
        reply.nil();
      }
    }
  }

  private static void entries(RedisClient client, RedisRequest request, RedisReply reply) {
    HashView hash = viewOf(client, request);
    if (hash == null) {
      reply.map(0);
      return;
    }
    reply.map(hash.size());
    hash.forEach(
        (field, value) -> {
          reply.bulk(field);
          reply.bulk(value);
        });
  }

  private static void oneSide(
      RedisClient client, RedisRequest request, RedisReply reply, boolean fields) {
    HashView hash = viewOf(client, request);
    if (hash == null) {
      reply.array(0);
      return;
    }
    reply.array(hash.size());
    FieldVisitor writer =
        fields ? (field, value) -> reply.bulk(field) : (field, value) -> reply.bulk(value);
    hash.forEach(writer);
  }

  private static @org.jspecify.annotations.Nullable HashView viewOf(
      RedisClient client, RedisRequest request) {
    HashView hash = client.hashes().view(request.argument(1));
    client.countLookup(hash != null);
    client.requireWaitingFor(hash == null ? 0 : hash.size());
    return hash;
  }

  private static void scan(RedisClient client, RedisRequest request, RedisReply reply) {
    long cursor = Words.cursor(request.argument(2));
    ScanOptions options = ScanOptions.parse(request, 3, DEFAULT_SCAN_COUNT, false);
    client.requireWaitingFor(options.count());
    List<byte[]> found = new ArrayList<>();
    Glob glob = options.match();
    long next =
        client
            .hashes()
            .scan(
                request.argument(1),
                cursor,
                options.count(),
                (field, value) -> {
                  if (glob == null || glob.matches(field.array(), field.offset(), field.length())) {
                    found.add(field.copy());
                    found.add(value.copy());
                  }
                });
    reply.array(2);
    reply.bulk(Long.toUnsignedString(next));
    reply.array(found.size());
    found.forEach(reply::bulk);
  }

  private static void random(RedisClient client, RedisRequest request, RedisReply reply) {
    if (request.size() == 2) {
      HashView hash = client.hashes().view(request.argument(1));
      if (hash == null) {
        reply.nil();
      } else {
        ByteRange field = new ByteRange();
        hash.at(ThreadLocalRandom.current().nextLong(hash.size()), field, client.value());
        reply.bulk(field);
      }
      return;
    }
    RandomCount count = RandomCount.parse(request, "WITHVALUES");
    HashView hash = client.hashes().view(request.argument(1));
    if (hash == null || count.isNone()) {
      reply.array(0);
      return;
    }
    client.requireWaitingFor(count.size());
    writeRandom(hash, count, reply);
  }

  private static void writeRandom(HashView hash, RandomCount count, RedisReply reply) {
    long[] positions = count.positions(hash.size());
    boolean paired = count.paired() && reply.resp3();
    reply.array(count.paired() && !paired ? positions.length * 2L : positions.length);
    ByteRange field = new ByteRange();
    ByteRange value = new ByteRange();
    for (long position : positions) {
      hash.at(position, field, value);
      if (paired) {
        reply.array(2);
      }
      reply.bulk(field);
      if (count.paired()) {
        reply.bulk(value);
      }
    }
  }
}
