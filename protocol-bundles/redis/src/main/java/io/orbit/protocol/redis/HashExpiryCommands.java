package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Hashes;
import io.orbit.api.keyspace.Hashes.HashView;
import io.orbit.api.keyspace.Keys.ExpiryCondition;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** HEXPIRE, HTTL, HPERSIST and their like: fields of hashes that expire. */
final class HashExpiryCommands {
  private static final long SET = 1;
  private static final long NOT_MET = 0;
  private static final long REMOVED = 2;

  private static final String PER_FIELD = "O(N) in the number of fields";

  private HashExpiryCommands() {}

  static List<RedisCommand> all() {
    return List.of(
        expire("HEXPIRE", true, true),
        expire("HPEXPIRE", false, true),
        expire("HEXPIREAT", true, false),
        expire("HPEXPIREAT", false, false),
        timeToLive("HTTL", true, true),
        timeToLive("HPTTL", false, true),
        timeToLive("HEXPIRETIME", true, false),
        timeToLive("HPEXPIRETIME", false, false),
        command("HPERSIST", -5, "write fast")
            .keys("RW update", 1, 1, 1)
            .about("7.4.0", PER_FIELD, "Takes the expiry of fields away")
            .runs(HashExpiryCommands::persist));
  }

  private static RedisCommand command(String name, int arity, String flags) {
    return new RedisCommand(CommandGroup.HASH, name, arity, flags);
  }

  private static RedisCommand expire(String name, boolean seconds, boolean relative) {
    String unit = seconds ? "seconds" : "milliseconds";
    return command(name, -6, "write denyoom fast")
        .keys("RW update", 1, 1, 1)
        .about(
            "7.4.0",
            PER_FIELD,
            "Lets fields expire " + (relative ? "after so many " : "at a time in ") + unit)
        .runs(
            (client, request, reply) -> {
              HashFields.requireHash(client, request);
              long at =
                  HashFields.time(
                      request.argument(2),
                      seconds,
                      relative ? client.now() : 0,
                      name.toLowerCase(Locale.ROOT));
              ExpiryCondition condition = condition(request.argument(3));
              HashFields fields =
                  HashFields.parse(
                      request,
                      condition == ExpiryCondition.ANY ? 3 : 4,
                      "ERR Parameter `numFields` should be greater than 0");
              write(
                  client
                      .hashes()
                      .change(
                          request.argument(1),
                          hash ->
                              fields.results(
                                  field -> expire(hash, field, at, client.now(), condition))),
                  reply);
            });
  }

  private static long expire(
      Hashes.FieldEditor hash, ByteRange field, long at, long now, ExpiryCondition condition) {
    long current = hash.expiresAt(field);
    if (current == Hashes.NO_FIELD) {
      return Hashes.NO_FIELD;
    }
    boolean holds =
        switch (condition) {
          case ANY -> true;
          case ABSENT -> current == Hashes.NO_EXPIRY;
          case PRESENT -> current != Hashes.NO_EXPIRY;
          case LATER -> current != Hashes.NO_EXPIRY && at > current;
          case EARLIER -> current == Hashes.NO_EXPIRY || at < current;
          case PRESENT_EARLIER -> current != Hashes.NO_EXPIRY && at < current;
        };
    if (!holds) {
      return NOT_MET;
    }
    hash.expireAt(field, at);
    return at <= now ? REMOVED : SET;
  }

  private static ExpiryCondition condition(ByteRange word) {
    if (word.isWord("NX")) {
      return ExpiryCondition.ABSENT;
    }
    if (word.isWord("XX")) {
      return ExpiryCondition.PRESENT;
    }
    if (word.isWord("GT")) {
      return ExpiryCondition.LATER;
    }
    return word.isWord("LT") ? ExpiryCondition.EARLIER : ExpiryCondition.ANY;
  }

  private static RedisCommand timeToLive(String name, boolean seconds, boolean relative) {
    return command(name, -5, "readonly fast")
        .keys("RO access", 1, 1, 1)
        .about("7.4.0", PER_FIELD, relative ? "How long fields have to live" : "When fields expire")
        .runs(
            (client, request, reply) -> {
              HashView hash = client.hashes().view(request.argument(1));
              HashFields fields = HashFields.parse(request, 2, HashFields.NOT_POSITIVE);
              ToLongFunction<ByteRange> time =
                  field -> {
                    long at = hash == null ? Hashes.NO_FIELD : hash.expiresAt(field);
                    if (at < 0) {
                      return at;
                    }
                    long left = relative ? at - client.now() : at;
                    return seconds ? (left + 999) / 1000 : left;
                  };
              write(fields.results(time), reply);
            });
  }

  private static void persist(RedisClient client, RedisRequest request, RedisReply reply) {
    HashFields.requireHash(client, request);
    HashFields fields = HashFields.parse(request, 2, HashFields.NOT_POSITIVE);
    write(
        client
            .hashes()
            .change(
                request.argument(1),
                hash ->
                    fields.results(
                        field -> {
                          long at = hash.expiresAt(field);
                          return at >= 0 && hash.persist(field) ? SET : at;
                        })),
        reply);
  }

  private static void write(long[] results, RedisReply reply) {
    reply.array(results.length);
    for (long each : results) {
      reply.integer(each);
    }
  }
}
